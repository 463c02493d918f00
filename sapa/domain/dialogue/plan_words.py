"""A message about a plan of theirs that was read as something else: by its name, its number, its term."""

import re

from sapa.domain.dialogue.naming import best, hits, stands_in, words_in
from sapa.domain.dialogue.plans import PAUSES
from sapa.domain.dialogue.referring import is_the_same, of_the_kind
from sapa.domain.dialogue.types import Turn
from sapa.domain.understanding.normalising import normalise

SURELY, FEW = 0.8, 5
PLAN = re.compile(
    r"\b(?:(?:ber)?langganan\w*|subscriptions?|subscribe|auto ?-?renew\w*|perpanjangan\w*)\b", re.IGNORECASE
)
MESSAGES = re.compile(
    r"\b(?:promo\w*|iklan|info|berita|newsletter|pesan(?:nya)?|wa|whatsapp|chat|sms|e-?mail|broadcast"
    r"|messages?)\b",
    re.IGNORECASE,
)
TERM = re.compile(
    r"\b(?:jatuh tempo\w*|tempo\w*|masa aktif\w*|aktif\w*|berakhir\w*|habis\w*|expire\w*|expiry|due|renew\w*"
    r"|perpanjang\w*|diperpanjang|tagihan\w*|ditagih|bill\w*|sampai kapan|until when|kapan)\b"
)
PAYING = frozenset(("how_to_pay", "payment_confirmation", "place_order", "other", "thanks_closing"))
GOES_ON = re.compile(r"\b(?:di)?(?:terus|lanjut|perpanjang|teras)\w*|\b(?:continue|keep|renew|extend)\b")
ANY_PLAN = frozenset(("langganan", "paket", "plan", "subscription", "the", "member", "membership"))


def means_a_plan(turn: Turn) -> bool:
    """ "Stop langganan" of somebody who has a plan is about the plan, not about messages or an order; so is whatever
    names a plan of theirs."""
    said = turn.said
    if not turn.customer.proven:
        return False
    if said.understood.intent not in {"opt_out", "cancel_order"}:
        return said.understood.confidence < SURELY and asks_of_plan(turn)
    plans = turn.tools.get_subscription()
    if not plans or MESSAGES.search(said.text):
        return False
    if is_an_order(turn):
        return False
    numbers = [one.number for one in plans]
    if PLAN.search(said.text) or any(stands_in(each, said.text) for each in numbers):
        return True
    if any(is_named_in_full(one.plan, said.text) for one in plans):
        return True
    named = of_the_kind(said.text, numbers) or best(words_in(said.text), [one.plan for one in plans])
    return said.understood.intent == "opt_out" and bool(named)


def asks_of_plan(turn: Turn) -> bool:
    """Its term or bill, with words of its name: "proteksi saya jatuh tempo kapan"."""
    if not TERM.search(normalise(turn.said.text)) or is_an_order(turn):
        return False
    said = words_in(turn.said.text)
    goods = [item.name for one in turn.tools.get_orders() for item in one.items]
    most = max((len(hits(said, one)) for one in goods), default=0)
    return any(len(hits(said, one.plan)) > most for one in turn.tools.get_subscription())


def goes_on_with_plan(turn: Turn) -> bool:
    """ "Mau diteruskan, bayarnya berapa?" or "tolong skip", right after a plan was told; no order waits for money."""
    if _pauses(turn):
        return True
    if turn.talk.told[-1:] != ("plan_told",) or turn.said.understood.intent not in PAYING:
        return False
    said = normalise(turn.said.text)
    goes_on = GOES_ON.search(said) is not None or turn.said.understood.intent == "how_to_pay"
    return goes_on and not any(one.status == "awaiting_payment" for one in turn.tools.get_orders())


def _pauses(turn: Turn) -> bool:
    """Short, and right after the plan or its rules were told."""
    told = turn.talk.told[-1:] in (("plan_told",), ("plan_rule",))
    return (
        told and len(turn.said.text.split()) <= FEW and PAUSES.search(normalise(turn.said.text)) is not None
    )


def is_named_in_full(plan: str, text: str) -> bool:
    """Every word of its name but those that any plan has."""
    words = {word for word in re.findall(r"\w+", plan.casefold()) if word not in ANY_PLAN}
    return bool(words) and words <= set(re.findall(r"\w+", text.casefold()))


def is_an_order(turn: Turn) -> bool:
    """Whether the message names an order of theirs."""
    named = turn.said.understood.slots.get("order_id")
    return isinstance(named, str) and any(is_the_same(named, one.number) for one in turn.tools.get_orders())
