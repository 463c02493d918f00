"""One turn for each message of a customer: understood, decided, looked over, done and said, in one transaction.

It does not guess: what it cannot answer from records or articles it hands to people, and says so.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from traceback import extract_tb

from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from sapa.assistant.answer.saying import apologise, reply
from sapa.assistant.answer.wording import worded
from sapa.assistant.flows.applying import Done, apply
from sapa.assistant.flows.remembering import heard_in, keep
from sapa.assistant.flows.sitting import Shop, Sitting, seat, shop_now
from sapa.assistant.guard.checking import wrong_in
from sapa.assistant.model.given import NOTHING, Given
from sapa.assistant.models import Turn
from sapa.assistant.services.gaps import note_gap
from sapa.assistant.services.handing import hand_over, hand_over_silently
from sapa.assistant.services.tracing import trace_of
from sapa.assistant.services.waiting import note_waiting
from sapa.contacts.services import lock
from sapa.domain.dialogue.deciding import acknowledge, decide, gives_up
from sapa.domain.dialogue.types import Move
from sapa.domain.dialogue.types import Turn as Asked
from sapa.domain.moods import displeasure
from sapa.events.services import NewEvent, record
from sapa.inbox.models import Handoff
from sapa.messaging.models import Conversation, Message
from sapa.messaging.services.conversations import wait_since
from sapa.messaging.services.marks import see
from sapa.web.errors import Refused

ASSISTANT = Conversation.Owner.ASSISTANT
SAD = 2  # words of displeasure from which a problem goes before others
HOUR, MOST_AN_HOUR = timedelta(hours=1), 30  # answers to one who writes; more is two machines talking
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Taken:
    """What a turn came to. `blocked`: what the guard said of each text that it stopped."""

    move: Move
    done: Done = field(default_factory=Done)
    blocked: list[tuple[str, ...]] = field(default_factory=list)
    failed: str = ""
    phrased: bool = False


@transaction.atomic
def answer(
    *,
    message_ids: Sequence[int],
    now: datetime,
    even_off: bool = False,
    given: Mapping[int, Given] | None = None,
) -> None:
    """One turn for each message that nobody has answered; conversations owned by people are left alone.

    `even_off`: where somebody tries the assistant out before it is switched on. `given`: by message, where a model was
    asked already; without it messages wait for the shop's model, where there is one.
    """
    messages = _messages(message_ids)
    lock(contact_ids={message.contact_id for message in messages})
    done = set(Turn.objects.filter(message_id__in=message_ids).values_list("message_id", flat=True))
    waiting = [message for message in messages if message.pk not in done]
    shop = shop_now() if waiting else None
    if shop and not (shop.choice.on or even_off):
        pass_on(message_ids=[message.pk for message in waiting], reason="switched_off", now=now)
    elif shop and shop.plug.reads and given is None and not even_off:
        note_waiting(waiting, now)
    elif shop:
        for message in waiting:
            _take_turn(message, shop, now, given=(given or {}).get(message.pk, NOTHING))


@transaction.atomic
def thank(*, scores: Mapping[int, tuple[int, int]], now: datetime) -> None:
    """One short word for a score that stood alone; `scores`: message to score and the highest there is.

    It asks nothing of anybody: where people have the conversation, or the assistant is off, nothing is said.
    """
    messages = _messages(list(scores))
    lock(contact_ids={message.contact_id for message in messages})
    done = set(Turn.objects.filter(message_id__in=scores).values_list("message_id", flat=True))
    waiting = [message for message in messages if message.pk not in done]
    shop = shop_now() if waiting else None
    if shop and shop.choice.on:
        for message in waiting:
            score, highest = scores[message.pk]
            _take_turn(message, shop, now, partial(acknowledge, score=score, highest=highest))


@transaction.atomic
def pass_on(*, message_ids: Sequence[int], reason: str, now: datetime) -> None:
    """Messages that the assistant leaves to people without a word, such as those that came hours late."""
    messages = _messages(message_ids)
    lock(contact_ids={message.contact_id for message in messages})
    for message in messages:
        conversation = Conversation.objects.select_for_update().get(pk=message.conversation_id)
        if conversation.owner == ASSISTANT:
            hand_over_silently(message, reason, now)


def _messages(ids: Sequence[int]) -> list[Message]:
    rows = Message.objects.filter(pk__in=ids).order_by("at", "id") if ids else Message.objects.none()
    return list(rows.select_related("contact__root", "channel"))


def _take_turn(
    message: Message,
    shop: Shop,
    now: datetime,
    decided: Callable[[Asked], Move] | None = None,
    given: Given = NOTHING,
) -> None:
    """`decided`: in place of the dialogue, where another room has read the message. Only what trying again may mend is
    left to whoever tells of the message.
    """
    conversation = Conversation.objects.select_for_update().get(pk=message.conversation_id)
    if conversation.owner != ASSISTANT or _was_of_people(message):
        return
    see(conversation_id=conversation.pk)
    if _talks_without_end(conversation, now):
        hand_over_silently(message, "repeat_failure", now)
        return
    try:
        with transaction.atomic():
            _talked(
                seat(message, conversation, shop, now, reading=given.reading), decided or decide, given, now
            )
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.error("message %s was not answered: %s", message.pk, place_of(error))
        _give_up(message, now)


def _was_of_people(message: Message) -> bool:
    """Told late: people had the conversation when it came, and handed it back since."""
    ended = Handoff.objects.filter(conversation=message.conversation_id, ended_at__gt=message.not_before)
    return ended.exists()


def _talks_without_end(conversation: Conversation, now: datetime) -> bool:
    mine = Message.objects.filter(
        conversation=conversation, direction="out", by="assistant", at__gt=now - HOUR
    )
    return mine.count() >= MOST_AN_HOUR


def _talked(sitting: Sitting, decided: Callable[[Asked], Move], given: Given, now: datetime) -> None:
    conversation = sitting.conversation
    taken = _looked_over(sitting, _worded(sitting, _decided(sitting, decided), given))
    taken = _done(sitting, taken, now)
    said = reply(sitting, taken.move, taken.done.ticket, now)
    if said is None:
        wait_since(conversation_id=conversation.pk, since=None)
    keep(conversation.pk, taken.move.talk, heard_in(taken.move.talk, sitting.heard), now)
    _write(sitting, taken, said, now)
    if taken.move.talk.unanswered > sitting.turn.talk.unanswered or _is_unknown(taken.move):
        note_gap(question=sitting.turn.said.text, now=now)
    if taken.move.hand_off:
        hand_over(sitting, taken.move, taken.done, mood(sitting), now)


def _is_unknown(move: Move) -> bool:
    return move.hand_off is not None and move.hand_off.reason == "not_grounded"


def _give_up(message: Message, now: datetime) -> None:
    """Nothing of the turn stays; whoever wrote is told that people read it, and people have it."""
    told = {
        "intent": "",
        "outcome": "handed_off",
        "reason": "failed",
        "reply_message_id": apologise(message, now),
    }
    Turn.objects.create(message=message, conversation_id=message.conversation_id, at=now, **told)
    hand_over_silently(message, "failed", now)


def place_of(error: Exception) -> str:
    """What went wrong and where, without the error's own words: they may be the customer's."""
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name}, line {last.lineno}"


def _decided(sitting: Sitting, decided: Callable[[Asked], Move]) -> Taken:
    """Whatever goes wrong in here, the customer gets a person; the words of the error may be the customer's."""
    try:
        return Taken(decided(sitting.turn))
    except DatabaseError:
        raise
    except Exception as error:
        logger.error("turn of message %s: %s", sitting.message.pk, place_of(error))
        return Taken(gives_up(sitting.turn, "low_confidence"), failed=type(error).__name__)


