"""What of an answer a model may say in other words: passages of articles, and drafts for people."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime

from django.db import transaction

from sapa.assistant.answer.wording import only_cites, passage_in
from sapa.assistant.flows.sitting import Shop, Sitting, seat
from sapa.assistant.guard.checking import wrong_in
from sapa.assistant.model.asking import Question
from sapa.assistant.model.given import Given
from sapa.assistant.model.hiding import hidden
from sapa.assistant.model.wording import question_for
from sapa.assistant.services.drafts import fitting
from sapa.domain.dialogue.deciding import decide
from sapa.domain.dialogue.records import Cited
from sapa.domain.dialogue.types import Move
from sapa.domain.understanding.types import Understood
from sapa.messaging.models import Message


@dataclass(frozen=True, slots=True)
class Phrase:
    """`said`: the passage as it stands; the question's value is the passage anew."""

    said: str
    question: Question[str]


def phrase_of(message: Message, shop: Shop, given: Given, now: datetime) -> Phrase | None:
    """The turn as it would be taken now; nothing of it is done."""
    sitting, move = foreseen(message, shop, given.reading, now)
    said = passage_in(sitting, move) if only_cites(move) else ""
    if not said:
        return None
    asked = hidden(sitting.turn.said.text)
    return Phrase(said, question_for(said, asked=asked, language=move.talk.language))


def draft_of(message: Message, shop: Shop, now: datetime) -> tuple[Sitting, Move, Question[str]] | None:
    """The draft that people are shown without a model; every fact and every word of the records stays in the house."""
    with transaction.atomic():
        sitting = seat(message, message.conversation, shop, now)
        move = fitting(sitting)
        transaction.set_rollback(True)
    if move is None:
        return None
    secrets = {sitting.turn.customer.address, sitting.turn.customer.name, *words_in(sitting.records.read)}
    asked, language = hidden(sitting.turn.said.text), move.talk.language
    return sitting, move, question_for(move.text, asked=asked, language=language, secrets=secrets)


def is_clean(sitting: Sitting, move: Move, text: str) -> bool:
    """Before anybody sees it: what the guard says of the words that came back."""
    records = sitting.records
    return not wrong_in(replace(move, text=text), sitting.turn, records.read, theirs=records.whose.members)


def foreseen(message: Message, shop: Shop, reading: Understood | None, now: datetime) -> tuple[Sitting, Move]:
    """Whatever a decision should write is taken back."""
    with transaction.atomic():
        sitting = seat(message, message.conversation, shop, now, reading=reading)
        move = decide(sitting.turn)
        transaction.set_rollback(True)
    return sitting, move


def words_in(records: object) -> Iterator[str]:
    """Texts of the customer's own records; articles are everybody's."""
    if isinstance(records, str):
        yield records
    elif isinstance(records, list | tuple):
        for one in records:
            yield from words_in(one)
    elif is_dataclass(records) and not isinstance(records, Cited):
        for one in fields(records):
            yield from words_in(getattr(records, one.name))
