"""Scores read from replies: only the newest question counts, and only within its time (domain.md 3, csat, nps)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from sapa.contacts import services as contacts
from sapa.contacts.selectors import members
from sapa.domain.scores import read_score, says_not_yet, words_beside
from sapa.domain.verbatims import CODES, tags_of
from sapa.events.services import NewEvent, record
from sapa.feedback.models import Rating
from sapa.feedback.services.asked import AFTER_COMPLAINT, CSAT, NPS, Question, question_before
from sapa.messaging.models import Message

SCALES = {CSAT: ("feedback.rated", 1, 5), NPS: ("nps.answered", 0, 10)}
ABOUT_TICKETS = (CSAT, AFTER_COMPLAINT)
# Whoever answers «5» first and says why in the next message says it within this time.
REASON_FOLLOWS = timedelta(hours=1)
ANSWERED_BEFORE = timedelta(days=14)
PEOPLE = ("agent", "phone")
PASSED_ON = "assistant_handoff"
GONE = (Message.State.FAILED, Message.State.CANCELLED, Message.State.EXPIRED)


def hear_score(message: Message, question: Question, now: datetime) -> bool:
    """A rating with `feedback.rated` or `nps.answered`, once for each question; BELUM opens its case again.

    True: the message is a score and nothing beside it.
    """
    bare = question.kind in SCALES and _keep_score(question, message, now)
    if question.kind in ABOUT_TICKETS and says_not_yet(message.text):
        _reopen(question, message, now)
    return bare


def _keep_score(question: Question, message: Message, now: datetime) -> bool:
    _name, lowest, highest = SCALES[question.kind]
    score = read_score(message.text, lowest, highest)
    if score is None:
        _keep_reason(question, message)
        return False
    return _keep(question, message, score, now)


@transaction.atomic
def note_score(*, message_id: int, score: int, now: datetime) -> bool:
    """As `hear_score`, of a score that was understood in a sentence; whether a question waits for it.

    Told twice, or read already from the words alone, it is one rating.
    """
    message = Message.objects.select_related("contact").get(pk=message_id)
    contacts.lock(contact_ids=[message.contact_id])
    question = question_before(message)
    if question is None or question.kind not in SCALES or not question.is_open(message.at):
        return False
    _name, lowest, highest = SCALES[question.kind]
    if lowest <= score <= highest:
        _keep(question, message, score, now)
    return lowest <= score <= highest


def _keep(question: Question, message: Message, score: int, now: datetime) -> bool:
    name = SCALES[question.kind][0]
    if not record(events=[_event(question, message, name, {"score": score})], now=now):
        return False
    rating = _rate(question, message, score)
    if question.kind == CSAT:
        contacts.note_csat(contact_id=message.contact_id, score=score, now=now)
    return rating.words_id is None and "?" not in message.text


def _rate(question: Question, message: Message, score: int) -> Rating:
    words = words_beside(message.text)
    by, author_id = _who_answered(message, question.asked_at)
    return Rating.objects.create(
        kind=question.kind,
        score=score,
        at=message.at,
        asked_at=question.asked_at,
        contact_id=message.contact_id,
        conversation_id=message.conversation_id,
        channel_id=message.channel_id,
        follow_up=question.follow_up,
        order_id=question.follow_up.order_id,
        case_id=question.ticket,
        message_id=message.pk,
        words_id=message.pk if words else None,
        answered_by=by,
        author_id=author_id,
        tags=tags_of(words),
    )


def _who_answered(message: Message, asked_at: datetime) -> tuple[str, int | None]:
    """Who wrote before the question: a person before the assistant, so that both are never mixed.

    People answer on the phone too; what never left, and that something is passed on to people, is no answer.
    """
    said = Message.objects.filter(
        contact_id__in=members([message.contact_id]),
        direction="out",
        by__in=[*PEOPLE, "assistant"],
        at__lt=asked_at,
        at__gte=asked_at - ANSWERED_BEFORE,
    )
    answers = said.exclude(state__in=GONE).exclude(kind=PASSED_ON).exclude(type="reaction")
    newest = answers.filter(by__in=PEOPLE).order_by("-at", "-pk").values_list("author_id", flat=True)[:1]
    if people := list(newest):
        return "agent", people[0]
    return ("assistant" if answers.exists() else ""), None


def _keep_reason(question: Question, message: Message) -> None:
    """«5» and then, in a message of its own, why."""
    words = message.text.strip()
    if not words:
        return
    Rating.objects.filter(
        follow_up=question.follow_up,
        words_id=None,
        at__lte=message.at,
        at__gte=message.at - REASON_FOLLOWS,
    ).update(words_id=message.pk, tags=tags_of(words))


@transaction.atomic
def retag(*, rating_id: int, tags: Sequence[str], by: int) -> Rating:
    """What a person says the words are about; codes that are not known are left out."""
    rating = Rating.objects.select_for_update(no_key=True).get(pk=rating_id)
    chosen = [code for code in CODES if code in tags]
    if chosen != rating.tags:
        rating.tags, rating.tagged_by_id = chosen, by
        rating.save(update_fields=["tags", "tagged_by_id"])
    return rating


def _reopen(question: Question, message: Message, now: datetime) -> None:
    if question.ticket is None:
        return
    owner = question.follow_up.contact_id
    contacts.reopen_ticket(contact_id=owner, ticket_id=question.ticket, at=message.at)
    record(events=[_event(question, message, "ticket.reopened", {})], now=now)


def _event(question: Question, message: Message, name: str, data: dict[str, int]) -> NewEvent:
    """Once for each question; the customer's words are found by the message."""
    about = {"ticket": question.ticket} if question.ticket is not None else {}
    return NewEvent(
        name=name,
        key=f"follow-up:{question.follow_up.pk}:{name}",
        at=message.at,
        contact_id=question.follow_up.contact_id,
        order_id=question.follow_up.order_id,
        data={**data, **about, "message_id": message.pk},
    )
