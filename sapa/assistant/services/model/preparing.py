"""What of a conversation a model is shown; everything that must not wait for it, or needs it not, is told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sapa.assistant.flows.remembering import recall
from sapa.assistant.flows.sitting import Shop, context_now
from sapa.assistant.model.asking import CAP, KEY, RESTS, Question
from sapa.assistant.model.choice import Plug
from sapa.assistant.model.commands import SCHEMA_NAME, Commands, read, schema_of
from sapa.assistant.model.merging import COURTESIES, STOP, SURE
from sapa.assistant.model.prompting import Heard, Past, messages_for
from sapa.assistant.models import Turn
from sapa.assistant.selectors.model import Line
from sapa.assistant.understand.reading import plain, understood
from sapa.domain.dialogue.gate import QUALITY_TEST, WORTH_READING
from sapa.domain.dialogue.types import Talk
from sapa.domain.optout import read_optout
from sapa.domain.understanding.types import Understood
from sapa.messaging.models import Conversation, Message

MOST_BEFORE = 6
SCHEMA = schema_of(Commands)


@dataclass(frozen=True, slots=True)
class Case:
    """One message before its turn. `code`: why no model is asked, blank where one is or none is needed."""

    message_id: int
    text: str = ""
    context: str | None = None
    reading: Understood | None = None
    question: Question[Commands] | None = None
    code: str = ""


def case_of(message: Message, shop: Shop, now: datetime) -> Case:
    """`message` with its contact, channel and conversation."""
    if message.conversation.owner != Conversation.Owner.ASSISTANT:
        return Case(message.pk)
    text = plain(message.text)
    context = context_now(message)
    reading = understood(text, context, shop.choice.high_value)
    talk, _heard = recall(message.conversation_id, now)
    if not is_worth_asking(text, context, reading, talk):
        return Case(message.pk)
    heard = Heard(text, past_of(message), talk.flow, talk.asked, context)
    question = Question(messages_for(heard), SCHEMA_NAME, SCHEMA, read)
    return Case(message.pk, text, context, reading, question)


def within_means(cases: Sequence[Case], line: Line | None, reserved: int = 0) -> list[Case]:
    """None is asked beyond the cap, counted with the longest answers that may come and with `reserved`, what calls
    under way may cost; nor while the model rests."""
    if line is None:
        return [without(one, KEY) for one in cases]
    found, spent = [], line.spent + reserved
    for one in cases:
        wanted = most_of(line.plug, one.question) if one.question else 0
        has_room = line.plug.has_room(spent, wanted)
        found.append(without(one, RESTS) if line.rests else one if has_room else without(one, CAP))
        spent += wanted if has_room else 0
    return found


def most_of(plug: Plug, question: Question[Any]) -> int:
    """What two tries with the longest answers may cost, in millionths of a rupiah."""
    return 2 * plug.cost(question.tokens, plug.max_tokens)


def without(case: Case, code: str) -> Case:
    if case.question is None:
        return case
    return Case(case.message_id, case.text, case.context, case.reading, None, code)


def is_worth_asking(text: str, context: str | None, reading: Understood, talk: Talk) -> bool:
    """Not for alarms and STOP, which are heard already, nor for a yes to a proposed change: that is never a model's
    to read."""
    if not WORTH_READING.search(text) or QUALITY_TEST.search(text) or talk.pending:
        return False
    if reading.should_escalate or STOP in reading.intents:
        return False
    if read_optout(text, answering_promo=context == "promo_broadcast") is not None:
        return False
    return not (reading.intent in COURTESIES and reading.confidence >= SURE)


def past_of(message: Message) -> list[Past]:
    """The customer's words; of everybody else only what kind of thing they said."""
    before = Message.objects.filter(
        conversation_id=message.conversation_id, at__lte=message.at, id__lt=message.pk
    )
    rows = list(before.order_by("-at", "-id")[:MOST_BEFORE])[::-1]
    turns = Turn.objects.filter(reply_message_id__in=[one.pk for one in rows if one.direction == "out"])
    did = {one.reply_message_id: f"{one.outcome} {one.intent}".strip() for one in turns}
    return [_past(one, did) for one in rows]


def _past(row: Message, did: dict[int | None, str]) -> Past:
    if row.direction == "in":
        return Past("customer", row.text or f"({row.type})")
    if row.by == "assistant":
        return Past("assistant", did.get(row.pk, "answered"))
    return Past("team", "answered") if row.klass == "reply" else Past("shop", row.kind)
