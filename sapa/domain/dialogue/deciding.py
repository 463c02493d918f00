"""The only door: one message of a conversation, and what the assistant says and does about it.

Pure: the same turn makes the same move. Order (assistant.md 4.2, 4.4): gate, proposed change, clarifying question,
reading again, escalation, identity, open flow, new wish.
"""

from collections.abc import Callable
from dataclasses import replace

from sapa.domain.dialogue import clarifying, confirming, continuing, escalating, gate, identity, reading
from sapa.domain.dialogue.flows.scoring import thanks_for
from sapa.domain.dialogue.handing import hands_over
from sapa.domain.dialogue.languages import language_of
from sapa.domain.dialogue.loops import heard
from sapa.domain.dialogue.speaking import LONGEST, Text, fitted, joined, say
from sapa.domain.dialogue.types import Move, Talk, Turn
from sapa.domain.dialogue.wishing import granted

Step = Callable[[Turn], Turn | Move]
STEPS: tuple[Step, ...] = (
    gate.passed,
    confirming.answered,
    clarifying.answered,
    reading.reread,
    escalating.escalated,
    identity.proved,
    continuing.continued,
    granted,
)
MOST_ASKED = 2  # the same thing; a third time helps nobody
CLARIFYING = frozenset(("intent", "text"))

DISCLOSED = Text(
    "Halo {address}, saya asisten otomatis {shop} (balas CS untuk petugas).",
    "Hello {address}, I am the automated assistant of {shop} (reply CS for a person).",
)
DISCLOSED_SHORTLY = Text("Saya asisten otomatis {shop}.", "I am the automated assistant of {shop}.")


def decide(turn: Turn) -> Move:
    """What to say and do about `turn.said`; never raises for anything a customer may write."""
    begun = heard(_in_their_language(turn))
    return _finished(begun, _stepped(begun))


def acknowledge(turn: Turn, *, score: int, highest: int) -> Move:
    """A score that stood alone was read by those who asked for it: one short word, and what was open stays open."""
    begun = _in_their_language(turn)
    return _finished(begun, thanks_for(begun, score, highest))


def gives_up(turn: Turn, reason: str) -> Move:
    """To people, where what was decided may not be said or done; in the customer's language, and saying who speaks."""
    begun = _in_their_language(turn)
    return _finished(begun, hands_over(begun, reason))


def _stepped(turn: Turn) -> Move:
    current = turn
    for step in STEPS:
        come = step(current)
        if isinstance(come, Move):
            return come
        current = come
    raise AssertionError("the last step always moves")


def _in_their_language(turn: Turn) -> Turn:
    language = language_of(turn.said.text, turn.talk.language)
    return replace(turn, talk=replace(turn.talk, language=language))


def _finished(turn: Turn, move: Move) -> Move:
    if move.asked and move.talk.tries.get(move.asked, 0) > MOST_ASKED:
        move = hands_over(turn, "low_confidence")
    talk = move.talk
    text = _disclosing(turn, move) if move.text else ""
    return replace(move, text=text, talk=_remembered(turn.talk, talk, move, text))


def _disclosing(turn: Turn, move: Move) -> str:
    """The first reply says who speaks and how to reach a person, once and short."""
    if move.talk.disclosed:
        return fitted(move.text)
    first = say(replace(turn, talk=move.talk), DISCLOSED_SHORTLY if move.hand_off else DISCLOSED)
    return joined(first, fitted(move.text, LONGEST - len(first) - 2))


def _remembered(before: Talk, talk: Talk, move: Move, text: str) -> Talk:
    """Counters in a row begin anew with whatever breaks the row."""
    awaits = bool(move.asked or move.confirm) and not (move.asked == "text" and talk.flow)
    return replace(
        talk,
        disclosed=talk.disclosed or bool(text),
        question=move.text if awaits else talk.question if talk.flow else "",
        clarified=talk.clarified if move.asked in CLARIFYING else 0,
        rejected=talk.rejected if talk.rejected > before.rejected else 0,
        unanswered=talk.unanswered if talk.unanswered != before.unanswered else 0,
        offered_person=talk.offered_person and talk.unanswered > before.unanswered,
    )
