"""What the assistant would answer, for a person to use or to leave: the same decision, and nothing of it is done."""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import DatabaseError

from sapa.assistant.answer.package import HARM, SAYS_NOTHING
from sapa.assistant.flows.applying import Done
from sapa.assistant.flows.sitting import Sitting, seat, shop_now
from sapa.assistant.guard.checking import wrong_in
from sapa.assistant.services.tracing import trace_of
from sapa.assistant.services.turns import place_of
from sapa.domain.dialogue.deciding import decide
from sapa.domain.dialogue.flows import FLOWS
from sapa.domain.dialogue.types import Move
from sapa.messaging.models import Conversation, Message

logger = logging.getLogger(__name__)
MOST_READ = 3  # messages of one moment: the newest may be no more than «?»
OF_WORDS = frozenset(("answered", "asked"))
CLARIFYING = frozenset(("intent", "text", "identity"))
# Whoever reads it has a person already.
TO_A_PERSON = re.compile(
    r"[^.!?\n]*(?:balas \*?CS\b|reply \*?CS\b|bila ingin dibantu petugas)[^.!?\n]*[.!?]?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Draft:
    """`message`: what it answers; `trace`: as of a turn (`tracing.trace_of`)."""

    text: str
    message: Message
    trace: Mapping[str, Any]
    confidence: float


def draft_for(*, conversation: Conversation, now: datetime) -> Draft | None:
    """None where records and articles answer nothing, or where somebody must first look at it. Writes nothing."""
    shop = shop_now()
    for message in _unanswered(conversation):
        try:
            found = _of(seat(message, conversation, shop, now))
        except DatabaseError:
            raise
        except Exception as error:
            logger.error("no draft for message %s: %s", message.pk, place_of(error))
            found = None
        if found:
            return found
    return None


def _of(sitting: Sitting) -> Draft | None:
    move = fitting(sitting)
    if move is None:
        return None
    trace = trace_of(sitting, move, Done(), blocked=(), failed="")
    return Draft(move.text, sitting.message, trace, sitting.turn.said.understood.confidence)


def _unanswered(conversation: Conversation) -> list[Message]:
    """The newest first; where all is answered, the newest alone."""
    said = Message.objects.filter(conversation=conversation).exclude(type__in=("reaction", "system"))
    newest = list(said.order_by("-at", "-pk").values_list("pk", "direction")[:MOST_READ])
    waiting = [pk for pk, way in _until_ours(newest)]
    asked = said.filter(direction="in").select_related("contact__root", "channel").order_by("-at", "-pk")
    return list(asked.filter(pk__in=waiting)) if waiting else list(asked[:1])


def _until_ours(newest: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for pk, way in newest:
        if way != "in":
            return
        yield pk, way


def fitting(sitting: Sitting) -> Move | None:
    """The first that only says something, that is true, and that needs nobody to look first; as people would say it."""
    turn = replace(sitting.turn, talk=replace(sitting.turn.talk, disclosed=True))
    first = decide(turn)
    if first.hand_off and first.hand_off.reason in HARM:
        return None
    wanted = [one for one in turn.said.understood.intents if one not in SAYS_NOTHING and one in FLOWS]
    records = sitting.records
    for move in (first, *(FLOWS[one](turn) for one in wanted[:1])):
        if _only_says(move) and not wrong_in(move, turn, records.read, theirs=records.whose.members):
            return replace(move, text=TO_A_PERSON.sub("", move.text).strip())
    return None


def _only_says(move: Move) -> bool:
    does = (move.act, move.ticket, move.hand_off, move.rating)
    return (
        move.outcome in OF_WORDS
        and bool(TO_A_PERSON.sub("", move.text).strip())
        and all(one is None for one in does)
        and not (move.confirm or move.opt_out or move.asked in CLARIFYING)
    )
