"""What people of the team are told, and the bell that shows it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sapa.accounts.models import User, Workspace
from sapa.base.clock import business_now
from sapa.inbox.models import Notice, Presence
from sapa.inbox.selectors.notices import ELSEWHERE, WORDS, bell, notices_of
from sapa.inbox.services import handoffs, notices, tickets
from sapa.inbox.stream import NOTICES
from sapa.messaging.models import Conversation
from tests.rooms.inbox.clocks import write
from tests.rooms.inbox.team import assignee, person, team, waits
from tests.rooms.inbox.test_tickets import opened


def told() -> list[tuple[int, str, int]]:
    rows = Notice.objects.order_by("user_id", "kind", "id")
    return list(rows.values_list("user_id", "kind", "count"))


@pytest.fixture
def ani(shop: Workspace) -> int:
    return person("Ani")


def page_of(user_id: int) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user_id))
    return client


def test_more_of_the_same_is_one_line_until_it_is_seen(ani: int, now: datetime) -> None:
    made = waits(now)
    for _ in range(3):
        notices.tell(kind="assigned", user_ids=[ani, ani], conversation_id=made.pk, now=now)
    assert told() == [(ani, "assigned", 3)]
    assert notices.see(user_id=ani, conversation_id=made.pk, now=now) == 1
    notices.tell(kind="assigned", user_ids=[ani], conversation_id=made.pk, now=now)
    assert (told(), bell(ani).count) == ([(ani, "assigned", 3), (ani, "assigned", 1)], 1)


def test_live_updates_look_no_further_than_the_bell_counts(shop: Workspace, ani: int, now: datetime) -> None:
    Notice.objects.bulk_create([Notice(user_id=ani, kind="ticket", at=now) for _ in range(120)])
    with connection.cursor() as cursor:
        cursor.execute(NOTICES, {"workspace": shop.pk})
        marks = cursor.fetchone()[0]
    assert marks[str(ani)].startswith("100.100.")
    assert [mark for user, mark in marks.items() if user != str(ani)] == ["0.."]


def test_a_kind_that_nobody_knows_is_a_mistake(ani: int, now: datetime) -> None:
    with pytest.raises(ValueError, match="gossip"):
        notices.tell(kind="gossip", user_ids=[ani], now=now)


def test_messages_are_told_to_whoever_has_the_customer(ani: int, now: datetime) -> None:
    made = waits(now, owner="human", assignee_id=ani)
    ids = [write(made, now + timedelta(seconds=n), told=False).pk for n in range(3)]
    notices.tell_of_messages(message_ids=ids, now=now)
    assert told() == [(ani, "message", 3)]


def test_messages_to_nobody_are_told_to_all_who_are_on_duty_and_to_the_assistant_to_none(
    ani: int, now: datetime
) -> None:
    eko = person("Eko", is_off=True)
    free, answered = waits(now, 1), waits(now, 2, owner="assistant")
    ids = [write(one, now, told=False).pk for one in (free, answered)]
    notices.tell_of_messages(message_ids=ids, now=now)
    assert {user for user, _kind, _count in told()} >= {ani}
    assert eko not in {user for user, _kind, _count in told()}
    assert not Notice.objects.filter(conversation=answered).exists()


def test_the_list_says_what_happened_and_leads_there(ani: int, now: datetime) -> None:
    made = waits(now, owner="human", assignee_id=ani)
    notices.tell(kind="mentioned", user_ids=[ani], conversation_id=made.pk, now=now)
    client = page_of(ani)
    page = client.get("/kotak-masuk/pemberitahuan/").content.decode()
    assert "Made 1" in page
    answer = client.get(f"/kotak-masuk/pemberitahuan/{Notice.objects.get().pk}/")
    assert answer.headers["Location"] == f"/kotak-masuk/{made.public_id}/"
    assert bell(ani).count == 0


def test_whoever_loses_a_conversation_to_a_colleague_learns_it(ani: int, now: datetime) -> None:
    made, eko = waits(now, owner="human", assignee_id=ani), User.objects.get(pk=person("Eko"))
    handoffs.take(conversation=made, person=eko, now=now)
    assert told() == [(ani, "assigned", 1)]
    [row], _older = notices_of(ani)
    assert row.sentence == ELSEWHERE["assigned"]
    handoffs.give_to_person(conversation=made, to=ani, by=eko, now=now)
    assert notices_of(ani)[0][0].sentence == WORDS["assigned"][0]
    assert not notices_of(eko.pk)[0]


def test_whoever_loses_a_ticket_to_a_colleague_learns_it(ani: int, now: datetime) -> None:
    eko, ticket = person("Eko"), opened(waits(now).contact, now)
    for to in (ani, eko):
        wanted = tickets.Wanted("delivery", 0, "Paket belum tiba", {}, assignee_id=to)
        tickets.change(ticket=ticket, wanted=wanted, now=now, author_id=to)
    assert told() == [(ani, "ticket", 1)]
    assert notices_of(ani)[0][0].sentence == ELSEWHERE["ticket"]


def test_another_persons_notice_is_not_found(ani: int, now: datetime) -> None:
    notices.tell(kind="handed_off", user_ids=[person("Eko")], conversation_id=waits(now).pk, now=now)
    assert page_of(ani).get(f"/kotak-masuk/pemberitahuan/{Notice.objects.get().pk}/").status_code == 404


def test_the_bell_counts_and_tells_that_somebody_is_here(shop: Workspace, now: datetime) -> None:
    ani = person("Ani", is_here=False)
    for number in range(3):
        notices.tell(kind="assigned", user_ids=[ani], conversation_id=waits(now, number).pk, now=now)
    assert ">3</span>" in page_of(ani).get("/kotak-masuk/pemberitahuan/angka/").content.decode()
    assert Presence.objects.filter(user_id=ani, is_off=False).exists()


def test_opening_the_conversation_is_seeing_its_notices(ani: int, now: datetime) -> None:
    made = waits(business_now(), owner="human", assignee_id=ani)
    notices.tell(kind="assigned", user_ids=[ani], conversation_id=made.pk, now=now)
    assert page_of(ani).get(f"/kotak-masuk/{made.public_id}/").status_code == 200
    assert bell(ani).count == 0


def test_going_off_duty_passes_on_who_waits_and_coming_back_is_one_tap(ani: int) -> None:
    eko, now = person("Eko"), business_now()
    team(ani, eko)
    made, client = waits(now, owner="human", assignee_id=ani), page_of(ani)
    client.post("/kotak-masuk/pemberitahuan/tugas/", {"tugas": "tidak"})
    assert assignee(made) in (None, eko)  # None when this test runs outside of open hours
    assert bell(ani).is_off
    client.post("/kotak-masuk/pemberitahuan/tugas/", {"tugas": "ya"})
    assert not bell(ani).is_off


def test_a_long_list_costs_what_a_short_one_does(
    ani: int, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(32):
        made = waits(now, number)
        notices.tell(kind="assigned", user_ids=[ani], conversation_id=made.pk, now=now)
    with django_assert_num_queries(1):
        rows, older = notices_of(ani)
        assert [str(row.about) for row in rows][:1] == ["Made 31"]
    assert (len(rows), len(notices_of(ani, before=older)[0])) == (30, 2)


def test_a_thousand_messages_are_one_line(ani: int, now: datetime) -> None:
    made = waits(now, owner="human", assignee_id=ani)
    first = write(made, now, told=False)
    for _ in range(5):
        notices.tell_of_messages(message_ids=[first.pk], now=now)
    assert told() == [(ani, "message", 5)]
    assert Conversation.objects.get(pk=made.pk).assignee_id == ani


def test_notices_of_the_season_before_are_forgotten(ani: int, now: datetime) -> None:
    for days in (0, 91):
        notices.tell(kind="ticket", user_ids=[ani], now=now - timedelta(days=days))
        notices.see(user_id=ani, now=now)
    assert (notices.forget_old(now=now), Notice.objects.count()) == (1, 1)


def test_messages_to_somebody_who_is_off_are_told_to_those_who_are_there_too(ani: int, now: datetime) -> None:
    eko = person("Eko", is_off=True)
    made = waits(now, owner="human", assignee_id=eko)
    notices.tell_of_messages(message_ids=[write(made, now, told=False).pk], now=now)
    assert {ani, eko} <= {user for user, _kind, _count in told()}
