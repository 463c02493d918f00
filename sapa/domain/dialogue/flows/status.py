"""Where an order is, in what state, and when it comes."""

from collections.abc import Sequence

from sapa.domain.dialogue.choosing import MOST_OFFERED, asks_which, choose_order, none_found
from sapa.domain.dialogue.collecting import begin
from sapa.domain.dialogue.moving import answers, asks
from sapa.domain.dialogue.parcels import is_late
from sapa.domain.dialogue.records import Order
from sapa.domain.dialogue.speaking import Text, joined, say
from sapa.domain.dialogue.stages import is_arrived
from sapa.domain.dialogue.states import brief, state_of
from sapa.domain.dialogue.ticketing import open_ticket
from sapa.domain.dialogue.types import Move, Turn

SETTLED = frozenset(("cancelled", "refunded", "expired", "failed"))
SHALL_I_REPORT = Text(
    "Mau saya laporkan keterlambatan ini ke tim kami, {address}?",
    "Shall I report this delay to our team, {address}?",
)
DETAILS = Text(
    "Mau lihat rincian yang mana, {address}?", "Which one would you like to hear about, {address}?"
)
REPORTED = Text(
    "Keterlambatan ini sudah dicatat tim kami dengan nomor {number}.",
    "Our team already has this delay on record as {number}.",
)


def order_status(turn: Turn) -> Move:
    """The state of the one order that is meant; of several on their way a question, of none that is open the newest."""
    choice = choose_order(turn, is_open)
    if choice.each:
        return each_told(turn, choice.among[:MOST_OFFERED])
    if choice.among:
        return asks_which(turn, "order_status", choice, lead=DETAILS, note=lambda one: brief(turn, one))
    order = choice.order or (None if choice.unknown else choice.newest)
    return told(turn, order) if order else none_found(turn, "order_status", choice)


def each_told(turn: Turn, orders: Sequence[Order]) -> Move:
    text = joined(*(state_of(turn, one) for one in orders))
    return answers(turn, text, code=f"status:{orders[0].number}", order=orders[0].number)


def is_open(order: Order) -> bool:
    """Something of it still lies ahead."""
    return order.status not in SETTLED and not is_arrived(order)


def told(turn: Turn, order: Order) -> Move:
    """The state; of a late parcel also that people can be told, or have been."""
    state = state_of(turn, order)
    if not is_open(order) or not any(is_late(turn, order, one) for one in turn.tools.get_shipment(order)):
        return answers(turn, state, code=f"status:{order.number}", order=order.number)
    if ticket := open_ticket(turn, "delivery", order):
        text = joined(state, say(turn, REPORTED, number=ticket.number))
        return answers(turn, text, code=f"status:{order.number}", order=order.number)
    late = begin(turn, "delivery_late")
    return asks(
        late, "delivery_late", "issue_type", joined(state, say(turn, SHALL_I_REPORT)), order=order.number
    )
