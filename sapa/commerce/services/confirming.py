"""Is it true? Calls of another shop are put aside, and what nobody signed is asked of the service itself.

A delivery that needs an answer waits as TooEarly (`unconfirmed`) and is tried again like any failure; the loop
`confirm_due` asks meanwhile, outside of any transaction. The service's answer wins over the delivery.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef

from sapa.accounts.selectors import workspace
from sapa.base.scope import workspace_scope
from sapa.base.sealed import SealError
from sapa.commerce.models import Confirmation, Sender
from sapa.commerce.schemas import Check, Heard, Moment, Parse, Told
from sapa.commerce.services.asking import access_of, asking, sender_of
from sapa.commerce.services.hearing import moment_of
from sapa.commerce.services.rounds import in_each_workspace
from sapa.commerce.sources.asking import AskFailed, Confirm, Request
from sapa.commerce.sources.generic.pushes import read_object
from sapa.commerce.sources.reconcilers import CONFIRMS, shop_of
from sapa.events.models import RawDelivery
from sapa.events.schemas import TooEarly, Unreadable

UNCONFIRMED, FOREIGN = "unconfirmed", "foreign_shop"
CONFIRMED = frozenset({"payment", "shipment"})
HARMLESS = frozenset({"pending", "challenged", "failed", ""})  # states that move no order
MOST_ASKED, PAUSE = 50, 0.1
OF_ONE = frozenset({"not_there", "odd_answer"})  # failures that say nothing about the next question
EARLY = timedelta(seconds=30)  # before a delivery is tried again: a round of questions takes as long
logger = logging.getLogger(__name__)


def checked(kind: str) -> Check:
    """What `hearing` lets pass, as `config/sources.py` wires it."""

    def check(
        endpoint_id: int, deliveries: Sequence[RawDelivery], heard: Sequence[Heard], now: datetime
    ) -> list[Heard]:
        useful = [one for one, said in zip(deliveries, heard, strict=True) if _speaks(said)]
        sender = _bound(endpoint_id, [_shop(kind, one) for one in useful])
        if kind not in CONFIRMS or not sender.access:
            return list(heard)
        answers = _answers(useful)
        return [
            _confirmed(CONFIRMS[kind], said, answers.get(one.pk), sender, now) if _needs(said) else said
            for one, said in zip(deliveries, heard, strict=True)
        ]

    return check


def _speaks(heard: Heard) -> bool:
    return bool(heard.orders or heard.subjects or heard.baskets)


def _needs(heard: Heard) -> bool:
    return any(kind in CONFIRMED and told.status not in HARMLESS for kind, told in heard.subjects)


def _shop(kind: str, delivery: RawDelivery) -> str:
    moment = Moment(ZoneInfo("UTC"), delivery.received_at, timedelta())
    return shop_of(kind, bytes(delivery.body), delivery.headers, moment)


def _bound(endpoint_id: int, shops: Sequence[str]) -> Sender:
    """The first call that names its shop binds the address to it. Raises Unreadable: foreign_shop."""
    sender = sender_of(endpoint_id)
    named = [shop for shop in shops if shop]
    if named and not sender.shop:
        Sender.objects.filter(pk=sender.pk, shop="").update(shop=named[0])
        sender.refresh_from_db(fields=["shop"])
    if any(shop != sender.shop for shop in named):
        raise Unreadable(FOREIGN)
    return sender


def _answers(deliveries: Sequence[RawDelivery]) -> dict[int, Confirmation]:
    rows = Confirmation.objects.filter(delivery_id__in=[one.pk for one in deliveries]).exclude(answer=None)
    return {row.delivery_id: row for row in rows}


def _confirmed(
    confirm: Confirm, heard: Heard, row: Confirmation | None, sender: Sender, now: datetime
) -> Heard:
    """Raises TooEarly (`unconfirmed`), also while the service knows nothing of it."""
    if row is None or row.answer is None:
        raise TooEarly(UNCONFIRMED)
    moment = Moment(ZoneInfo(workspace().timezone), now, timedelta.max)
    subjects = [
        (kind, _judged(confirm, kind, told, bytes(row.answer), moment)) for kind, told in heard.subjects
    ]
    if any(told.status != was.status for (_, told), (_, was) in zip(subjects, heard.subjects, strict=True)):
        Sender.objects.filter(pk=sender.pk).update(disagreed=F("disagreed") + 1)
    Confirmation.objects.filter(pk=row.pk).delete()
    return replace(heard, subjects=subjects)


def _judged(confirm: Confirm, kind: str, told: Told, answer: bytes, moment: Moment) -> Told:
    try:
        judged = confirm.judge(told, answer, moment) if kind in CONFIRMED else told
    except Unreadable:
        judged = None
    if judged is None:
        raise TooEarly(UNCONFIRMED)
    return judged


class Doubt(NamedTuple):
    """One delivery that waits for an answer."""

    delivery_id: int
    sender_id: int
    due: datetime
    first: bool
    request: Request


def confirm_due(*, now: datetime, parsers: Mapping[str, Parse], pause: float | None = None) -> int:
    """Asks about what waits, in every workspace. Not within a scope, and not inside an event loop."""
    return in_each_workspace(
        "the confirmation", lambda workspace_id: _confirm_in(workspace_id, now, parsers, pause)
    )


def _confirm_in(workspace_id: int, now: datetime, parsers: Mapping[str, Parse], pause: float | None) -> int:
    with workspace_scope(workspace_id):
        doubts = _doubts(now, parsers)
    if not doubts:
        return 0
    silent: dict[int, str] = {}
    with asking(PAUSE if pause is None else pause) as ask:
        for doubt in doubts:
            answer, code = None, silent.get(doubt.sender_id, "")
            try:
                answer = None if code else ask(doubt.request).body
            except AskFailed as failure:
                code = failure.code
                logger.warning("delivery %s could not be confirmed: %s", doubt.delivery_id, code)
            if code and code not in OF_ONE:
                silent[doubt.sender_id] = code
            with workspace_scope(workspace_id):
                _keep(doubt, answer, code, now)
    return len(doubts)


def _doubts(now: datetime, parsers: Mapping[str, Parse]) -> list[Doubt]:
    rows = Sender.objects.exclude(access="").filter(endpoint__kind__in=CONFIRMS)
    senders = {row.endpoint_id: row for row in rows.select_related("endpoint")}
    if not senders:
        return []
    Confirmation.objects.exclude(delivery__state=RawDelivery.State.NEW).delete()
    waiting = RawDelivery.objects.filter(
        endpoint_id__in=senders, state=RawDelivery.State.NEW, error=UNCONFIRMED
    ).exclude(attempts__gt=1, next_at__gt=now + EARLY)
    asked = Confirmation.objects.filter(delivery_id=OuterRef("pk"), asked_for=OuterRef("next_at"))
    fresh = waiting.exclude(Exists(asked)).order_by("next_at", "pk")[:MOST_ASKED]
    doubts = [(one, _doubt(one, senders[one.endpoint_id], parsers)) for one in fresh]
    for one, doubt in doubts:
        if doubt is None:  # looked at: the next attempt is told apart, and others get their turn
            _note(one.pk, one.next_at, None)
    return [doubt for _one, doubt in doubts if doubt]


def _doubt(delivery: RawDelivery, sender: Sender, parsers: Mapping[str, Parse]) -> Doubt | None:
    """None where the service has no door for it: it stays unconfirmed and dies, shown to people."""
    moment, kind = moment_of(delivery, ZoneInfo("UTC")), delivery.kind
    heard = parsers[kind](bytes(delivery.body), delivery.headers, moment)
    told = next((one for name, one in heard.subjects if name in CONFIRMED), None)
    try:
        access = access_of(sender, sender.endpoint)
        body = read_object(bytes(delivery.body), moment)
        request = CONFIRMS[kind].question(told, body, access) if told else None
    except SealError:
        logger.error("the credentials of sender %s cannot be read", sender.pk)
        return None
    except Unreadable:
        return None
    first = delivery.attempts <= 1
    return Doubt(delivery.pk, sender.pk, delivery.next_at, first, request) if request else None


def _keep(doubt: Doubt, answer: bytes | None, code: str, now: datetime) -> None:
    """The first answer is used at once; later ones when the delivery is due anyway, so that it keeps its pace."""
    due = now if answer is not None and doubt.first else doubt.due
    RawDelivery.objects.filter(pk=doubt.delivery_id, next_at=doubt.due).update(next_at=due)
    _note(doubt.delivery_id, due, answer)
    if code not in OF_ONE:
        Sender.objects.filter(pk=doubt.sender_id).exclude(error=code).update(error=code)


def _note(delivery_id: int, asked_for: datetime, answer: bytes | None) -> None:
    values = {"asked_for": asked_for, "answer": answer}
    Confirmation.objects.update_or_create(delivery_id=delivery_id, defaults=values)
