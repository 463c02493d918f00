"""Surveys of the shop: made, opened, used by the recipe, closed."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sapa.domain.surveys import Question, faults_of, to_document
from sapa.events.services import NewEvent, record
from sapa.feedback.models import Invitation, Survey
from sapa.feedback.services.recipes import SURVEY, give_link
from sapa.journeys.models import FollowUp, Journey
from sapa.web.errors import Refused, refusal

SURVEY_FIXED = refusal(
    "survey_fixed",
    _("Customers were asked these questions already, so they stay as they are."),
    _("Make a new survey; this one can be closed."),
)
SURVEY_QUESTIONS = refusal(
    "survey_questions",
    _("A question is not complete yet."),
    _("Every question needs its words, a choice at least two answers that differ."),
)
SURVEY_CLOSED = refusal(
    "survey_closed", _("This survey takes no answers any more."), _("Open another one, or make a new one.")
)


@transaction.atomic
def save_survey(
    *,
    survey: Survey | None,
    title: str,
    intro: str,
    thanks: str,
    days: int,
    questions: Sequence[Question],
    by: int,
    now: datetime,
) -> Survey:
    """Raises Refused(survey_fixed) after the first invitation, Refused(survey_questions)."""
    if faults_of(questions):
        raise Refused(SURVEY_QUESTIONS)
    row = _held(survey) if survey else Survey(author_id=by, created_at=now)
    if survey and (row.state != Survey.State.DRAFT or Invitation.objects.filter(survey=row).exists()):
        raise Refused(SURVEY_FIXED)
    row.title, row.intro, row.thanks, row.days = title, intro, thanks, days
    row.questions, row.updated_at = to_document(questions), now
    row.save()
    return row


@transaction.atomic
def open_survey(*, survey: Survey, now: datetime) -> Survey:
    row = _held(survey)
    row.state, row.updated_at = Survey.State.OPEN, now
    row.save(update_fields=["state", "updated_at"])
    return row


@transaction.atomic
def close_survey(*, survey: Survey, now: datetime) -> Survey:
    """Nobody can answer any more; whoever waits for the reminder is told no more (`survey.closed`)."""
    row = _held(survey)
    if row.state == Survey.State.CLOSED:
        return row
    row.state, row.updated_at = Survey.State.CLOSED, now
    row.save(update_fields=["state", "updated_at"])
    people = _still_to_be_told(row)
    record(events=[_closed(row, contact_id, now) for contact_id in sorted(people)], now=now)
    return row


def _still_to_be_told(survey: Survey) -> set[int]:
    waiting = FollowUp.objects.filter(
        state=FollowUp.State.WAITING, journey__settings__survei__tautan=link_of(survey)
    )
    return set(waiting.values_list("contact_id", flat=True))


def _closed(survey: Survey, contact_id: int, now: datetime) -> NewEvent:
    key = f"survey:{survey.pk}:closed@{contact_id}"
    return NewEvent("survey.closed", key, now, contact_id, None, {"survey": survey.pk})


def use_in_recipe(*, survey: Survey, now: datetime, by: int) -> Journey:
    """«Survei masukan» asks with this survey from now on. Raises Refused(survey_closed)."""
    if survey.state != Survey.State.OPEN:
        raise Refused(SURVEY_CLOSED)
    return give_link(
        recipe=SURVEY, link=link_of(survey), subject=f"survey:{survey.public_id}", now=now, by=by
    )


def link_of(survey: Survey) -> str:
    """What the recipe is given; each message carries its own, which opens one customer's page."""
    return str(settings.SAPA.url) + reverse("feedback:survey_link", args=[survey.public_id])


def _held(survey: Survey) -> Survey:
    return Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
