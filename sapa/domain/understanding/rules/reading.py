"""Which intents the patterns find in a message, and how surely."""

from collections import defaultdict
from functools import lru_cache

from sapa.domain.understanding.features import said_of
from sapa.domain.understanding.rules.calls import without_calls
from sapa.domain.understanding.rules.patterns import Pattern, concepts, patterns

LEAST = 0.05
PERSON = "talk_to_human"
# Where the first of a pair is said surely, the second is only how it was said.
COVERS = {
    "delivery_late": ("order_status", "complaint"),
    "opt_out": ("complaint", "subscription_renewal", "promo_question"),
    "subscription_renewal": ("cancel_order", "change_order", "stock_price"),
    "change_address": ("change_order", "store_info"),
    "change_order": ("return_refund", "place_order"),
    "defective_wrong_item": ("return_refund", "delivery_late", "stock_price", "complaint", "promo_question"),
    "cancel_order": ("place_order", "order_status"),
    "tracking_number": ("order_status",),
    "invoice_request": ("payment_confirmation", "how_to_pay"),
    "warranty": ("product_info", "defective_wrong_item"),
    "usage_guide": ("product_info",),
    "talk_to_human": ("store_info",),
}
COVERED = 0.5
SURE = 0.8


def ruled(text: str, context: str | None) -> tuple[tuple[str, float], ...]:
    """Intents with weights 0..1, the surest first; nothing for a text that no pattern knows."""
    doubts: dict[str, float] = defaultdict(lambda: 1.0)
    for one in held(said_of(text), context):
        doubts[one.intent] *= 1 - one.weight
    found = {intent: 1 - doubt for intent, doubt in doubts.items()}
    for intent, lesser in COVERS.items():
        if found.get(intent, 0.0) >= SURE:
            found.update({one: found[one] * COVERED for one in lesser if one in found})
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((intent, round(weight, 4)) for intent, weight in ranked if weight >= LEAST)


def surely(intent: str, said: str) -> float:
    """The weight of the strongest pattern of one intent that holds, else 0; `said` by `said_of`."""
    return max((one.weight for one in held(said, None) if one.intent == intent), default=0.0)


@lru_cache(maxsize=64)
def held(said: str, context: str | None) -> tuple[Pattern, ...]:
    present = frozenset(name for name, words in concepts().items() if words.search(said))
    person = without_calls(said)
    return tuple(
        one for one in patterns() if holds(one, person if one.intent == PERSON else said, context, present)
    )


def holds(one: Pattern, said: str, context: str | None, present: frozenset[str]) -> bool:
    if one.context and one.context != context:
        return False
    return one.needs <= present and one.said.search(said) is not None
