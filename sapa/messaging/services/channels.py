"""Numbers that send and receive: connected with sealed secrets, held and let go again."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from sapa.base.scope import current_workspace_id
from sapa.base.sealed import Place, SealError, seal, unseal
from sapa.events.services import create_endpoint
from sapa.messaging.models import Channel, ChannelHistory, Message, Pace
from sapa.web.errors import Refused, refusal

TABLE, FIELD = "messaging_channel", "token"
HELD = "channel_stopped"
LONGEST_DETAIL, LONGEST_VALUE = 300, 60
HISTORY = {
    "quality": "quality",
    "limit_tier": "limit",
    "rate_per_second": "throughput",
    "verified_name": "name",
    "coexistence": "account",
    "standby": "account",
}
BY_HAND, DISCONNECTED, NO_SECRET = "by_hand", "disconnected", "no_app_secret"
NO_APP_SECRET = refusal(
    "no_app_secret",
    _("This number has no app secret, so nobody could tell real webhooks from false ones."),
    _("Copy the app secret from the app's settings at Meta and put it in."),
)
NO_CHANNEL = refusal(
    "no_channel", _("No channel is connected yet."), _("Connect a WhatsApp number first, then try again.")
)


@transaction.atomic
def create_channel(
    *,
    name: str,
    external_id: str,
    token: str,
    app_secret: str,
    now: datetime,
    account_id: str = "",
    display_phone: str = "",
    kind: str = "whatsapp",
    rate_per_second: int = 40,
) -> Channel:
    """Connects a number: its webhook address is `/hooks/<kind>/<channel.endpoint.public_id>/`.

    Raises Refused("no_app_secret"): unsigned webhooks are never accepted, so such a number does not start.
    """
    if not app_secret.strip():
        raise Refused(NO_APP_SECRET)
    endpoint, _secret = create_endpoint(kind=kind, label=name, now=now, secret=app_secret)
    channel_id = _reserved_id()
    return Channel.objects.create(
        id=channel_id,
        kind=kind,
        name=name,
        external_id=external_id,
        account_id=account_id,
        display_phone=display_phone,
        token=sealed_token(token, channel_id),
        endpoint=endpoint,
        rate_per_second=rate_per_second,
        created_at=now,
    )


class NoSecretError(SealError):
    """The number has no app secret: it does not start."""


def code_of(error: SealError) -> str:
    """Why a number whose secrets do not open is stopped."""
    return NO_SECRET if isinstance(error, NoSecretError) else "token_unreadable"


def sealed_token(token: str, channel_id: int) -> bytes:
    return seal(token, _place(current_workspace_id(), channel_id)).encode()


def opened_token(channel: Channel) -> str:
    """The access token of a channel in scope, in clear. Raises SealError, NoSecretError too."""
    if channel.kind == "whatsapp" and (channel.endpoint is None or not channel.endpoint.secrets):
        raise NoSecretError("no app secret")
    return unseal(bytes(channel.token).decode(), _place(current_workspace_id(), channel.pk))


@transaction.atomic
def hold_channel(
    *,
    channel_id: int,
    code: str,
    now: datetime,
    detail: str = "",
    whole_account: bool = False,
    source: str = "answer",
) -> None:
    """Nothing leaves through the number (or any number of its account) until a person lets it go."""
    channels = Channel.objects.filter(id=channel_id)
    if whole_account and (account_id := channels.values_list("account_id", flat=True).get()):
        channels = Channel.objects.filter(account_id=account_id)
    for channel in channels.filter(stopped="").order_by("id").select_for_update(no_key=True):
        stop = {"stopped": code, "stopped_at": now, "stopped_detail": detail[:LONGEST_DETAIL]}
        change_channel(channel=channel, values=stop, source=source, now=now, detail=detail)


@transaction.atomic
def resume_channel(*, channel_id: int, now: datetime, source: str = "user") -> None:
    """What was held on the number is due again, slowly at first; the gate decides each message anew.

    Messages, pace, number: locked in the order of the final gate.
    """
    held = Message.objects.filter(
        channel_id=channel_id, state=Message.State.PLANNED, reasons__contains=[HELD]
    )
    held.update(not_before=now, reasons=[])
    Pace.objects.filter(channel_id=channel_id).update(opened_at=Now(), closed_until=None, closings=0)
    channel = Channel.objects.select_for_update(no_key=True).get(id=channel_id)
    free = {"stopped": "", "stopped_at": None, "stopped_detail": ""}
    change_channel(channel=channel, values=free, source=source, now=now)


def change_channel(
    *, channel: Channel, values: Mapping[str, Any], source: str, now: datetime, detail: str = ""
) -> list[str]:
    """Sets columns that differ and notes the ones that have a history; returns the names that changed.

    `source`: webhook, poll, answer, measured or user. `detail` goes with every note of this change.
    """
    before = {name: getattr(channel, name) for name in values}
    changed = [name for name in values if before[name] != values[name]]
    for name in changed:
        setattr(channel, name, values[name])
    if changed:
        Channel.objects.filter(pk=channel.pk).update(**{name: values[name] for name in changed})
    for name in changed:
        if what := _kept_as(name, values[name]):
            said = {"before": before[name], "after": values[name], "detail": detail, "source": source}
            note(channel_id=channel.pk, what=what, now=now, **said)
    return changed


def note(
    *,
    channel_id: int,
    what: str,
    now: datetime,
    source: str,
    before: object = "",
    after: object = "",
    detail: str = "",
) -> None:
    """One row in the number's history; words and sources as in ChannelHistory."""
    ChannelHistory.objects.create(
        channel_id=channel_id,
        at=now,
        what=what,
        before=_short(before),
        after=_short(after),
        detail=detail[:LONGEST_DETAIL],
        source=source,
    )


