"""Which of the orders a message means that names none by its number: by place in a list, goods, amount, state."""

import re
from collections.abc import Sequence

from sapa.domain.dialogue.naming import best, words_in
from sapa.domain.dialogue.places import chosen_place
from sapa.domain.dialogue.records import Order
from sapa.domain.dialogue.types import Turn
from sapa.domain.orders.facts import COD_WORDS
from sapa.domain.understanding.normalising import normalise

NEWEST = re.compile(
    r"\b(?:pesanan|order|orderan|belanja|pembelian|yang|yg)(?:nya|ku)? (?:saya |aku |paling )?"
    r"(?:terakhir|terbaru|terkini|barusan)\b|\b(?:last|latest|newest|most recent) (?:order|purchase|one)\b"
)
UNPAID = re.compile(
    r"\b(?:belum|durung|teu acan|not|haven'?t|un-?)\s?(?:yet )?(?:di|ku|saya |aku |tak |i )?(?:bayar|lunas|paid)\w*"
)
COUNT = re.compile(r"(?<![\w.,/-])\d{1,4}(?= [^\W\d_]{2,})")


def hinted(turn: Turn, orders: Sequence[Order]) -> tuple[Order, ...]:
    """Those that the first hint which fits any points at."""
    for hint in (by_place, by_goods, by_amount, by_manner, by_count, by_money):
        if found := hint(turn, orders):
            return closer(turn, found)
    return ()


def closer(turn: Turn, found: tuple[Order, ...]) -> tuple[Order, ...]:
    """Of several, the one that is also told by how many it holds, or that it is not paid."""
    if len(found) < 2:
        return found
    return by_count(turn, found) or by_money(turn, found) or found


def is_cod(order: Order) -> bool:
    """Paid to the courier."""
    return order.payment_method.casefold().replace("_", " ").strip() in COD_WORDS


def by_place(turn: Turn, orders: Sequence[Order]) -> tuple[Order, ...]:
    """«yang kedua», «2», after a list."""
    if turn.talk.asked != "order_id" or not turn.talk.options:
        return ()
    place = chosen_place(turn.said.text, len(turn.talk.options))
    number = turn.talk.options[place] if place is not None else ""
    return tuple(one for one in orders if one.number == number)


def by_goods(turn: Turn, orders: Sequence[Order]) -> tuple[Order, ...]:
    places = best(words_in(turn.said.text), [all_goods(one) for one in orders])
    return tuple(orders[place] for place in places)


def by_amount(turn: Turn, orders: Sequence[Order]) -> tuple[Order, ...]:
    said = texts(turn.said.understood.slots.get("amount"))
    return tuple(one for one in orders if one.amount and str(one.amount) in said)


def by_manner(turn: Turn, orders: Sequence[Order]) -> tuple[Order, ...]:
    """«yang COD», «pesanan terakhir»."""
    said = normalise(turn.said.text)
    if "cod" in said.split() and (found := tuple(one for one in orders if is_cod(one))):
        return found
    return tuple(orders[:1]) if NEWEST.search(said) else ()


def by_money(turn: Turn, orders: Sequence[Order]) -> tuple[Order, ...]:
    """«yang belum dibayar»: the one that money is awaited for."""
    if not UNPAID.search(normalise(turn.said.text)):
        return ()
    found = tuple(one for one in orders if one.status in ("placed", "awaiting_payment") and not one.paid_at)
    return found if len(found) == 1 else ()


def by_count(turn: Turn, orders: Sequence[Order]) -> tuple[Order, ...]:
    """«yang 20 jerigen»: how many of one thing."""
    said = {int(one) for one in COUNT.findall(turn.said.text)}
    found = tuple(
        one for one in orders if any(item.quantity > 1 and item.quantity in said for item in one.items)
    )
    return found if len(found) == 1 else ()


def all_goods(order: Order) -> str:
    return " ".join((*(item.name for item in order.items), order.goods))


def texts(value: object) -> tuple[str, ...]:
    """The values of a slot, one or several."""
    values = value if isinstance(value, list | tuple) else (value,)
    return tuple(str(one) for one in values if one not in (None, ""))
