"""What the checks look at: the phones' own record, the file's orders, and which follow-up a message was for."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sapa.commerce.models import Order
from sapa.domain.orders import OrderFacts
from sapa.journeys.models import FollowUp
from sapa.messaging.models import Message


@dataclass(frozen=True, slots=True)
class Talk:
    """One line of the phones' record; `out` is what the shop sent."""

    phone: str
    at: datetime
    text: str
    wamid: str
    out: bool


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why a message was sent. `order` is the shop's own number; blank for a message without an order."""

    klass: str
    recipe: str = ""
    step: str = ""
    order: str = ""
    follow_up: int | None = None


def record_of(ledger: Path) -> list[Talk]:
    with ledger.open(encoding="utf-8") as lines:
        return [_talk(json.loads(line)) for line in lines]


def _talk(line: dict[str, str]) -> Talk:
    at = datetime.fromisoformat(line["at"])
    return Talk(line["phone"], at, line["text"], line["id"], line["dir"] == "out")


def purposes() -> dict[str, Purpose]:
    """By WhatsApp's id of the message."""
    rows = Message.objects.filter(direction="out").exclude(wamid="")
    known = rows.values_list("wamid", "klass", "follow_up_id", "order_id")
    follow_ups = _follow_ups({row[2] for row in known if row[2]})
    orders = _numbers({row[3] for row in known if row[3]})
    return {
        wamid: Purpose(
            klass, *follow_ups.get(follow_up or 0, ("", "")), orders.get(order or 0, ""), follow_up
        )
        for wamid, klass, follow_up, order in known
    }


def _follow_ups(ids: set[int]) -> dict[int, tuple[str, str]]:
    rows = FollowUp.objects.filter(pk__in=ids).values_list("pk", "recipe", "step")
    return {pk: (recipe, step) for pk, recipe, step in rows}


def _numbers(ids: set[int]) -> dict[int, str]:
    return dict(Order.objects.filter(pk__in=ids).values_list("pk", "external_id"))


def details_at(orders: Iterable[OrderFacts], at: datetime) -> dict[str, str]:
    """What the shop knew of one customer at an instant: a later order's word replaces an earlier one's."""
    known: dict[str, str] = {}
    for order in sorted(orders, key=lambda one: one.placed_at):
        if order.placed_at <= at:
            said = {name: getattr(order, name) for name in DETAILS}
            known |= {name: word for name, word in said.items() if word}
    return known


DETAILS = ("segment", "country", "province", "postcode", "region")


def by_phone(orders: Iterable[OrderFacts]) -> dict[str, list[OrderFacts]]:
    found: dict[str, list[OrderFacts]] = {}
    for order in orders:
        found.setdefault(order.phone, []).append(order)
    return found


def conversations(record: Sequence[Talk]) -> dict[str, list[Talk]]:
    """Lines by phone, oldest first."""
    found: dict[str, list[Talk]] = {}
    for talk in record:
        found.setdefault(talk.phone, []).append(talk)
    return found
