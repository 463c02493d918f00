"""Messages of customers that answer what the shop asked: scores, surveys in the chat, reviews.

Events reach their handlers one by one and in any order, so whoever must leave answers alone reads them first: each is
read once, under its customer's lock.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Min

from sapa.contacts.selectors import members
from sapa.contacts.services import lock
from sapa.feedback.models import Heard
from sapa.feedback.selectors import unheard
from sapa.feedback.services import permitting
from sapa.feedback.services.asked import question_before
from sapa.feedback.services.asking import hear_survey, speaks_of_survey
from sapa.feedback.services.permitting import hear_review
from sapa.feedback.services.ratings import hear_score
from sapa.messaging.models import Conversation, Message
from sapa.messaging.services.conversations import wait_since
from sapa.messaging.services.marks import see

ASKED_LATELY = timedelta(days=15)
SILENT = ("reaction", "revoke", "system", "request_welcome")


@transaction.atomic
def take_answers(*, message_ids: Iterable[int], now: datetime) -> frozenset[int]:
    """Those of these messages that are answers and nothing else: nobody waits, and no machine replies to them."""
    wanted = set(message_ids)
    rows = Message.objects.filter(pk__in=wanted, direction="in").exclude(
        payload__has_any_keys=["past", "standby"]
    )
    messages = list(rows.select_related("contact__root").order_by("conversation_id", "at", "pk"))
    lock(contact_ids={one.contact_id for one in messages})
    known = set(Heard.objects.filter(message_id__in=wanted).values_list("message_id", flat=True))
    unread = _of_asked([one for one in messages if one.pk not in known], now)
    for conversation_id, some in groupby(unread, key=lambda one: one.conversation_id):
        if taken := [one.pk for one in some if _hear(one, now)]:
            _let_go(conversation_id)
            known.update(taken)
    return frozenset(known)


def _of_asked(messages: Sequence[Message], now: datetime) -> list[Message]:
    """Only who was asked by a follow-up lately, or tapped a button of ours, can have answered."""
    roots = members({one.contact_id for one in messages})
    asked = Message.objects.filter(
        contact_id__in=list(roots), direction="out", follow_up_id__isnull=False, at__gt=now - ASKED_LATELY
    )
    known = {roots[pk] for pk in asked.values_list("contact_id", flat=True).distinct()} if roots else set()
    return [one for one in messages if roots[one.contact_id] in known or _tapped(one)]


def _tapped(message: Message) -> bool:
    return speaks_of_survey(message) or permitting.answers_permission(message)


def _hear(message: Message, now: datetime) -> bool:
    what = _what(message, now)
    if what is not None:
        Heard.objects.create(message_id=message.pk, what=what, at=now)
    return what is not None


def _what(message: Message, now: datetime) -> Heard.What | None:
    """A survey that is under way comes first: its question is what the customer sees."""
    if hear_survey(message, now):
        return Heard.What.SURVEY
    if permitting.answers_permission(message):
        return Heard.What.REVIEW if permitting.hear_permission(message, now) else None
    question = question_before(message)
    if question is not None and not question.is_open(message.at):
        question = None
    if hear_review(message, question, now):
        return Heard.What.REVIEW
    return Heard.What.SCORE if question and hear_score(message, question, now) else None


def _let_go(conversation_id: int) -> None:
    """Only what else the customer wrote waits for an answer; where nothing does, all of it is read."""
    talk = Conversation.objects.select_for_update().get(pk=conversation_id)
    since = _waits_since(talk)
    wait_since(conversation_id=conversation_id, since=since)
    if since is None:
        see(conversation_id=conversation_id)


def _waits_since(talk: Conversation) -> datetime | None:
    if talk.waiting_since is None:
        return None
    said = Message.objects.filter(conversation=talk, direction="in", at__gte=talk.waiting_since)
    others = said.exclude(type__in=SILENT).exclude(payload__has_any_keys=["past", "standby"])
    first: datetime | None = unheard(others).aggregate(first=Min("at"))["first"]
    return first
