"""Which of the customer's orders a message is about; only their own are ever looked at."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sapa.domain.dialogue.collecting import begin
from sapa.domain.dialogue.hints import all_goods, hinted, texts
from sapa.domain.dialogue.moving import answers, asks
from sapa.domain.dialogue.naming import same_reference, stands_in
from sapa.domain.dialogue.records import Order
from sapa.domain.dialogue.referring import of_the_kind
from sapa.domain.dialogue.speaking import Text, joined, listed, numbered, say
from sapa.domain.dialogue.types import Language, Move, Turn
from sapa.domain.understanding.normalising import normalise

MOST_OFFERED = 3
BARE = re.compile(r"(?<![\w.,])[^\W\d_]{0,8}[-/]?\d{3,}(?!\w|[.,]\d)")
OTHER = re.compile(r"\b(?:satunya|satu lagi|yang lain(?:nya)?|sijine|the other(?: one)?)\b")
ALL_OF = re.compile(
    r"\b(?:dua-dua(?:nya)?|kedua(?:nya|-duanya)|semua(?:nya)?|loro-lorone|both|all (?:of them|my orders))\b"
)
Fits = Callable[[Order], bool]

WHICH = Text("Yang mana yang dimaksud, {address}?", "Which one do you mean, {address}?")
BY_NUMBER = Text("Cukup balas nomornya.", "Just reply with its number.")
NOT_FOUND = Text(
    "Maaf {address}, pesanan atau resi dengan nomor itu tidak kami temukan di kontak ini. Mohon cek lagi nomornya, "
    "atau balas CS bila ingin dibantu petugas.",
    "Sorry {address}, we cannot find an order or parcel with that number under this contact. Please check the number "
    "again, or reply CS to reach a person.",
)
NO_ORDERS = Text(
    "Maaf {address}, belum ada pesanan yang tercatat di nomor ini. Boleh minta nomor pesanannya? Bila ingin dibantu "
    "petugas, balas CS.",
    "Sorry {address}, there is no order under this contact yet. Could you send the order number? Reply CS to reach "
    "a person.",
)
AND_MORE = Text("{goods} dan {count} barang lain", "{goods} and {count} more")


@dataclass(frozen=True, slots=True)
class Choice:
    """One `order`, or `among` that must be asked (all of them, newest first), or neither.

    `unknown`: a number that was named and is of none of their orders; `newest`: their newest order, also where it
    does not fit; `named`: the message itself names `order`, by number or by goods; `each`: it names every one of
    `among` by its number.
    """

    order: Order | None = None
    among: tuple[Order, ...] = ()
    unknown: str = ""
    newest: Order | None = None
    named: bool = False
    each: bool = False


def any_order(_order: Order) -> bool:
    return True


def choose_order(turn: Turn, fits: Fits = any_order, *, stick: bool = False) -> Choice:
    """The order that is meant. What the message names wins, whether it fits or not; then the order spoken of last, then
    what fits.

    `stick`: the order spoken of last is kept though it does not fit ("batalin aja" after its status).
    """
    if not turn.customer.proven:
        return Choice()
    orders = tuple(turn.tools.get_orders())
    newest = orders[0] if orders else None
    said = references(turn, orders)
    parcels = texts(turn.said.understood.slots.get("tracking_no"))
    numbered = _by_number(turn, orders, said)
    if len(numbered) > 1:
        return Choice(among=numbered, newest=newest, named=True, each=True)
    if found := orders_named(turn, orders, said):
        return _one_or_ask(found, fits, newest, named=True)
    if said or parcels:
        return Choice(unknown=(*said, *parcels)[0], newest=newest)
    fitting = tuple(filter(fits, orders))
    if len(fitting) in (2, MOST_OFFERED) and ALL_OF.search(normalise(turn.said.text)):
        return Choice(among=fitting, newest=newest, named=True, each=True)
    if other := _the_other(turn, fitting):
        return Choice(other, newest=newest, named=True)
    if spoken := _spoken_of(turn, orders, fits, stick):
        return Choice(spoken, newest=newest)
    return _one_or_ask(fitting, fits, newest)


def narrowed(choice: Choice, *tiers: Fits) -> Choice:
    """Of several that nobody named, those that the first of `tiers` leaves."""
    for fits in tiers if not choice.named else ():
        if found := tuple(filter(fits, choice.among)):
            return _one_or_ask(found, fits, choice.newest)
    return choice


def orders_named(turn: Turn, orders: Sequence[Order], said: Sequence[str]) -> tuple[Order, ...]:
    """Those of their orders that the message, or the answer to "which one?", points at. `said`: its references.

    Goods and amounts only count where no reference is named: a stranger's number is no order of theirs.
    """
    for point in (_by_number, _by_parcel, _by_invoice):
        if found := point(turn, orders, said):
            return found
    if said or turn.said.understood.slots.get("tracking_no"):
        return ()
    return hinted(turn, orders)


def references(turn: Turn, orders: Sequence[Order] = ()) -> tuple[str, ...]:
    """Numbers of orders as the message has them; what is part of the name of goods is none."""
    said = texts(turn.said.understood.slots.get("order_id"))
    if turn.talk.asked == "order_id" and not said:
        said = tuple(BARE.findall(turn.said.text))
    said = said or of_the_kind(turn.said.text, [one.number for one in orders])
    goods = " ".join(all_goods(one) for one in orders).casefold()
    return tuple(one for one in said if one.isdecimal() or one.casefold() not in goods)


def asks_which(
    turn: Turn,
    flow: str,
    choice: Choice,
    *,
    lead: Text | None = None,
    note: Callable[[Order], str] | None = None,
) -> Move:
    """A list of at most three, answered by number or by words; `lead` stands before it, `note` behind each line."""
    among = choice.among[:MOST_OFFERED]
    names = [name_of(one, turn.talk.language) for one in among]
    if note:
        names = [f"{name}: {note(one)}" for name, one in zip(names, among, strict=True)]
    lines = numbered(names)
    text = joined(say(turn, lead or WHICH), f"{lines}\n{say(turn, BY_NUMBER)}")
    move = asks(begin(turn, flow), flow, "order_id", text)
    return replace(move, talk=replace(move.talk, options=tuple(one.number for one in among)))


def none_found(turn: Turn, flow: str, choice: Choice) -> Move:
    """A number that is not theirs, or no order at all. The same words whether others have it or nobody, and the
    number is not said again: it may be anything."""
    if choice.unknown:
        return answers(turn, say(turn, NOT_FOUND), code="order_not_found")
    return asks(begin(turn, flow), flow, "order_id", say(turn, NO_ORDERS))


def name_of(order: Order, language: Language = "id") -> str:
    """`Kebaya Kutubaru M (SARI-1041)`."""
    goods = goods_of(order, language)
    return f"{goods} ({order.number})" if goods else order.number


def goods_of(order: Order, language: Language = "id") -> str:
    """`Kain Parang 2 m (2x)`; of more than two the first, and how many more."""
    names = [one.name if one.quantity == 1 else f"{one.quantity}x {one.name}" for one in order.items]
    if not names:
        return order.goods
    if len(names) <= 2:
        return listed(names, language)
    return AND_MORE.of(language).format(goods=names[0], count=len(names) - 1)


def _spoken_of(turn: Turn, orders: Sequence[Order], fits: Fits, stick: bool) -> Order | None:
    """In a flow that asks for something else its order is settled."""
    talk = turn.talk
    settled = bool(talk.flow) and talk.asked != "order_id"
    kept = talk.slots.get("order_id") if settled else None
    named = texts(kept.value) if kept else ()
    for one in orders:
        if any(same_reference(each, one.number) for each in named):
            return one
    spoken = next((one for one in orders if one.number == talk.order), None)
    spoken = spoken or _of_product(turn, orders, fits)
    return spoken if spoken and (stick or settled or fits(spoken)) else None


def _of_product(turn: Turn, orders: Sequence[Order], fits: Fits) -> Order | None:
    """Where the talk was of goods that one order of theirs holds: "cool, where is it now?"."""
    product = turn.talk.product
    holding = [one for one in orders if product in [item.name for item in one.items] and fits(one)]
    return holding[0] if product and len(holding) == 1 else None


def _the_other(turn: Turn, fitting: Sequence[Order]) -> Order | None:
    """«yang satunya»: the one of two that was not spoken of."""
    left = [one for one in fitting if one.number != turn.talk.order]
    said = turn.talk.order and OTHER.search(normalise(turn.said.text))
    return left[0] if said and len(left) == 1 else None


def _one_or_ask(found: tuple[Order, ...], fits: Fits, newest: Order | None, *, named: bool = False) -> Choice:
    """Where several are named, those that fit; where none of them does, the newest of them."""
    if len(found) > 1:
        found = tuple(filter(fits, found)) or found[:1]
    if len(found) == 1:
        return Choice(found[0], newest=newest, named=named)
    return Choice(among=found, newest=newest, named=named)


def _by_number(turn: Turn, orders: Sequence[Order], said: Sequence[str]) -> tuple[Order, ...]:
    return tuple(
        one
        for one in orders
        if stands_in(one.number, turn.said.text) or any(same_reference(each, one.number) for each in said)
    )


def _by_parcel(turn: Turn, orders: Sequence[Order], said: Sequence[str]) -> tuple[Order, ...]:
    named = (*texts(turn.said.understood.slots.get("tracking_no")), *said)
    if not named:
        return ()
    return tuple(
        one
        for one in orders
        if any(
            _exactly(each, parcel.tracking_number)
            for parcel in turn.tools.get_shipment(one)
            for each in named
        )
    )


def _by_invoice(turn: Turn, orders: Sequence[Order], said: Sequence[str]) -> tuple[Order, ...]:
    if not said:
        return ()
    return tuple(
        one
        for one in orders
        if any(_exactly(each, bill.number) for bill in turn.tools.get_invoice(one) for each in said)
    )


def _exactly(said: str, number: str) -> bool:
    """Figures alone must be the whole number: the end of a parcel's number is not enough."""
    return said == number or (not said.isdecimal() and same_reference(said, number))
