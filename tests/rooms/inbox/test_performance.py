"""«Kinerja tim»: each figure by hand, the same as the rows behind it, at a fixed cost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sapa.accounts.models import User, Workspace
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.inbox.models import Clock
from sapa.inbox.selectors.performance import (
    FIGURES,
    OVERALL,
    PERSON,
    TEAM,
    Period,
    clocks_behind,
    scores,
    tickets_behind,
)
from sapa.messaging.models import Conversation
from tests.rooms.inbox.clocks import MINUTE, answer, conversation, write
from tests.rooms.inbox.team import person, team, waits
from tests.rooms.inbox.test_tickets import opened

DAY = timedelta(days=1)
WEEK = 7 * DAY
Made = list[Conversation]


def clock(where: Conversation, at: datetime, seconds: int, **more: Any) -> Clock:
    plain = {"kind": "first", "state": "met", "met_by": "agent", "segment": "b2c", "target_seconds": 1800}
    times = {"started_at": at, "met_at": at + timedelta(seconds=seconds), "seconds": seconds}
    return Clock.objects.create(
        contact=where.contact, conversation=where, calendar_seconds=seconds, **(plain | times | more)
    )


def test_first_answers_are_a_median_and_a_nineties_of_people(shop: Workspace, now: datetime) -> None:
    ani, eko, where = person("Ani"), person("Eko"), conversation(now)
    for seconds in (60, 120, 180, 240, 300, 360, 420, 480, 540, 3600):
        clock(where, now - DAY, seconds, author_id=ani if seconds < 3600 else eko)
    clock(where, now - DAY, 1, kind="turn", met_by="assistant")
    found, _before = scores(Period(now - WEEK, now))
    whole = found[OVERALL, None]
    assert whole.count("first") == 10
    assert list(whole.first) == pytest.approx([330, 846])
    assert (found[PERSON, ani].first[0], found[PERSON, eko].first[0]) == (300.0, 3600.0)
    assert whole.count("turn") == 0


def test_promises_are_of_those_that_were_met_or_ran_out(shop: Workspace, now: datetime) -> None:
    where, at = conversation(now), now - DAY
    clock(where, at, 60)
    clock(where, at, 4000, kind="turn", breached_at=at)
    clock(where, at, 0, kind="handoff", state="running", met_at=None, breached_at=at)
    clock(where, at, 60, target_seconds=None, kind="resolution")
    clock(where, at, 2, kind="turn", met_by="assistant")  # kept, but by nobody of the team
    whole = scores(Period(now - WEEK, now))[0][OVERALL, None]
    assert (whole.count("kept"), whole.count("broken"), whole.kept_share) == (1, 2, 1 / 3)


def test_a_window_is_missed_after_a_day_answered_or_not(shop: Workspace, now: datetime) -> None:
    where, at = conversation(now), now - 3 * DAY
    clock(where, at, 86_400 + 60, kind="turn")
    clock(where, at, 86_400 - 60, kind="turn")
    clock(where, at, 0, kind="turn", state="running", met_at=None)
    clock(where, at, 0, kind="turn", state="dropped", met_at=None)
    clock(where, at, 86_400 + 60, kind="turn", state="dropped", met_at=None)  # closed without an answer
    assert scores(Period(now - WEEK, now))[0][OVERALL, None].count("missed") == 3


def test_the_period_before_is_as_long_and_apart(shop: Workspace, now: datetime) -> None:
    where = conversation(now)
    for days, seconds in ((1, 100), (8, 200), (15, 400)):
        clock(where, now - days * DAY, seconds)
    found, before = scores(Period(now - WEEK, now))
    assert (found[OVERALL, None].first[0], before.first[0]) == (100.0, 200.0)


def test_tickets_that_come_back_and_what_each_has_now(shop: Workspace, now: datetime) -> None:
    ani = person("Ani")
    cs, where = team(ani), waits(now, owner="human", assignee_id=ani)
    Conversation.objects.filter(pk=where.pk).update(team_id=cs.pk)
    ticket = opened(where.contact, now - DAY)
    type(ticket).objects.update(reopened=2, solved_by_id=ani, solved_at=now, team=cs)
    opened(where.contact, now - DAY)  # not solved yet: it cannot come back
    found, _before = scores(Period(now - WEEK, now))
    for key in ((OVERALL, None), (PERSON, ani), (TEAM, cs.pk)):
        one = found[key]
        assert (one.tickets, one.reopened, one.open, one.waiting) == (1, 1, 1, 1)
    rows, _older = tickets_behind("reopened", Period(now - WEEK, now), person=ani, team=cs.pk, before=None)
    assert rows == [ticket]


def test_a_solution_is_measured_in_open_hours_and_by_the_calendar(shop: Workspace, now: datetime) -> None:
    where = conversation(now)
    for hours in (1, 2, 6):
        clock(where, now - DAY, hours * 3600, kind="resolution")
    Clock.objects.update(calendar_seconds=30 * 3600)
    whole = scores(Period(now - WEEK, now))[0][OVERALL, None]
    assert (whole.count("solved"), whole.solved[0], whole.calendar[0]) == (3, 7200, 30 * 3600)


def test_a_problem_came_again_when_its_week_is_over(shop: Workspace, now: datetime) -> None:
    """Four were solved: one came again after five days, one after nine, one not; the last has no whole week yet."""
    ani, solved = person("Ani"), []
    for number, (ago, again) in enumerate(((20, 5), (20, 9), (20, 0), (3, 1))):
        who = conversation(now, f"Made {number}", f"+628130000001{number}").contact
        solved.append(opened(who, now - ago * DAY))
        told = {"state": "solved", "solved_at": now - ago * DAY, "solved_by_id": ani}
        type(solved[-1]).objects.filter(pk=solved[-1].pk).update(**told)
        if again:
            opened(who, now - ago * DAY + again * DAY)
    period = Period(now - 30 * DAY, now)
    for key in ((OVERALL, None), (PERSON, ani)):
        assert (scores(period)[0][key].repeated, scores(period)[0][key].ripe) == (1, 3)
    rows, _older = tickets_behind("repeated", period, person=ani, team=None, before=None)
    assert rows == solved[:1]


def test_every_figure_counts_what_stands_behind_it(shop: Workspace, now: datetime) -> None:
    ani = person("Ani")
    for number in range(9):
        where = conversation(now, f"Made {number}", f"+62813000001{number:02}")
        write(where, now - (number + 1) * DAY)
        if number % 3:
            answer(where, now - (number + 1) * DAY + number * 20 * MINUTE, author_id=ani)
    period = Period(now - 30 * DAY, now)
    whole = scores(period)[0]
    for figure in FIGURES:
        behind, _older = clocks_behind(figure, period, person=None, team=None, before=None)
        assert len(behind) == whole[OVERALL, None].count(figure), figure
        mine, _older = clocks_behind(figure, period, person=ani, team=None, before=None)
        assert len(mine) == whole[PERSON, ani].count(figure), figure


def test_older_rows_begin_where_the_page_ended(shop: Workspace, now: datetime) -> None:
    where, period = conversation(now), Period(now - WEEK, now)
    kept = [clock(where, now - number * MINUTE, 60).pk for number in range(1, 41)]
    first, older = clocks_behind("first", period, person=None, team=None, before=None)
    rest, end = clocks_behind("first", period, person=None, team=None, before=older)
    assert ([one.pk for one in [*first, *rest]], len(first), end) == (kept, 30, None)


@pytest.fixture
def analyst(shop: Workspace) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person("Lia", role=Role.ANALYST)))
    return client


def test_the_page_says_what_each_figure_means_and_links_its_rows(analyst: Client) -> None:
    ani, where = person("Ani"), conversation(business_now())
    clock(where, business_now() - DAY, 240, author_id=ani)
    clock(where, business_now() - DAY, 0, author_id=ani, kind="turn")
    page = analyst.get("/kotak-masuk/tim/kinerja/?hari=7").content.decode()
    for words in ("4 mnt", "dari 1 percakapan, masih sedikit", "langsung", "dari 1 jawaban"):
        assert words in page
    assert f"/kotak-masuk/tim/kinerja/first/?hari=7&amp;orang={ani}" in page
    rows = analyst.get(f"/kotak-masuk/tim/kinerja/first/?hari=7&orang={ani}").content.decode()
    assert "Ani" in rows
    assert "Jawaban pertama dari orang" in rows
    assert analyst.get("/kotak-masuk/tim/kinerja/gossip/").status_code == 404


def test_the_page_costs_the_same_for_one_and_for_many(
    analyst: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        where = conversation(business_now(), f"Made {number}", f"+62813000001{number:02}")
        clock(where, business_now() - DAY, 60, author_id=person(f"Ani{number}"))
    with django_assert_max_num_queries(22):
        assert analyst.get("/kotak-masuk/tim/kinerja/").status_code == 200
