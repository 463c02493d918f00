"""What a turn was made of, as it is shown to people under its answer: ids, codes and names."""

from collections.abc import Sequence
from typing import Any

from sapa.assistant.flows.applying import Done
from sapa.assistant.flows.sitting import Sitting
from sapa.assistant.flows.tools import ids_of
from sapa.domain.dialogue.types import Move


def trace_of(
    sitting: Sitting, move: Move, done: Done, *, blocked: Sequence[tuple[str, ...]], failed: str
) -> dict[str, Any]:
    read = sitting.turn.said.understood
    parts: dict[str, Any] = {
        "understood": {
            "intents": list(read.intents),
            "handling": read.handling,
            "confidence": round(read.confidence, 3),
            "reason": read.escalation_reason,
            "slots": sorted(read.slots),
            "why": list(read.trace),
        },
        "context": sitting.context,
        "language": move.talk.language,
        "tools": [*sitting.records.names, *done.tools, *(["request_handoff"] if move.hand_off else [])],
        "records": ids_of(sitting.records.read),
        "cites": list(move.cites),
        "guard": [list(one) for one in blocked],
        "flow": move.talk.flow,
        "asked": move.asked,
        "confirm": move.confirm,
        "act": done.act,
        "ticket": _ticket(move, done),
        "hand_off": {"reason": move.hand_off.reason, "urgent": move.hand_off.urgent}
        if move.hand_off
        else None,
        "opt_out": "marketing" if move.opt_out == "follow_up" else move.opt_out,
        "rating": move.rating,
        "unknown": move.talk.unanswered > 0,
        "rejected": move.talk.rejected > sitting.turn.talk.rejected,
        "failed": failed,
    }
    return {name: value for name, value in parts.items() if value not in (None, "", [], {}, False)}


def _ticket(move: Move, done: Done) -> dict[str, Any] | None:
    if done.ticket is None:
        return None
    wish = move.ticket
    slots = dict(wish.slots) if wish else done.ticket.slots
    return {"id": done.ticket.pk, "number": done.ticket.called, "kind": done.ticket.kind, "slots": slots}
