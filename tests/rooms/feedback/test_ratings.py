"""Ratings with who had answered, the customer's words, and what they are about; figures of a period."""

from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection

from sapa.accounts.models import Workspace
from sapa.feedback.models import Rating
from sapa.feedback.selectors.figures import figures
from sapa.feedback.services import retag
from tests.rooms.feedback.rows import rated
from tests.rooms.feedback.test_scores import AN_HOUR, answered, asked
from tests.rooms.journeys.rows import contact, sent, wrote

A_MONTH = timedelta(days=30)


def test_a_rating_knows_its_case_its_talk_and_the_words(shop: Workspace, now: datetime) -> None:
    where = asked("csat", now)
    answered(where, "2, kurirnya lama sekali", now + AN_HOUR)
    row = Rating.objects.get()
    assert (row.kind, row.score, row.case_id, row.conversation_id) == ("csat", 2, 7, where.pk)
    assert (row.words_id, row.tags) == (row.message_id, ["delivery", "speed"])


def test_the_reason_may_come_in_the_next_message(shop: Workspace, now: datetime) -> None:
    where = asked("nps", now)
    answered(where, "6", now + AN_HOUR)
    answered(where, "Harganya naik terus", now + AN_HOUR + timedelta(minutes=2))
    answered(where, "Mau pesan lagi", now + AN_HOUR + timedelta(minutes=9))
    row = Rating.objects.get()
    assert row.words_id == row.message_id + 1
    assert row.tags == ["price"]


@pytest.mark.parametrize(
    ("voices", "by"), [(["assistant", "agent"], "agent"), (["assistant"], "assistant"), ([], "")]
)
def test_people_and_the_assistant_are_told_apart(
    shop: Workspace, now: datetime, voices: list[str], by: str
) -> None:
    where = asked("csat", now)
    for voice in voices:
        told = {"direction": "out", "by": voice, "state": "accepted", "klass": "reply"}
        wrote(where, now - AN_HOUR, "Sudah kami kirim", author_id=5 if voice == "agent" else None, **told)
    answered(where, "5", now + AN_HOUR)
    row = Rating.objects.get()
    assert (row.answered_by, row.author_id) == (by, 5 if by == "agent" else None)


@pytest.mark.parametrize(
    ("told", "by"),
    [
        ({"by": "phone"}, "agent"),
        ({"by": "agent", "state": "failed"}, ""),
        ({"by": "agent", "type": "reaction"}, ""),
        ({"by": "assistant", "kind": "assistant_handoff"}, ""),
    ],
)
def test_the_phone_answers_and_what_never_left_does_not(
    shop: Workspace, now: datetime, told: dict[str, str], by: str
) -> None:
    where = asked("csat", now)
    said = {"direction": "out", "state": "accepted", "klass": "reply", **told}
    wrote(where, now - AN_HOUR, "Sudah kami kirim", **said)
    answered(where, "5", now + AN_HOUR)
    assert Rating.objects.get().answered_by == by


def test_figures_count_by_the_time_of_the_question(shop: Workspace, now: datetime) -> None:
    dewi, long_ago = contact("Dewi", now), now - timedelta(days=10)
    for score in (5, 4, 4, 1):
        rated(dewi, long_ago, score=score, answered_by="agent")
    rated(dewi, long_ago, score=2, answered_by="assistant")
    rated(dewi, now - 3 * A_MONTH, score=1)
    for recipe in ("csat", "csat", "isi_ulang"):
        sent(dewi, long_ago, recipe=recipe)
    found = figures(since=now - A_MONTH, until=now, now=now)
    assert found.csat is not None
    assert found.csat_response is not None
    assert (found.csat.value, found.csat.n, found.nps) == (0.6, 5, None)
    assert {by: one.value for by, one in found.by_voice.items()} == {"agent": 0.75, "assistant": 0}
    assert (found.csat_response.value, found.csat_response.n, found.asked["csat"]) == (5 / 7, 7, 7)


def test_a_question_that_may_still_be_answered_is_no_silence(shop: Workspace, now: datetime) -> None:
    sent(contact("Dewi", now), now - AN_HOUR, recipe="nps")
    found = figures(since=now - A_MONTH, until=now, now=now)
    assert (found.asked["nps"], found.nps_response) == (1, None)


def test_a_person_chooses_the_tags(shop: Workspace, now: datetime) -> None:
    row = rated(contact("Dewi", now), now, score=2, words="Lama")
    retag(rating_id=row.pk, tags=["service", "delivery", "no-such"], by=5)
    row.refresh_from_db()
    assert (row.tags, row.tagged_by_id) == (["delivery", "service"], 5)


def test_scores_of_before_become_ratings_once(shop: Workspace, now: datetime) -> None:
    where = asked("csat", now)
    answered(where, "4, cepat", now + AN_HOUR)
    kept = Rating.objects.values("kind", "score", "at", "contact", "follow_up", "case_id", "words_id").get()
    Rating.objects.all().delete()
    statement = import_module("sapa.feedback.migrations.0002_scores_of_before").RATINGS
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute(statement)
    assert (
        Rating.objects.values("kind", "score", "at", "contact", "follow_up", "case_id", "words_id").get()
        == kept
    )
