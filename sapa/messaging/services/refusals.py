"""What a refusal changes beyond its message: numbers, templates, the customer, uploads (integrations.md 1.6)."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from sapa.contacts.models import LedgerEntry, OptOut
from sapa.contacts.services.consents import opt_out, stop_wa_marketing
from sapa.messaging.models import Channel, Media, Message, Template
from sapa.messaging.schemas import ChannelKind, Treatment
from sapa.messaging.services.channels import hold_channel, rest_promos
from sapa.messaging.services.media import media_id_of
from sapa.messaging.services.templates import DRAFT

UNDELIVERABLE = "undeliverable"
NEVER_ON_IT = 2
# What Meta does not know is handed over again by the templates chore.
TEMPLATE_STATUS = {"132001": DRAFT, "132016": "DISABLED"}
logger = logging.getLogger(__name__)


class RefusedMessage(NamedTuple):
    message: Message
    code: str
    treatment: Treatment
    detail: str = ""


def apply_refusals(*, refused: Sequence[RefusedMessage], now: datetime) -> None:
    """From an answer or from a `failed` status; the same refusal twice changes nothing more.

    The caller has written the messages and their ledger entries already, and holds no channel.
    """
    for one in refused:
        if one.treatment.alert:
            logger.error(
                "channel %s: %s refused with %s", one.message.channel_id, one.treatment.scope, one.code
            )
        _hold(one, now)
        _effect(one, now)


def failed_statuses(*, channel: Channel, codes: Mapping[int, tuple[str, str]], now: datetime) -> None:
    """Of `failed` webhooks: code and detail by message id; what has no number of an error is left out."""
    numbered = {pk: told for pk, told in codes.items() if told[0].isdigit()}
    if not numbered:
        return
    treatment = _treatments()[channel.kind].treatment
    apply_refusals(
        refused=[
            RefusedMessage(message, code, _afterwards(treatment(int(code))), detail)
            for message in Message.objects.filter(pk__in=numbered).order_by("pk")
            for code, detail in [numbered[message.pk]]
        ],
        now=now,
    )


def heard_from(*, contact_ids: Sequence[int], now: datetime) -> None:
    """Who writes can be reached after all."""
    OptOut.objects.filter(contact_id__in=contact_ids, source=UNDELIVERABLE, ended_at=None).update(
        ended_at=now, ended_source="message"
    )


def _treatments() -> Mapping[str, ChannelKind]:
    kinds: Mapping[str, ChannelKind] = import_string(settings.CHANNELS)
    return kinds


def _afterwards(treatment: Treatment) -> Treatment:
    """The message was accepted once: nothing repeats it by itself."""
    return treatment._replace(action="never") if treatment.action == "retry" else treatment


def _hold(one: RefusedMessage, now: datetime) -> None:
    if one.treatment.action == "hold" and one.treatment.scope in {"number", "account"}:
        hold_channel(
            channel_id=one.message.channel_id,
            code=one.code,
            detail=one.detail,
            whole_account=one.treatment.scope == "account",
            now=now,
        )


def _effect(one: RefusedMessage, now: datetime) -> None:
    message = one.message
    match one.treatment.effect:
        case "pause_template":
            _pause_template(message, one.code)
        case "rest_promos":
            _rest_promos(message.channel_id, one, now)
        case "stop_marketing":
            stop_wa_marketing(contact_id=message.contact_id, stopped=True, now=now)
        case "suspect_number":
            _suspect(message, one.code, now)
        case "forget_upload":
            Media.objects.filter(pk=media_id_of(message)).update(provider_id="", provider_until=None)


def _pause_template(message: Message, code: str) -> None:
    name = message.payload.get("template", "")
    known = Template.objects.filter(channel_id=message.channel_id, name=name).exclude(status="DISABLED")
    known.update(status=TEMPLATE_STATUS.get(code, "PAUSED"))


def _rest_promos(channel_id: int, one: RefusedMessage, now: datetime) -> None:
    """The number alone, or every number of the portfolio when the limit is the portfolio's."""
    until = now + timedelta(seconds=one.treatment.seconds)
    channels = Channel.objects.filter(pk=channel_id)
    if one.treatment.scope == "portfolio":
        portfolio, account = channels.values_list("portfolio_id", "account_id").get()
        channels = Channel.objects.filter(_together(channel_id, portfolio, account))
    shorter = Q(paused_promos_until=None) | Q(paused_promos_until__lt=until)
    for channel in channels.filter(shorter).order_by("id").select_for_update():
        rest_promos(channel=channel, until=until, reason=one.code, source="answer", now=now)


def _together(channel_id: int, portfolio: str, account: str) -> Q:
    if portfolio:
        return Q(portfolio_id=portfolio)
    return Q(account_id=account) if account else Q(pk=channel_id)


def _suspect(message: Message, code: str, now: datetime) -> None:
    """Undeliverable for the second time: nothing more by WhatsApp until the customer writes there."""
    failures = LedgerEntry.objects.filter(contact_id=message.contact_id, fact="failed", error=code)
    known = OptOut.objects.filter(contact_id=message.contact_id, source=UNDELIVERABLE, ended_at=None)
    if failures.values("message_id").distinct().count() >= NEVER_ON_IT and not known.exists():
        opt_out(
            contact_id=message.contact_id, scope="follow_up", channel="whatsapp", source=UNDELIVERABLE, at=now
        )
