"""Which of several wishes comes first: whoever waits for help before whoever asks, thanks last."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sapa.domain.understanding.clauses import clauses_of
from sapa.domain.understanding.features import said_of
from sapa.domain.understanding.mixing import likely, mixed
from sapa.domain.understanding.model import Model
from sapa.domain.understanding.rules import CERTAIN, ruled, speaks_of_people

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
INTERESTED = re.compile(
    r"\b(?:minat|berminat|tertarik|interested|rencana|niat|kepikiran|thinking of|kal(?:au|o) jadi|if i (?:take"
    r"|buy|order))\b",
    re.IGNORECASE,
)
SURE, SAID = 0.8, 0.8
PERSON, LIKELY = "talk_to_human", 0.6
REASON_OF_SCORE = ("complaint", "feedback_csat")  # what a score is given for
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
    covered = covered_by(text, context)
    for intent, chance in filter(None, (said_in(part, model) for part in parts)):
        if intent in covered or (intent, leading) == REASON_OF_SCORE:
            continue
        found[intent] = max(chance, found.get(intent, 0.0))
    if leading not in found:
        found = {leading: whole[leading], **found}
    ranked = sorted(found, key=lambda intent: rank_of(intent, text))
    kept = [one for place, one in enumerate(ranked) if place == 0 or one not in COURTESIES]
    first = kept[0]
    return Wishes(tuple(kept[:MOST]), max(found[first], whole[first]), len(parts))


def covered_by(text: str, context: str | None) -> set[str]:
    """What a part seems to wish and the whole does not: «minta dia telepon saya» of a courier, an order called off
    long ago whose money has not come back.
    """
    rules = dict(ruled(text, context))
    covered = set() if PERSON in rules else {PERSON}
    return covered | ({"cancel_order"} if rules.get("return_refund", 0.0) >= CERTAIN else set())


def rank_of(intent: str, text: str) -> int:
    """Whoever is only interested, and asks, is answered first."""
    return RANK["complaint"] if intent == "place_order" and INTERESTED.search(text) else RANK[intent]


def leading_of(whole: Mapping[str, float], text: str, context: str | None) -> str:
    """The likeliest; a person is called only where the words say so or it is more likely than not."""
    first, second = sorted(whole, key=lambda intent: -whole[intent])[:2]
    unsaid = first == PERSON and PERSON not in dict(ruled(text, context))
    doubted = unsaid and (whole[first] < LIKELY or not speaks_of_people(said_of(text)))
    return second if doubted else first


def said_in(part: str, model: Model) -> tuple[str, float] | None:
    """The wish that a part of a message says outright, by rule and by model; None for a mere turn of phrase."""
    rules = dict(ruled(part, None))
    if not rules or max(rules.values()) < SAID:
        return None
    chances = mixed(model.scores(part, None), rules, None)
    best = max(chances, key=chances.__getitem__)
    return (best, chances[best]) if chances[best] >= SURE and rules.get(best, 0.0) >= SAID else None
