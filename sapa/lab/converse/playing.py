"""One conversation, turn by turn, and nothing of it is kept (decisions.md 23)."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order
from sapa.events.models import EventDelivery
from sapa.events.services import run_handlers_here
from sapa.lab.converse.arriving import arrive, attached, nudge
from sapa.lab.converse.fixture import instant
from sapa.lab.converse.goods import keep_orders, refresh_stock
from sapa.lab.converse.outbound import deliver
from sapa.lab.converse.shop import SOURCE, Shop, number_of
from sapa.lab.converse.telling import before, final, told
from sapa.messaging.models import Channel, Message

A_TURN, A_MOMENT = timedelta(seconds=40), timedelta(seconds=1)
MOST_ROUNDS = 50
STRANGER = "6289999000001"
MOST_TURNS = 200


def play(shop: Shop, case: Mapping[str, Any]) -> dict[str, Any]:
    """`turns` and `final` as assistant.md 6 shapes them. Raises ValueError for what cannot be played."""
    turns = case.get("turns")
    if not isinstance(turns, list) or not turns or len(turns) > MOST_TURNS:
        raise ValueError("turns: a list is expected")
    with workspace_scope(shop.workspace_id), transaction.atomic():
        try:
            talk = _begin(shop, case)
            said = [talk.take(one) for one in turns]
            return {"turns": said, "final": final(shop, talk.customer, talk.contact_id)}
        finally:
            transaction.set_rollback(True)


@dataclass(slots=True)
class Talk:
    """`sender`: how the channel knows the customer; `now` moves on with every turn."""

    shop: Shop
    channel: Channel
    sender: str
    customer: str | None
    contact_id: int | None
    now: datetime
    taken: int = field(default=0, init=False)

    def take(self, turn: object) -> dict[str, Any]:
        if not isinstance(turn, dict):
            raise ValueError("turns: objects are expected")
        text, attachment = str(turn.get("user") or ""), attached(turn.get("attachment"))
        self.now = instant(turn.get("now"), self.shop.fixture.zone) or self.now
        self._meanwhile(turn.get("meanwhile"))
        if turn.get("context"):
            self._nudge(str(turn["context"]))
        was = before()
        self.taken += 1
        arrive(self.channel, self.sender, text, attachment, self.taken, self.now)
        self._settle()
        self.contact_id = self.contact_id or _sender_of(was.new(Message).first())
        self.now += A_TURN
        return told(self.shop, was)

    def _settle(self) -> None:
        """Until nobody has anything to do."""
        at = self.now + A_MOMENT
        for _ in range(MOST_ROUNDS):
            if not run_handlers_here(now=at):
                break
        for failed in EventDelivery.objects.exclude(error="").filter(attempts__gt=0):
            print(f"{failed.handler}: {failed.error}", file=sys.stderr)
        deliver(self.shop.workspace_id, at + A_MOMENT)

    def _nudge(self, context: str) -> None:
        if self.contact_id is None:
            raise ValueError("context: nobody knows where to write to this customer")
        orders = Order.objects.filter(contact_id=self.contact_id).order_by("-placed_at", "-pk")
        nudge(self.contact_id, self.channel, context, orders.values_list("pk", flat=True).first(), self.now)

    def _meanwhile(self, changed: object) -> None:
        """`{"orders": {id: what is new of it}}`: what the shop did in the meantime."""
        orders = changed.get("orders") if isinstance(changed, dict) else None
        if not isinstance(orders, dict):
            return
        known = {one["id"]: one for one in self.shop.fixture.orders}
        whole = [{**known[pk], **new} for pk, new in orders.items()]
        keep_orders(self.shop.fixture, whole, self.shop.customers, SOURCE, self.now)
        EventDelivery.objects.all().delete()


def _begin(shop: Shop, case: Mapping[str, Any]) -> Talk:
    fixture, kind = shop.fixture, str(case.get("channel") or "whatsapp")
    now = instant(case.get("now"), fixture.zone) or fixture.now
    if kind not in shop.channels:
        raise ValueError(f"channel: {kind!r} is none of {', '.join(shop.channels)}")
    customer = str(case["customer"]) if case.get("customer") is not None else None
    if customer is not None and customer not in shop.customers:
        raise ValueError(f"customer: there is no {customer!r}")
    refresh_stock(now)
    known = shop.customers[customer] if customer is not None and kind == "whatsapp" else None
    sender = _number(shop, customer) if known else _stranger(kind)
    return Talk(shop, shop.channels[kind], sender, customer, known, now.replace(microsecond=0))


def _number(shop: Shop, customer: str | None) -> str:
    found = next(number_of(one) for one in shop.fixture.customers if one["id"] == customer)
    if not found:
        raise ValueError(f"customer: {customer!r} has no WhatsApp number to write from")
    return found


def _stranger(kind: str) -> str:
    return STRANGER if kind == "whatsapp" else f"{kind}-visitor"


def _sender_of(message: Message | None) -> int | None:
    return message.contact_id if message else None
