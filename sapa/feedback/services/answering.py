"""Customers are invited to a survey and answer it, once for each invitation."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sapa.accounts.selectors import workspace
from sapa.base import passes
from sapa.base.scope import current_workspace_id
from sapa.contacts.models import Contact
from sapa.contacts.selectors import members
from sapa.contacts.services import lock
from sapa.domain.formats import day, local_date
from sapa.domain.honorifics import panggilan
from sapa.domain.surveys import from_document, read_answers
from sapa.events.services import NewEvent, record
from sapa.feedback.models import Answer, Invitation, Survey
from sapa.feedback.services import photos
from sapa.feedback.services.surveys import SURVEY_CLOSED
from sapa.journeys.models import Enrolment, FollowUp
from sapa.journeys.selectors.words import reason_words
from sapa.journeys.services.composing import Composed, Foreseen, compose, foresee
from sapa.journeys.services.wording import answerable
from sapa.web.errors import Refused, refusal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

BY_HAND = "invited"
QUIET = timedelta(days=60)
SURVEYED_RECENTLY = refusal(
    "survey_recent",
    _("This customer was asked by a survey less than 60 days ago."),
    _("Ask again later, or write your question as an ordinary message."),
)
SURVEY_NOT_SENT = refusal(
    "survey_not_sent",
    _("This invitation would not be sent: %(why)s"),
    _("Wait until the customer writes, or until the reason is gone."),
)


@transaction.atomic
def invite(*, survey: Survey, contact_id: int, key: str, by: int, now: datetime) -> FollowUp:
    """A person asks one customer: a follow-up of the house, through policy and guard. The same `key` is one.

    Raises Refused(survey_closed, survey_recent, survey_not_sent).
    """
    if survey.state != Survey.State.OPEN:
        raise Refused(SURVEY_CLOSED)
    lock(contact_ids=[contact_id])
    row = Invitation.objects.filter(survey=survey, key=f"hand:{key}"[:80]).first()
    if row is None:
        _refuse_recent(contact_id, now)
        row = _invited(survey, contact_id, f"hand:{key}"[:80], now, author_id=by)
        _refuse_unsent(row, now)
    return compose(recipe="kirim_nanti", letters=[_letter(row)], now=now)[0]


def foreseen(*, survey: Survey, contact_id: int, now: datetime) -> Foreseen:
    """What would become of an invitation now; writes nothing."""
    unsaved = Invitation(
        pk=0, survey=survey, contact_id=contact_id, asked_at=now, closes_at=now + timedelta(days=survey.days)
    )
    return foresee(recipe="kirim_nanti", letters=[_letter(unsaved)], now=now)[0]


def _refuse_recent(contact_id: int, now: datetime) -> None:
    known = Invitation.objects.filter(contact_id__in=members([contact_id]), asked_at__gt=now - QUIET)
    if known.exists():
        raise Refused(SURVEYED_RECENTLY)


def _refuse_unsent(row: Invitation, now: datetime) -> None:
    found = foresee(recipe="kirim_nanti", letters=[_letter(row)], now=now)[0]
    if found.action == "drop":
        raise Refused(SURVEY_NOT_SENT, why=reason_words(found.reasons))


def _letter(row: Invitation) -> Composed:
    link = link_by_hand(row)
    text = invitation_text(row.survey, contact=row.contact, link=link, until=row.closes_at)
    return Composed(
        contact_id=row.contact_id,
        key=f"survei:{row.pk}",
        text=text,
        content=answerable(text, link),
        due_at=row.asked_at,
        expires_at=row.closes_at,
        author_id=row.author_id,
        klass="care",
        category="utility",
    )


def invitation_text(survey: Survey, *, contact: Contact, link: str, until: datetime) -> str:
    name = panggilan(contact.name, contact.segment, contact.gender, contact.preferred_address)
    shop = workspace()
    last_day = day(local_date(until, shop.timezone))
    return f"Halo {name}, dari {shop.name}: {survey.intro.strip()}\n{link}\nBisa diisi sampai {last_day}."


def named(token: str) -> tuple[str, int, int] | None:
    """What a customer's link was sealed for, with the workspace and a number."""
    for purpose in (passes.RUN, BY_HAND):
        numbers = passes.read(purpose, token)
        if numbers is not None and len(numbers) == 2:
            return purpose, *numbers
    return None


