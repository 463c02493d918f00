"""What is known when a conversation is handed over, kept as codes and ids: the words stay in their own rows."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sapa.commerce.models import Order, Shipment
from sapa.contacts.selectors import members
from sapa.domain.handoffs import Known, OrderSeen, as_json, missing, next_step
from sapa.inbox.models import Handoff, Ticket
from sapa.messaging.models import Conversation, Message

MOST_ASKED = 5
MOST_SAID = 3
MOST_ORDERS = 3
PEOPLE = ("agent", "phone")
CLOSING = "assistant_handoff"  # says only that somebody else will answer
OPEN = (Ticket.State.OPEN, Ticket.State.WAITING)


def card_of(conversation: Conversation, *, reason: str, now: datetime) -> dict[str, Any]:
    """The parts of the card as of `now`; `conclude` adds what follows from them."""
    everyone = list(members([conversation.contact_id]))
    orders = _orders(everyone)
    tickets = Ticket.objects.filter(contact_id__in=everyone, state__in=OPEN).order_by("-opened_at", "-pk")
    ticket_ids = list(tickets.values_list("pk", flat=True)[:MOST_ORDERS])
    root = conversation.contact.root or conversation.contact
    known = Known(reason, bool(root.name), orders, len(ticket_ids))
    return {
        "at": now.isoformat(),
        "asked": _asked(conversation),
        "said": _said(conversation),
        "follow_up": _follow_up(everyone),
        "orders": [as_json(one) for one in orders],
        "tickets": ticket_ids,
        "missing": missing(known),
        "next": next_step(known, now),
    }


def note_promise(*, handoff_id: int) -> None:
    """By when a person was promised, known once the clocks have been told."""
    handoff = Handoff.objects.select_related("conversation").get(pk=handoff_id)
    due_at = handoff.conversation.due_at
    handoff.card = {**handoff.card, "due_at": due_at.isoformat() if due_at else None}
    Handoff.objects.filter(pk=handoff_id).update(card=handoff.card)


def _asked(conversation: Conversation) -> list[int]:
    """The customer's words since somebody last answered, oldest first."""
    rows = Message.objects.filter(conversation=conversation, direction="in")
    if conversation.waiting_since:
        rows = rows.filter(at__gte=conversation.waiting_since)
    return _oldest_first(rows.order_by("-at", "-pk")[:MOST_ASKED])


def _said(conversation: Conversation) -> list[int]:
    """What the assistant said since a person last wrote."""
    mine = Message.objects.filter(conversation=conversation, direction="out")
    last = mine.filter(by__in=PEOPLE).order_by("-at").values_list("at", flat=True).first()
    tries = mine.filter(by="assistant").exclude(kind=CLOSING)
    rows = tries.filter(at__gt=last) if last else tries
    return _oldest_first(rows.order_by("-at", "-pk")[:MOST_SAID])


def _oldest_first(rows: Any) -> list[int]:
    return [row.pk for row in rows][::-1]


def _follow_up(everyone: Collection[int]) -> int | None:
    """The last message that a journey sent."""
    rows = Message.objects.filter(contact_id__in=everyone, direction="out", follow_up_id__isnull=False)
    sent = rows.filter(accepted_at__isnull=False).order_by("-at", "-pk")
    return sent.values_list("pk", flat=True).first()


def _orders(everyone: Collection[int]) -> list[OrderSeen]:
    rows = list(Order.objects.filter(contact_id__in=everyone).order_by("-placed_at", "-pk")[:MOST_ORDERS])
    parcels: dict[int | None, Shipment] = {}
    for parcel in Shipment.objects.filter(order__in=rows).order_by("status_at", "pk"):
        parcels[parcel.order_id] = parcel
    return [_seen(row, parcels.get(row.pk)) for row in rows]


def _seen(order: Order, parcel: Shipment | None) -> OrderSeen:
    return OrderSeen(
        id=order.pk,
        status=order.status,
        paid=order.paid_at is not None,
        shipped=order.shipped_at is not None or parcel is not None,
        delivered=order.delivered_at is not None,
        eta=(parcel.eta if parcel else None) or order.eta,
        parcel=parcel.status if parcel else "",
        tracked=bool(parcel and parcel.tracking_number),
    )
