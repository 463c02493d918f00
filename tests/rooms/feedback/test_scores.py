"""Answers to CSAT and NPS become scores, each once, and only while the question is the newest."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.contacts.models import ContactState
from sapa.contacts.selectors import tickets_of
from sapa.contacts.services import close_ticket, open_ticket
from sapa.contacts.services.merging import merge
from sapa.events.models import Event
from sapa.feedback.models import Heard
from sapa.feedback.selectors import scores_of
from sapa.feedback.services import take_answers
from sapa.journeys.models import Enrolment, FollowUp
from sapa.messaging.models import Conversation, Message
from tests.rooms.feedback.rows import rated
from tests.rooms.journeys.rows import contact, sent, talk, wrote
from tests.rooms.pages import browser

AN_HOUR = timedelta(hours=1)


def asked(recipe: str, now: datetime) -> Conversation:
    """Dewi was asked for a score now, about case 7 where it is about one."""
    where = talk(contact("Dewi", now), now)
    row = sent(where.contact, now, recipe=recipe)
    row.enrolment = Enrolment.objects.create(journey=row.journey, **_run(row, now))
    row.save(update_fields=["enrolment"])
    _out(where, row, now)
    return where


def _run(row: FollowUp, now: datetime) -> dict[str, Any]:
    from sapa.domain.recipes import LIBRARY
    from sapa.journeys.services.versions import add_version

    version = add_version(journey=row.journey, definition=LIBRARY[row.recipe], now=now)
    told = {"contact": row.contact, "subject": "ticket-7", "refs": {"ticket": 7}, "version": version}
    return {**told, "trigger_at": now, "started_at": now, "arm": "treatment", "share": 0}


def _out(where: Conversation, row: FollowUp, at: datetime) -> Message:
    about = {"klass": "care", "kind": row.recipe, "by": "system", "state": "accepted", "accepted_at": at}
    return wrote(where, at, "Balas angka", direction="out", follow_up_id=row.pk, **about)


def answered(where: Conversation, text: str, at: datetime) -> list[tuple[str, Any]]:
    take_answers(message_ids=[wrote(where, at, text).pk], now=at)
    return [(one.name, one.data.get("score")) for one in Event.objects.order_by("id")]


@pytest.mark.parametrize(
    ("recipe", "text", "event", "score"),
    [
        ("csat", "5", "feedback.rated", 5),
        ("csat", "Nilai 4 kak, makasih", "feedback.rated", 4),
        ("nps", "10. Cepat sekali", "nps.answered", 10),
        ("nps", "0", "nps.answered", 0),
    ],
)
def test_a_number_is_a_score_of_what_was_asked(
    shop: Workspace, now: datetime, recipe: str, text: str, event: str, score: int
) -> None:
    assert answered(asked(recipe, now), text, now + AN_HOUR) == [(event, score)]


def test_joined_records_are_one_customer_who_answers(shop: Workspace, now: datetime) -> None:
    """What is sent for a record that was joined goes to the number of its root, who answers as that."""
    root = contact("Dewi Anggraini", now)
    merge(contact_id=asked("csat", now).contact_id, into_id=root.pk)
    assert answered(talk(root, now), "5", now + AN_HOUR) == [("feedback.rated", 5)]


def test_an_answer_of_the_same_second_is_one_though_whatsapp_tells_whole_seconds(
    shop: Workspace, now: datetime
) -> None:
    asked_at = now + timedelta(milliseconds=400)
    assert answered(asked("csat", asked_at), "5", now) == [("feedback.rated", 5)]


@pytest.mark.parametrize("text", ["6", "2 pesanan saya belum datang", "Rp5.000", "terima kasih", "08123"])
def test_what_is_no_score_of_one_to_five_is_none(shop: Workspace, now: datetime, text: str) -> None:
    assert answered(asked("csat", now), text, now + AN_HOUR) == []


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("5", False),
        ("Nilai 4 kak", False),
        ("5, tapi kardusnya penyok", True),
        ("BELUM", True),
        ("Halo", True),
    ],
)
def test_nobody_waits_behind_a_score_alone(shop: Workspace, now: datetime, text: str, waits: bool) -> None:
    where = asked("csat", now)
    Conversation.objects.update(waiting_since=now + AN_HOUR)
    answered(where, text, now + AN_HOUR)
    where.refresh_from_db()
    assert (where.waiting_since is not None, not Heard.objects.exists()) == (waits, waits)


def test_the_satisfaction_is_kept_with_the_customer_and_counts_once(shop: Workspace, now: datetime) -> None:
    where = asked("csat", now)
    answered(where, "4", now + AN_HOUR)
    assert answered(where, "2", now + 2 * AN_HOUR) == [("feedback.rated", 4)]
    assert ContactState.objects.get(contact=where.contact).last_csat == 4


def test_after_its_time_or_behind_a_newer_message_a_number_is_only_a_number(
    shop: Workspace, now: datetime
) -> None:
    where = asked("csat", now)
    assert answered(where, "5", now + 49 * AN_HOUR) == []
    _out(where, sent(where.contact, now + AN_HOUR, recipe="isi_ulang"), now + AN_HOUR)
    assert answered(where, "5", now + 2 * AN_HOUR) == []


@pytest.mark.parametrize(("recipe", "opens"), [("csat", True), ("pasca_keluhan", True), ("nps", False)])
def test_belum_opens_the_case_again(shop: Workspace, now: datetime, recipe: str, opens: bool) -> None:
    where = asked(recipe, now)
    dewi = where.contact_id
    open_ticket(contact_id=dewi, ticket_id=7, kind="defective", at=now - 2 * AN_HOUR)
    close_ticket(contact_id=dewi, ticket_id=7, at=now - AN_HOUR, answered_by="agent")
    told = answered(where, "Belum kak, masih bocor", now + AN_HOUR)
    assert told == ([("ticket.reopened", None)] if opens else [])
    assert (tickets_of([dewi])[dewi][0].resolved_at is None) == opens


def test_the_customers_page_tells_the_scores_with_their_words(shop: Workspace, now: datetime) -> None:
    where = asked("nps", now)
    answered(where, "9, barangnya rapi sekali", now + AN_HOUR)
    page = browser(shop).get(f"/nilai/pelanggan/{where.contact.public_id}/").content.decode()
    assert "rapi sekali" in page
    assert "/ 10" in page


def test_more_scores_cost_no_more_statements(
    shop: Workspace, now: datetime, django_assert_num_queries: Any
) -> None:
    dewi = contact("Dewi", now)
    for place in range(8):
        rated(dewi, now + place * AN_HOUR, score=place % 5 + 1, words="Bagus")
    with django_assert_num_queries(3):
        given, number = scores_of(dewi.pk, limit=5)
    assert ([one.score for one in given], number) == ([3, 2, 1, 5, 4], 8)
