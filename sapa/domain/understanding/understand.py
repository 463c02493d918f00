"""One message, understood: what it asks for, with what, how sure that is, and who should answer."""

from collections.abc import Mapping

from sapa.domain.understanding.calibrating import calibrated
from sapa.domain.understanding.escalation import escalation_of
from sapa.domain.understanding.features import said_of, shortened
from sapa.domain.understanding.handling import handling_of, told
from sapa.domain.understanding.model import Model
from sapa.domain.understanding.normalising import words_of
from sapa.domain.understanding.rules import ruled
from sapa.domain.understanding.shipping import shipped_reasons
from sapa.domain.understanding.slots import slots_of
from sapa.domain.understanding.types import Understood
from sapa.domain.understanding.wishes import MOST, Wishes, wishes_of

UNREAD = 0.05
STRANGE = 0.15
MOST_STRANGE = 0.34
BEYOND_LATIN = "\u0250"
BY_REVIEW = ("threat", "feedback_csat")
DISPLEASED = frozenset(("threat", "anger", "repeat_failure"))
SAYS_LITTLE = frozenset(("greeting", "thanks_closing", "other"))
MAY_BE_HARMED = frozenset(
    ("defective_wrong_item", "product_info", "usage_guide", "return_refund", "warranty")
)
MAY_BE_ROBBED = frozenset(("payment_confirmation", "other", "subscription_renewal"))


def understand(text: str, context: str | None, *, model: Model, high_value: int = 5_000_000) -> Understood:
    """`context`: the kind of our last message, one of `CONTEXTS` or None; `high_value`: rupiah.

    Never raises: what cannot be read is `other` with a low confidence.
    """
    said = said_of(text)
    rules = ruled(text, context)
    known = share_known(said, model)
    if not rules and known < MOST_STRANGE:
        return unread(text, context, said, known, high_value)
    found = wishes_of(text, context, model)
    slots = slots_of(text, intents=found.intents, context=context)
    reason = reason_of(text, found.intents, slots, high_value)
    intents = led_by(reason, found.intents)
    slots = slots if intents == found.intents else slots_of(text, intents=intents, context=context)
    sure = calibrated(found.chance, model.slope, model.bias)
    handling = "escalate" if reason else handling_of(intents[0], slots, said)
    trace = traced(rules, found, context, reason)
    return Understood(intents[0], intents, slots, handling, reason is not None, reason, sure, trace)


def unread(text: str, context: str | None, said: str, known: float, high_value: int) -> Understood:
    """Signs, another language or none: a person's words of alarm are still heard in it."""
    slots = slots_of(text, context=context)
    reason = reason_of(text, (), slots, high_value)
    intent = (
        "talk_to_human" if reason == "human_request" else "complaint" if reason in DISPLEASED else "other"
    )
    handling = "escalate" if reason else "refuse"
    sure = STRANGE if words_of(said) else UNREAD
    trace = ("unread", f"known={known:.2f}")
    return Understood(intent, (intent,), slots, handling, reason is not None, reason, sure, trace)


def reason_of(
    text: str, intents: tuple[str, ...], slots: Mapping[str, object], high_value: int
) -> str | None:
    return escalation_of(
        text, intents=intents, amount=amount_of(slots), high_value=high_value, model=shipped_reasons()
    )


def share_known(said: str, model: Model) -> float:
    """How many of the words the model has met; figures tell nothing."""
    words = [word for word in words_of(shortened(said)) if not any(letter.isdigit() for letter in word)]
    if not words:
        return 1.0 if words_of(said) else 0.0
    return sum(word in model.words for word in words if max(word) < BEYOND_LATIN) / len(words)


def led_by(reason: str | None, intents: tuple[str, ...]) -> tuple[str, ...]:
    """A reason to escalate says more about the message than what was found beside it."""
    leading = intents[0]
    if reason == "human_request":
        leading = "talk_to_human"
    elif reason == "safety" and leading not in MAY_BE_HARMED:
        leading = "defective_wrong_item"
    elif reason == "fraud_privacy" and leading not in MAY_BE_ROBBED:
        leading = "other"
    elif reason in DISPLEASED and (leading in SAYS_LITTLE or (reason, leading) == BY_REVIEW):
        leading = "complaint"
    if leading == intents[0]:
        return intents
    return (leading, *(one for one in intents if one != leading and one not in SAYS_LITTLE))[:MOST]


def amount_of(slots: Mapping[str, object]) -> int | None:
    amounts = [one for one in told(slots, "amount") if isinstance(one, int)]
    return max(amounts, default=None)


def traced(
    rules: tuple[tuple[str, float], ...], found: Wishes, context: str | None, reason: str | None
) -> tuple[str, ...]:
    codes = [f"rule:{intent}={weight:.2f}" for intent, weight in rules[:3]]
    codes.append(f"chance:{found.intents[0]}={found.chance:.2f}")
    codes.extend([f"context:{context}"] if context else [])
    codes.extend([f"clauses:{found.clauses}"] if found.clauses else [])
    return (*codes, *([f"reason:{reason}"] if reason else []))