def _kept_as(name: str, value: object) -> str:
    match name:
        case "stopped":
            return "stopped" if value else "resumed"
        case "paused_promos_until":
            return "promos_paused" if value else "promos_resumed"
        case _:
            return HISTORY.get(name, "")


def _short(value: object) -> str:
    return "" if value is None else str(value)[:LONGEST_VALUE]


def rest_promos(
    *, channel: Channel, until: datetime | None, reason: str, source: str, now: datetime, detail: str = ""
) -> list[str]:
    """Promotions of the number wait until then; None lets them go. Replies, notices and reminders never wait."""
    values = {"paused_promos_until": until, "paused_promos_reason": reason if until else ""}
    return change_channel(channel=channel, values=values, source=source, now=now, detail=detail or reason)


def remember(*, channel_id: int, health: Mapping[str, Any]) -> None:
    """Lays these keys over what is known of the number; others stay, whoever writes at the same time."""
    sql = "UPDATE messaging_channel SET health = health || %s::jsonb WHERE workspace_id = %s AND id = %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(health), current_workspace_id(), channel_id])


def stop_without_secret(*, now: datetime) -> int:
    """Numbers whose webhooks nobody could check do not start; returns how many were stopped."""
    bare = Channel.objects.filter(Q(endpoint=None) | Q(endpoint__secrets=[]), kind="whatsapp", stopped="")
    ids = list(bare.values_list("id", flat=True))
    for channel_id in ids:
        hold_channel(channel_id=channel_id, code=NO_SECRET, now=now, source="measured")
    return len(ids)


def webhook_seen(*, channel_ids: Iterable[int], at: datetime) -> None:
    """A signed webhook arrived: the way in is alive, so silence about a message means something."""
    older = Channel.objects.filter(id__in=list(channel_ids)).exclude(last_inbound_at__gte=at)
    held = older.order_by("id").select_for_update(no_key=True).values_list("id", flat=True)
    Channel.objects.filter(id__in=list(held)).update(last_inbound_at=at)


def _place(workspace_id: int, channel_id: int) -> Place:
    return Place(workspace_id, TABLE, channel_id, FIELD)


def _reserved_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [TABLE])
        (reserved,) = cursor.fetchone()
    return int(reserved)
