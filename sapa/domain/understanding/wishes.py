"""Which of several wishes comes first: whoever waits for help before whoever asks, thanks last."""

from collections.abc import Mapping
from dataclasses import dataclass

from sapa.domain.understanding.clauses import clauses_of
from sapa.domain.understanding.mixing import likely, mixed
from sapa.domain.understanding.model import Model
from sapa.domain.understanding.rules import ruled

PROBLEMS = ("defective_wrong_item", "delivery_late")
REQUESTS = (
    "cancel_order",
    "change_address",
    "change_order",
    "return_refund",
    "opt_out",
    "subscription_renewal",
    "payment_confirmation",
    "invoice_request",
    "place_order",
    "warranty",
)
QUESTIONS = (
    "order_status",
    "tracking_number",
    "how_to_pay",
    "product_info",
    "usage_guide",
    "stock_price",
    "promo_question",
    "store_info",
)
COURTESIES = ("thanks_closing", "greeting")
RANKS = (
    ("talk_to_human",),
    PROBLEMS,
    REQUESTS,
    QUESTIONS,
    ("feedback_csat",),
    ("complaint",),
    ("other",),
    COURTESIES,
)
RANK: Mapping[str, int] = {intent: rank for rank, intents in enumerate(RANKS) for intent in intents}
SURE, SAID = 0.8, 0.8
PERSON, LIKELY = "talk_to_human", 0.5
MOST = 3


@dataclass(frozen=True, slots=True)
class Wishes:
    """`intents`: the first one leads; `chance`: of that one, uncalibrated; `clauses`: how many parts were read."""

    intents: tuple[str, ...]
    chance: float
    clauses: int


def wishes_of(text: str, context: str | None, model: Model) -> Wishes:
    whole = likely(text, context, model)
    leading = leading_of(whole, text, context)
    parts = clauses_of(text)
    found: dict[str, float] = {}
    for intent, chance in filter(None, (said_in(part, model) for part in parts)):
        found[intent] = max(chance, found.get(intent, 0.0))
    if leading not in found:
        found = {leading: whole[leading], **found}
    ranked = sorted(found, key=RANK.__getitem__)
    kept = [one for place, one in enumerate(ranked) if place == 0 or one not in COURTESIES]
    first = kept[0]
    return Wishes(tuple(kept[:MOST]), max(found[first], whole[first]), len(parts))


def leading_of(whole: Mapping[str, float], text: str, context: str | None) -> str:
    """The likeliest; a person is called only where the words say so or it is more likely than not."""
    first, second = sorted(whole, key=lambda intent: -whole[intent])[:2]
    doubted = first == PERSON and whole[first] < LIKELY and PERSON not in dict(ruled(text, context))
    return second if doubted else first


def said_in(part: str, model: Model) -> tuple[str, float] | None:
    """The wish that a part of a message says outright, by rule and by model; None for a mere turn of phrase."""
    rules = dict(ruled(part, None))
    if not rules or max(rules.values()) < SAID:
        return None
    chances = mixed(model.scores(part, None), rules, None)
    best = max(chances, key=chances.__getitem__)
    return (best, chances[best]) if chances[best] >= SURE and rules.get(best, 0.0) >= SAID else None
