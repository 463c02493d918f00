from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import User, Workspace
from sapa.commerce.services import note_interaction
from sapa.contacts.models import Contact, LedgerEntry
from sapa.contacts.services import Talk
from sapa.events.models import Event
from sapa.journeys.models import Task
from sapa.journeys.selectors.tasks import todays_list
from sapa.journeys.services import add_task, dismiss_task, finish_task, raise_tasks
from sapa.web.errors import Refused
from tests.rooms.journeys.rows import contact, follow_up

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def ani(shop: Workspace) -> User:
    return User.objects.create_user("ani@tokosari.test", "rahasia-sekali", name="Ani")


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    return contact("Dewi Anggraini", now, phone="+6281300000011")


def promised(who: Contact, ani: User, at: datetime, day: datetime) -> None:
    talk = Talk(contact_id=who.pk, kind="call", at=at, topic="kain batik", by_name="Ani", promised_at=day)
    note_interaction(talk=talk, now=at)


def listed(now: datetime) -> list[str]:
    return [row.why for row in todays_list(now=now)]


def test_a_promise_is_on_the_list_on_its_day_and_not_before(dewi: Contact, ani: User, now: datetime) -> None:
    promised(dewi, ani, now, now + 2 * DAY)
    assert (raise_tasks(now=now + DAY), raise_tasks(now=now + 2 * DAY)) == (0, 1)
    assert listed(now + 2 * DAY) == ["promised"]


def test_a_promise_that_a_later_talk_overtook_is_no_work(dewi: Contact, ani: User, now: datetime) -> None:
    promised(dewi, ani, now, now + 2 * DAY)
    note_interaction(talk=Talk(contact_id=dewi.pk, kind="call", at=now + DAY), now=now + DAY)
    assert raise_tasks(now=now + 2 * DAY) == 0


def test_who_stopped_answering_is_left_to_a_person_once(dewi: Contact, now: datetime) -> None:
    for _ in range(2):
        follow_up(dewi, now, state="dropped", reasons=["unresponsive"], finished_at=now, next_at=None)
    assert (raise_tasks(now=now), raise_tasks(now=now + DAY)) == (1, 0)


def test_a_call_is_a_contact_that_every_gap_counts(dewi: Contact, ani: User, now: datetime) -> None:
    task = add_task(contact=dewi, kind="call", text="Tanya ukuran", due_at=now, by=ani, now=now)
    finish_task(task=task, result="reached", by=ani, now=now + HOUR)
    [entry] = LedgerEntry.objects.filter(contact=dewi)
    assert (entry.fact, entry.by, entry.at) == ("logged", "agent", now + HOUR)
    assert Event.objects.filter(contact_id=dewi.pk, name="interaction.first").exists()


def test_nobody_answered_comes_back_tomorrow_at_most_three_times(
    dewi: Contact, ani: User, now: datetime
) -> None:
    add_task(contact=dewi, kind="call", text="", due_at=now, by=ani, now=now)
    for day in range(3):
        at = now + day * DAY + HOUR * day
        [row] = todays_list(now=at)
        finish_task(task=row.task, result="no_answer", by=ani, now=at)
    assert not Task.objects.filter(state="open").exists()


def test_a_promise_needs_a_day_ahead(dewi: Contact, ani: User, now: datetime) -> None:
    task = add_task(contact=dewi, kind="call", text="", due_at=now, by=ani, now=now)
    with pytest.raises(Refused, match="promised_date_missing"):
        finish_task(task=task, result="promised", by=ani, now=now, promised_at=now - DAY)
    finish_task(task=task, result="promised", by=ani, now=now, promised_at=now + DAY)
    raise_tasks(now=now + DAY)
    assert listed(now + DAY) == ["promised"]


def test_who_comes_second_is_told_so(dewi: Contact, ani: User, now: datetime) -> None:
    task = add_task(contact=dewi, kind="visit", text="", due_at=now, by=ani, now=now)
    dismiss_task(task=task, by=ani, now=now)
    with pytest.raises(Refused, match="changed_meanwhile"):
        finish_task(task=task, result="reached", by=ani, now=now)


def test_promises_come_first_then_what_ends_soon_then_the_highest_amount(
    dewi: Contact, ani: User, now: datetime
) -> None:
    rows = (
        ("kecil", 100_000, None),
        ("besar", 9_000_000, None),
        ("segera", 50_000, now + HOUR),
        ("lewat", 1, now - HOUR),
    )
    for key, value, end in rows:
        told = {"value": value, "expires_at": end, "due_at": now, "created_at": now}
        Task.objects.create(contact=dewi, key=key, kind="call", why=key, **told)
    promised(dewi, ani, now - DAY, now)
    raise_tasks(now=now)
    assert listed(now) == ["promised", "segera", "besar", "kecil"]
