"""Where an answer of the assistant came from: the turn behind a message, and the records that it read."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from sapa.assistant.models import Correction, Turn
from sapa.commerce.models import Order, Product
from sapa.inbox.models import Ticket
from sapa.messaging.models import Message

MOST_NAMED = 5


def turn_behind(said: Message) -> Turn | None:
    turns = Turn.objects.filter(conversation_id=said.conversation_id, reply_message_id=said.pk)
    return turns.select_related("message").first()


def correction_of(turn: Turn) -> Correction | None:
    return Correction.objects.filter(message_id=turn.message_id, undone_at=None).first()


def records_in(trace: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Number or name and address of every record that has a page."""
    read = trace.get("records", {})
    orders = Order.objects.filter(pk__in=_some(read.get("order", ())))
    goods = Product.objects.filter(pk__in=_some(read.get("product", ())))
    tickets = Ticket.objects.filter(pk=(trace.get("ticket") or {}).get("id", 0))
    return [
        *(
            (one.number, reverse("commerce:order", args=[one.public_id]))
            for one in orders.order_by("-placed_at")
        ),
        *((one.name, reverse("commerce:product", args=[one.public_id])) for one in goods.order_by("name")),
        *((one.called, reverse("tickets:ticket", args=[one.public_id])) for one in tickets),
    ]


def _some(ids: Iterable[int]) -> list[int]:
    return list(ids)[:MOST_NAMED]
