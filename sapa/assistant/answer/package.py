"""What people get with a conversation, so that nobody asks the customer again (assistant.md 4.5): codes, ids and what
the customer told, each with the message that told it.
"""

from typing import Any

from sapa.assistant.flows.applying import Done
from sapa.assistant.flows.sitting import Sitting
from sapa.assistant.guard.checking import wrong_in
from sapa.domain.dialogue.flows import FLOWS
from sapa.domain.dialogue.types import Move

VERSION = 1
SAYS_NOTHING = frozenset(("talk_to_human", "complaint", "other", "greeting", "thanks_closing", "opt_out"))
HARM = frozenset(("safety", "fraud_privacy"))


def package_of(sitting: Sitting, move: Move, done: Done, mood: int) -> dict[str, Any]:
    read, before = sitting.turn.said.understood, sitting.turn.talk
    parts: dict[str, Any] = {
        "version": VERSION,
        "intents": list(dict.fromkeys((*read.intents, *reversed(before.intents)))),
        "language": move.talk.language,
        "slots": dict(sitting.heard),
        "order": move.talk.order or before.order,
        "product": move.talk.product or before.product,
        "told": list(move.talk.told),
        "ticket": done.ticket.pk if done.ticket else None,
        "attachments": [sitting.message.pk] if sitting.turn.said.attachment else [],
        "cites": sorted({cite for one in sitting.records.read for cite in getattr(one, "cites", ())}),
        "mood": mood,
        "next": _next(move, mood),
        "draft": _draft(sitting, move),
    }
    return {name: value for name, value in parts.items() if value not in (None, "", [], {})}


def _next(move: Move, mood: int) -> str:
    """What a person does first, where the reason says so; else the records decide (`domain.handoffs`)."""
    reason = move.hand_off.reason if move.hand_off else ""
    if reason in HARM:
        return f"urgent_{reason}"
    if reason in ("threat", "anger") or mood > 1:
        return "calm_first"
    return {"guard_blocked": "answer_yourself", "not_grounded": "write_article"}.get(reason, "")


def _draft(sitting: Sitting, move: Move) -> str:
    """What the records would answer, for a person to send or to leave; blank where they answer nothing."""
    reason = move.hand_off.reason if move.hand_off else ""
    wanted = next((one for one in sitting.turn.said.understood.intents if one not in SAYS_NOTHING), "")
    if reason in HARM or reason == "guard_blocked" or wanted not in FLOWS:
        return ""
    try:
        answer = FLOWS[wanted](sitting.turn)
    except Exception:
        return ""
    records = sitting.records
    if answer.outcome != "answered" or wrong_in(
        answer, sitting.turn, records.read, theirs=records.whose.members
    ):
        return ""
    return answer.text
