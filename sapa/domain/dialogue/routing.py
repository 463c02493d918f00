"""To the flow of an intent, and there with everything it may count on (`flows`)."""

from dataclasses import replace

from sapa.domain.dialogue.flows import FLOWS
from sapa.domain.dialogue.handing import hands_over
from sapa.domain.dialogue.talking import begun, closed, filled
from sapa.domain.dialogue.types import Move, Turn

SURE = 0.6


def goes_to(turn: Turn, intent: str, *, agreed: bool = False) -> Move:
    """A flow that nobody has written is a person's. `agreed`: the customer has just said yes to what is proposed; only
    then does the flow see it."""
    flow = FLOWS.get(intent)
    if flow is None:
        return hands_over(turn, "asked_by_flow")
    ready = ready_for(turn, intent)
    return flow(ready if agreed else replace(ready, talk=replace(ready.talk, pending=None)))


def ready_for(turn: Turn, intent: str) -> Turn:
    """What another flow collected is gone; the slots of this message are there, and a picture sent just before it."""
    before = turn.talk
    talk = before if before.flow == intent else closed(before)
    if before.asked == "text" and "photo" in before.slots:
        talk = replace(talk, slots={"photo": before.slots["photo"], **talk.slots})
    return replace(turn, talk=filled(talk, turn.said))


def stays_with(turn: Turn, intent: str) -> Move:
    """The same flow under another name keeps what is known: a return that turns out to be a defect."""
    moved = replace(turn.talk, flow=intent, asked="")
    return goes_to(replace(turn, talk=moved), intent)


def opened(turn: Turn, intent: str) -> Turn:
    return replace(turn, talk=begun(turn.talk, intent))


def meaning(turn: Turn, intent: str, *, text: str | None = None, sure: bool = False) -> Turn:
    """The same turn, understood as `intent`; `text`: in place of what was written; `sure`: without a doubt left."""
    understood = replace(turn.said.understood, intent=intent, intents=(intent,))
    if sure:
        understood = replace(understood, confidence=max(understood.confidence, SURE))
    words = turn.said.text if text is None else text
    talk = replace(turn.talk, intents=(*turn.talk.intents[:-1], intent))
    return replace(turn, talk=talk, said=replace(turn.said, understood=understood, text=words))
