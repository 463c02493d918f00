"""Scores read from replies: only the newest question counts, and only within its time (domain.md 3, csat, nps)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from sapa.contacts import services as contacts
from sapa.contacts.selectors import members
from sapa.domain.recipes import LIBRARY
from sapa.domain.scores import read_score, says_not_yet, words_beside
from sapa.domain.verbatims import CODES, tags_of
from sapa.events.services import NewEvent, record
from sapa.feedback.models import Rating
from sapa.journeys.models import FollowUp
from sapa.messaging.models import Message
from sapa.messaging.selectors import last_nudges

CSAT, NPS, AFTER_COMPLAINT = "csat", "nps", "pasca_keluhan"
SCALES = {CSAT: ("feedback.rated", 1, 5), NPS: ("nps.answered", 0, 10)}
ABOUT_TICKETS = (CSAT, AFTER_COMPLAINT)
# Whoever answers «5» first and says why in the next message says it within this time.
REASON_FOLLOWS = timedelta(hours=1)
ANSWERED_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Question:
    """What the customer was asked last; `kind`: the recipe of the library that it is, or was copied from."""

    follow_up: FollowUp
    kind: str
    asked_at: datetime

    @property
    def ticket(self) -> int | None:
        enrolment = self.follow_up.enrolment
        return enrolment.refs.get("ticket") if enrolment else None

    def is_open(self, at: datetime) -> bool:
        return at - self.asked_at <= timedelta(hours=LIBRARY[self.kind].response_hours)


@transaction.atomic
def read_scores(*, message_ids: Sequence[int], now: datetime) -> None:
    """A rating with `feedback.rated` or `nps.answered`, once for each question; BELUM opens its case again."""
    for message in Message.objects.filter(pk__in=message_ids, direction="in").order_by("at", "id"):
        question = _question(message)
        if question is None or not question.is_open(message.at):
            continue
        if question.kind in SCALES:
            _keep_score(question, message, now)
        if question.kind in ABOUT_TICKETS and says_not_yet(message.text):
            _reopen(question, message, now)


def _question(message: Message) -> Question | None:
    """The newest message that Sapa sent by itself, when it asks for an answer of this kind."""
    nudge = last_nudges([message.contact_id], before=message.at).get(message.contact_id)
    if nudge is None or nudge.follow_up_id is None:
        return None
    rows = FollowUp.objects.select_related("journey", "enrolment").filter(pk=nudge.follow_up_id)
    row = rows.first()
    kind = (row.journey.origin or row.recipe) if row else ""
    if row is None or kind not in (*SCALES, *ABOUT_TICKETS):
        return None
    return Question(row, kind, nudge.accepted_at or nudge.at)


def _keep_score(question: Question, message: Message, now: datetime) -> None:
    name, lowest, highest = SCALES[question.kind]
    score = read_score(message.text, lowest, highest)
    if score is None:
        _keep_reason(question, message)
        return
    told = record(events=[_event(question, message, name, {"score": score})], now=now)
    if told:
        _rate(question, message, score)
    if told and question.kind == CSAT:
        contacts.note_csat(contact_id=message.contact_id, score=score, now=now)


def _rate(question: Question, message: Message, score: int) -> None:
    words = words_beside(message.text)
    by, author_id = _who_answered(message, question.asked_at)
    Rating.objects.create(
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
    """Who wrote before the question: a person before the assistant, so that both are never mixed."""
    answers = Message.objects.filter(
        contact_id__in=members([message.contact_id]),
        direction="out",
        by__in=["agent", "assistant"],
        at__lt=asked_at,
        at__gte=asked_at - ANSWERED_BEFORE,
    )
    found = list(answers.order_by("by", "-at", "-pk").values_list("by", "author_id")[:1])
    return found[0] if found else ("", None)


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