def _worded(sitting: Sitting, taken: Taken, given: Given) -> Taken:
    anew = worded(sitting, taken.move, given)
    taken.phrased, taken.move = anew is not taken.move, anew
    return taken


def _looked_over(sitting: Sitting, taken: Taken) -> Taken:
    """What the guard stops is not said and not done: a person answers instead, by a text without any facts."""
    wrong = _wrong(taken.move, sitting)
    if not wrong:
        return taken
    taken.blocked.append(wrong)
    taken.move = gives_up(sitting.turn, "guard_blocked")
    if again := _wrong(taken.move, sitting):
        taken.blocked.append(again)
        bare = replace(
            sitting.turn, business=replace(sitting.turn.business, opens_at=None, answers_within=None)
        )
        taken.move = gives_up(bare, "guard_blocked")
    return taken


def _wrong(move: Move, sitting: Sitting) -> tuple[str, ...]:
    records = sitting.records
    return wrong_in(move, sitting.turn, records.read, theirs=records.whose.members) if move.text else ()


def _done(sitting: Sitting, taken: Taken, now: datetime) -> Taken:
    """Where the records refuse what was decided on them, nothing of it is done and people look at it."""
    try:
        with transaction.atomic():
            taken.done = apply(
                taken.move,
                message=sitting.message,
                whose=sitting.records.whose,
                priority=int(mood(sitting) >= SAD),
                now=now,
            )
    except Refused as refused:
        taken.failed, taken.move = refused.code, gives_up(sitting.turn, "asked_by_flow")
    return taken


def mood(sitting: Sitting) -> int:
    return displeasure(sitting.turn.said.text)


def _write(sitting: Sitting, taken: Taken, said: int | None, now: datetime) -> None:
    message, move = sitting.message, taken.move
    read = sitting.turn.said.understood
    Turn.objects.create(
        message=message,
        conversation=sitting.conversation,
        at=now,
        intent=read.intent,
        outcome=move.outcome,
        reason=move.hand_off.reason if move.hand_off else "",
        confidence=read.confidence,
        guard_blocks=len(taken.blocked),
        reply_message_id=said,
        trace=trace_of(sitting, move, taken.done, blocked=taken.blocked, failed=taken.failed)
        | ({"phrased": True} if taken.phrased else {}),
    )
    data = {
        "conversation_id": message.conversation_id,
        "message_id": message.pk,
        "outcome": move.outcome,
        "intent": read.intent,
    }
    key = f"assistant:turn:{message.pk}:finished"
    finished = NewEvent("assistant.turn_finished", key, now, message.contact_id, None, data)
    record(events=[finished], now=now)
