"""The courier and the number of a parcel."""

from collections.abc import Sequence

from sapa.domain.dialogue.choosing import asks_which, choose_order, name_of, narrowed, none_found
from sapa.domain.dialogue.flows.status import is_open
from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.parcels import MOST_PARCELS, TRACK, arrival, last_word, step_of
from sapa.domain.dialogue.records import Order, Parcel
from sapa.domain.dialogue.speaking import BY_PERSON, Text, joined, numbered, say
from sapa.domain.dialogue.stages import is_sent, is_under_way
from sapa.domain.dialogue.states import state_of
from sapa.domain.dialogue.types import Move, Turn

NUMBER = Text(
    "Resi pesanan {what}: {number}{courier}.", "The tracking number of order {what} is {number}{courier}."
)
BY = Text(" ({courier})", " ({courier})")
NUMBERS = Text("Resi pesanan {what}:", "The tracking numbers of order {what}:")
NOT_YET = Text(
    "Resinya belum ada, karena paketnya belum diserahkan ke kurir.",
    "There is no tracking number yet, because it has not been handed to the courier.",
)
NOT_KNOWN = Text("Resinya belum tercatat di kami.", "Its tracking number is not on our records.")
STANDS = Text("Paketnya {step}.", "The parcel {step}.")


def tracking_number(turn: Turn) -> Move:
    """Of the order spoken of, of the one on its way, or of the newest that was sent."""
    choice = narrowed(choose_order(turn, is_open, stick=True), is_under_way)
    if choice.each or (1 < len(choice.among) <= MOST_PARCELS and all(map(is_under_way, choice.among))):
        return all_numbers(turn, choice.among)
    if choice.among:
        return asks_which(turn, "tracking_number", choice)
    order = choice.order or (None if choice.unknown else choice.newest)
    if order is None:
        return none_found(turn, "tracking_number", choice)
    return answers(turn, numbers_of(turn, order), code=f"tracking:{order.number}", order=order.number)


def all_numbers(turn: Turn, orders: Sequence[Order]) -> Move:
    """Of every order on its way, so that nobody is asked which."""
    text = joined(*(numbers_of(turn, one, brief=True) for one in orders))
    return answers(turn, text, code=f"tracking:{orders[0].number}", order=orders[0].number)


def numbers_of(turn: Turn, order: Order, *, brief: bool = False) -> str:
    parcels = [one for one in turn.tools.get_shipment(order) if one.tracking_number]
    if not parcels:
        missing = NOT_KNOWN if is_sent(order) else NOT_YET
        state = state_of(turn, order)
        if not (is_sent(order) or is_open(order)):
            return state
        return f"{state} {say(turn, missing)}" + (f" {say(turn, BY_PERSON)}" if is_sent(order) else "")
    if len(parcels) > 1:
        return several(turn, order, parcels)
    return first_line(turn, order, parcels[0]) if brief else one_number(turn, order, parcels[0])


def one_number(turn: Turn, order: Order, parcel: Parcel) -> str:
    parts = (
        first_line(turn, order, parcel),
        say(turn, STANDS, step=step_of(turn, parcel)),
        last_word(turn, parcel),
        arrival(turn, order, parcel),
    )
    return joined(" ".join(filter(None, parts)), say(turn, TRACK, link=parcel.link) if parcel.link else "")


def first_line(turn: Turn, order: Order, parcel: Parcel) -> str:
    courier = say(turn, BY, courier=parcel.courier) if parcel.courier else ""
    what = name_of(order, turn.talk.language)
    return say(turn, NUMBER, what=what, number=parcel.tracking_number, courier=courier)


def several(turn: Turn, order: Order, parcels: Sequence[Parcel]) -> str:
    lines = [
        " ".join(filter(None, (one.tracking_number, f"({one.courier})" if one.courier else "", one.link)))
        for one in parcels[:MOST_PARCELS]
    ]
    return say(turn, NUMBERS, what=name_of(order, turn.talk.language)) + "\n" + numbered(lines)