def link_by_hand(row: Invitation) -> str:
    token = passes.made(BY_HAND, current_workspace_id(), row.pk)
    return str(settings.SAPA.url) + reverse("feedback:survey", args=[row.survey.public_id, token])


@transaction.atomic
def opened(*, public_id: UUID, purpose: str, number: int, now: datetime) -> Invitation | None:
    """The invitation that a link names; a run of a journey gets its own when its link is opened first."""
    survey = Survey.objects.filter(public_id=public_id).first()
    if survey is None:
        return None
    if purpose == BY_HAND:
        row = Invitation.objects.filter(survey=survey, pk=number).select_related("contact").first()
    else:
        row = _of_run(survey, number)
    if row and row.opened_at is None:
        Invitation.objects.filter(pk=row.pk, opened_at=None).update(opened_at=now)
    return row


def _of_run(survey: Survey, run_id: int) -> Invitation | None:
    run = Enrolment.objects.filter(pk=run_id).first()
    if run is None:
        return None
    sent = FollowUp.objects.filter(enrolment=run, state=FollowUp.State.SENT).order_by("finished_at").first()
    asked_at = sent.finished_at if sent and sent.finished_at else run.started_at
    return _invited(survey, run.contact_id, f"run:{run.pk}", asked_at, order_id=run.order_id)


def _invited(
    survey: Survey,
    contact_id: int,
    key: str,
    asked_at: datetime,
    *,
    order_id: int | None = None,
    author_id: int | None = None,
) -> Invitation:
    told = {
        "contact_id": contact_id,
        "order_id": order_id,
        "author_id": author_id,
        "asked_at": asked_at,
        "closes_at": asked_at + timedelta(days=survey.days),
    }
    row, _made = Invitation.objects.get_or_create(survey=survey, key=key, defaults=told)
    return row


def is_open(row: Invitation, now: datetime) -> bool:
    return row.survey.state == Survey.State.OPEN and row.answered_at is None and now < row.closes_at


@transaction.atomic
def answer(
    *,
    invitation_id: int,
    said: Mapping[str, str],
    files: "Mapping[str, UploadedFile[bytes]]",
    now: datetime,
) -> dict[str, str]:
    """Keeps the answers and `survey.answered`; else nothing is kept and what is wrong is told by question.

    What was begun in the chat gives way to a whole page. Raises Refused(survey_closed): answered before, too
    late, or closed by the shop.
    """
    lock(contact_ids=Invitation.objects.filter(pk=invitation_id).values_list("contact_id", flat=True))
    row = (
        Invitation.objects.select_for_update(no_key=True, of=["self"])
        .select_related("survey")
        .get(pk=invitation_id)
    )
    if not is_open(row, now):
        raise Refused(SURVEY_CLOSED)
    questions = from_document(row.survey.questions)
    pictures = {name: photos.is_picture(file) for name, file in files.items()}
    given, wrong = read_answers(questions, said, pictures)
    if wrong:
        return wrong
    Answer.objects.filter(invitation=row).delete()
    Answer.objects.bulk_create(
        Answer(
            survey=row.survey,
            invitation=row,
            question=one.question,
            number=one.number,
            text=one.text,
            photo=photos.kept(files[one.question]) if one.question in pictures else "",
        )
        for one in given
    )
    finish(row, now)
    return {}


def finish(row: Invitation, now: datetime) -> None:
    """Answered on the page or in the chat, whichever came to an end first. The caller holds the row."""
    row.answered_at, row.question, row.question_message_id = now, "", None
    row.save(update_fields=["answered_at", "question", "question_message_id"])
    record(events=[_answered(row, now)], now=now)


def _answered(row: Invitation, now: datetime) -> NewEvent:
    data = {"survey": row.survey_id, "invitation": row.pk}
    key = f"invitation:{row.pk}:answered"
    return NewEvent("survey.answered", key, now, row.contact_id, row.order_id, data)
