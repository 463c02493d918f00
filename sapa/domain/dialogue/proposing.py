"""A change that a customer wants: which order, whether it may still be, and yes or no (assistant.md 4.2)."""

import re
from collections.abc import Sequence

from sapa.domain.dialogue.choosing import (
    Choice,
    Fits,
    any_order,
    asks_which,
    choose_order,
    none_found,
    references,
)
from sapa.domain.dialogue.collecting import knowing, known
from sapa.domain.dialogue.naming import best, words_in
from sapa.domain.dialogue.records import Order, Subscription
from sapa.domain.dialogue.speaking import Text
from sapa.domain.dialogue.types import Move, Pending, Turn

NOT_FOUND_NOW = Text(
    "Maaf {address}, {number} tidak saya temukan lagi, jadi tidak ada yang diubah. Balas CS bila ingin dibantu "
    "petugas.",
    "Sorry {address}, I cannot find {number} any more, so nothing was changed. Reply CS to reach a person.",
)
DENIES = re.compile(r"\b(?:bukan|dudu|sanes|not)\b")
DENIED = re.compile(r"\b(?:bukan|dudu|sanes|not)\b[^,.;!?\n]*", re.IGNORECASE)
YES_OR_NO = Text("Balas YA atau TIDAK.", "Reply YES or NO.")


def choose_once(turn: Turn, fits: Fits = any_order, *, stick: bool = False) -> Choice:
    """The order that this flow is about already, else the one that is meant now."""
    kept = None if references(turn) or turn.talk.asked == "order_id" else kept_order(turn)
    return Choice(put_right(turn, kept) or kept) if kept else choose_order(turn, fits, stick=stick)


def put_right(turn: Turn, kept: Order) -> Order | None:
    """Another order of theirs that a correction names: «bukan selendang, kebaya yang sobek»."""
    if not DENIES.search(turn.said.text.casefold()):
        return None
    orders = turn.tools.get_orders()
    goods = [" ".join((*(item.name for item in one.items), one.goods)) for one in orders]
    named = [orders[place] for place in best(words_in(affirmed(turn.said.text)), goods)]
    return named[0] if len(named) == 1 and named[0].number != kept.number else None


def affirmed(text: str) -> str:
    """Without what is denied in it."""
    return DENIED.sub(" ", text)


def kept_order(turn: Turn) -> Order | None:
    """What an earlier turn of this flow settled on."""
    if not turn.talk.turns:
        return None
    return own_order(turn, known(turn, "order_id"))


def own_order(turn: Turn, number: str) -> Order | None:
    return next((one for one in turn.tools.get_orders() if number and one.number == number), None)


def own_plan(turn: Turn, number: str) -> Subscription | None:
    return next((one for one in turn.tools.get_subscription() if number and one.number == number), None)


def unsettled(turn: Turn, flow: str, choice: Choice) -> Move:
    """Which one, or that there is none under this number."""
    return asks_which(turn, flow, choice) if choice.among else none_found(turn, flow, choice)


def settled(turn: Turn, order: Order) -> Turn:
    """With its number kept: it is not asked for again, also where the message called it by another name."""
    return knowing(turn, "order_id", order.number)


def yes_to(turn: Turn, actions: Sequence[str]) -> Pending | None:
    """What the customer has just said yes to, if this flow proposed it."""
    pending = turn.talk.pending
    return pending if pending and pending.action in actions else None


def choose_first(turn: Turn, *fits: Fits, stick: bool = False) -> Choice:
    """The order that is meant, among those that fit the first of `fits` that any fits."""
    choice = Choice()
    for one in fits:
        choice = choose_once(turn, one, stick=stick)
        if choice.order or choice.among or choice.unknown:
            break
    return choice
