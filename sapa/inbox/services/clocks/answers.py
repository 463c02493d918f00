"""What was said in conversations, as far as clocks care: messages that want an answer, and answers that stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, Q, QuerySet

from sapa.feedback.selectors import unheard
from sapa.messaging.models import Message

SPEECHLESS = ("reaction", "revoke", "system", "request_welcome")
GONE = (Message.State.FAILED, Message.State.CANCELLED, Message.State.EXPIRED)
PEOPLE = ("agent", "phone")
PHONE = "phone"


class Said(NamedTuple):
    """A customer's message: when it was written, and when it came to us."""

    at: datetime
    arrived: datetime


class Answer(NamedTuple):
    """`by` agent, assistant or system; on the phone people see what we are told of later."""

    at: datetime
    by: str
    author_id: int | None
    on_phone: bool

    def covers(self, said: Said) -> bool:
        return self.at >= (said.at if self.on_phone else said.arrived)


def said_in(message_ids: Iterable[int]) -> dict[int, list[Said]]:
    """By conversation, in order; what only the provider's agent sees is nobody's to answer here."""
    return _by_talk(_wanting().filter(pk__in=list(message_ids)))


def written_by(message_ids: Iterable[int]) -> dict[int, datetime]:
    """By contact: when the newest of these that wants an answer was written."""
    rows = _wanting().filter(pk__in=list(message_ids)).order_by().values_list("contact_id")
    return {contact_id: at for contact_id, at in rows.annotate(at=Max("at")) if at}


def said_after(conversation_id: int, at: datetime) -> list[Said]:
    rows = _wanting().filter(conversation_id=conversation_id, at__gt=at)
    return _by_talk(rows).get(conversation_id, [])


def answers_since(conversation_ids: Collection[int], since: datetime) -> dict[int, list[Answer]]:
    """Answers of people and of the assistant that have not failed, in order."""
    answering = Q(by__in=PEOPLE) | Q(by="assistant", kind="assistant_reply")
    rows = Message.objects.filter(
        answering, conversation_id__in=conversation_ids, direction="out", at__gte=since
    )
    standing = rows.exclude(state__in=GONE).exclude(delivery="failed").exclude(payload__has_key="past")
    standing = standing.exclude(type__in=SPEECHLESS)
    found: dict[int, list[Answer]] = defaultdict(list)
    told = standing.order_by("at", "id").values_list("conversation_id", "at", "by", "author_id")
    for talk, at, by, author_id in told:
        who = "agent" if by in PEOPLE else "assistant"
        found[talk].append(Answer(at, who, author_id, by == PHONE))
    return found


def _wanting() -> "QuerySet[Message]":
    """Answers to surveys and scores ask for nothing."""
    rows = Message.objects.filter(direction="in").exclude(type__in=SPEECHLESS)
    return unheard(rows.exclude(payload__has_any_keys=["past", "standby"]))


def _by_talk(rows: "QuerySet[Message]") -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = defaultdict(list)
    for talk, at, arrived in rows.order_by("at", "id").values_list("conversation_id", "at", "not_before"):
        found[talk].append(Said(at, arrived))
    return found
