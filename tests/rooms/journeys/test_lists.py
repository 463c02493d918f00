"""The lists of follow-ups: which tab a row is in, which window, which page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.journeys import selectors
from sapa.journeys.selectors import Wanted
from tests.conftest import found_shop
from tests.rooms.journeys.rows import contact, follow_up, held, sent, talk, wrote
from tests.rooms.pages import browser

JAKARTA = "Asia/Jakarta"


def names(tab: str, now: datetime, **more: str) -> list[str]:
    found = selectors.page(Wanted(tab, **more), now=now, zone=JAKARTA, cursor=None)
    return [str(row.contact) for row in found.rows]


def test_waiting_for_its_own_time_is_planned_and_not_held(shop: Workspace, now: datetime) -> None:
    follow_up(contact("Dewi", now), now, reasons=["not_due"])
    assert (names("planned", now), names("held", now)) == (["Dewi"], [])


def test_waiting_for_a_rule_is_held(shop: Workspace, now: datetime) -> None:
    held(contact("Made", now), now, "not_due", "quiet_hours")
    assert names("held", now) == names("planned", now) == ["Made"]


def test_today_ends_at_midnight_of_the_shop(shop: Workspace, now: datetime) -> None:
    midnight = datetime(2026, 9, 15, 17, tzinfo=UTC)
    follow_up(contact("Dewi", now), now, next_at=midnight - timedelta(seconds=1))
    follow_up(contact("Made", now), now, next_at=midnight)
    assert names("planned", now, window="today") == ["Dewi"]
    assert names("planned", now, window="week") == ["Dewi", "Made"]


def test_sent_today_begins_at_midnight_of_the_shop(shop: Workspace, now: datetime) -> None:
    midnight = datetime(2026, 9, 14, 17, tzinfo=UTC)
    sent(contact("Dewi", now), midnight)
    sent(contact("Made", now), midnight - timedelta(seconds=1))
    assert names("sent", now, window="today") == ["Dewi"]


def test_an_answer_in_the_recipes_time_makes_it_answered(shop: Workspace, now: datetime) -> None:
    for name, hours in (("Dewi", 24), ("Made", 25)):
        who = contact(name, now)
        sent(who, now)
        wrote(talk(who, now), now + timedelta(hours=hours))
    assert names("answered", now + timedelta(days=2)) == ["Dewi"]


def test_an_answer_belongs_to_the_newest_follow_up_before_it(shop: Workspace, now: datetime) -> None:
    dewi = contact("Dewi", now)
    sent(dewi, now)
    newest = sent(dewi, now + timedelta(hours=2), recipe="cek_setelah_tiba")
    wrote(talk(dewi, now), now + timedelta(hours=3))
    found = selectors.page(Wanted("answered"), now=now, zone=JAKARTA, cursor=None).rows
    assert [row.public_id for row in found] == [newest.public_id]


@pytest.mark.parametrize("tab", ["planned", "sent"])
def test_pages_show_every_row_once_though_many_share_an_instant(
    shop: Workspace, now: datetime, tab: str
) -> None:
    who = contact("Dewi", now)
    for place in range(25):
        at = now + timedelta(minutes=place // 5)
        follow_up(who, now, next_at=at) if tab == "planned" else sent(who, at)
    seen, cursor = [], None
    while True:
        found = selectors.page(Wanted(tab), now=now, zone=JAKARTA, cursor=cursor, limit=7)
        seen += [row.public_id for row in found.rows]
        cursor = found.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 25


def test_a_list_is_narrowed_by_recipe_and_by_reason(shop: Workspace, now: datetime) -> None:
    held(contact("Dewi", now), now, "quiet_hours")
    held(contact("Made", now), now, "weekend", recipe="cek_setelah_tiba")
    assert names("held", now, reason="weekend") == names("held", now, recipe="cek_setelah_tiba") == ["Made"]


def test_reasons_are_counted_and_not_due_is_none(shop: Workspace, now: datetime) -> None:
    held(contact("Dewi", now), now, "not_due", "quiet_hours")
    held(contact("Made", now), now, "quiet_hours", "weekend")
    counts = selectors.counts_by_reason(Wanted("held"), now=now, zone=JAKARTA)
    assert counts == {"quiet_hours": 2, "weekend": 1}


def test_times_are_shown_in_the_customers_own_zone(shop: Workspace, now: datetime) -> None:
    papua = contact("Yosef", now, country="ID", province="Papua", phone="+6281300000013")
    assert selectors.row_of(follow_up(papua, now)).zone == "Asia/Jayapura"


def test_the_plan_is_grouped_by_day_and_hour_of_the_shop(shop: Workspace, now: datetime) -> None:
    follow_up(contact("Dewi", now), now, next_at=datetime(2026, 9, 15, 18, 30, tzinfo=UTC))
    found = selectors.planned_by_hour(now=now, zone=JAKARTA)
    assert {(str(day), hour): number for (day, hour), number in found.items()} == {("2026-09-16", 1): 1}


def test_what_is_only_rehearsed_stands_apart_and_counts_nowhere_else(shop: Workspace, now: datetime) -> None:
    held(contact("Dewi", now), now, "quiet_hours", dry=True)
    follow_up(contact("Made", now), now, dry=True, state="rehearsed", next_at=None, finished_at=now)
    assert [names(tab, now) for tab in ("planned", "held", "sent", "dropped")] == [[], [], [], []]
    assert sorted(names("rehearsed", now)) == ["Dewi", "Made"]


def test_a_list_asks_the_database_equally_often_for_one_row_and_for_many(
    shop: Workspace, now: datetime, django_assert_num_queries: object
) -> None:
    for place in range(12):
        held(contact(f"Dewi {place}", now), now, "quiet_hours")
    with django_assert_num_queries(4):  # type: ignore[operator]
        names("held", now)


def test_the_door_to_a_follow_up_is_closed_to_another_shop(shop: Workspace, now: datetime) -> None:
    mine = follow_up(contact("Dewi", now), now)
    with workspace_scope(found_shop("Toko Lain", "citra@lain.test").id), pytest.raises(Http404):
        selectors.follow_up_by_public_id(mine.public_id)


def test_a_planned_message_is_taken_back_from_the_customers_page_and_written_down(shop: Workspace) -> None:
    now = business_now()
    dewi = contact("Dewi", now, phone="+6281300000011")
    row = follow_up(dewi, now, next_at=now + timedelta(hours=5))
    ani = browser(shop, Role.AGENT)
    card = ani.get(f"/tindak-lanjut/pelanggan/{dewi.public_id}/").content.decode()
    assert f"/tindak-lanjut/{row.public_id}/batal/" in card
    answer = ani.post(f"/tindak-lanjut/{row.public_id}/batal/", {"form": "plan"})
    assert answer.headers["Location"] == f"/pelanggan/{dewi.public_id}/"
    row.refresh_from_db()
    assert (row.state, row.reasons) == ("dropped", ["cancelled"])
    assert AuditEntry.objects.filter(action="follow_up.cancelled", subject=str(row.public_id)).exists()
