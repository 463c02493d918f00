"""A message to be understood and what was found, as JSON (assistant.md §6)."""

from collections.abc import Mapping
from typing import Any

from sapa.domain.understanding.handling import told
from sapa.domain.understanding.shipping import shipped
from sapa.domain.understanding.types import CONTEXTS
from sapa.domain.understanding.understand import understand


def understand_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """`case`: `text`, and `context` where we wrote last. ValueError: what is wrong with it."""
    text, context = case.get("text"), case.get("context")
    if not isinstance(text, str):
        raise ValueError("text: a text is expected")
    if not isinstance(context, str | None):
        raise ValueError("context: a text or null is expected")
    # A kind of message that is not known tells nothing of the answer.
    found = understand(text, context if context in CONTEXTS else None, model=shipped())
    return {
        "intent": found.intent,
        "intents": list(found.intents),
        "slots": as_written(found.slots, text),
        "handling": found.handling,
        "should_escalate": found.should_escalate,
        "escalation_reason": found.escalation_reason,
        "confidence": round(found.confidence, 4),
    }


def as_written(slots: Mapping[str, object], text: str) -> dict[str, object]:
    """References with the # that stood before them; inside the house they go without."""
    named = dict(slots)
    if "order_id" in named:
        marked = [f"#{one}" if f"#{one}" in text else one for one in told(slots, "order_id")]
        named["order_id"] = marked if len(marked) > 1 else marked[0]
    return named
