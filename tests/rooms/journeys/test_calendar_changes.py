"""A change of the holidays or a season moves what waits, and the decision names the new version."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sapa.accounts import services
from sapa.accounts.models import Workspace
from sapa.domain.holidays import CalendarDay
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.services.planning import show_plan
from tests.rooms.journeys.rows import contact, follow_up

WEDNESDAY_NINE = datetime(2026, 9, 16, 2, tzinfo=UTC)


@pytest.fixture
def waiting(shop: Workspace, now: datetime) -> FollowUp:
    """For a company, due on Tuesday evening: it waits for Wednesday 09.00."""
    who = contact("Anton", now, segment="b2b", timezone="Asia/Jakarta", phone="+6281300000011")
    row = follow_up(who, now, due_at=now + timedelta(hours=9), klass="care", segment="b2b")
    show_plan(contact_ids=[who.pk], follow_up_ids={row.pk}, now=now)
    row.refresh_from_db()
    assert row.next_at == WEDNESDAY_NINE
    return row


def test_a_new_holiday_moves_what_waits_to_the_day_after(waiting: FollowUp, now: datetime) -> None:
    election = CalendarDay(date(2026, 9, 16), "ID", "national", "Pemilihan umum")
    services.add_day(day=election, now=now)
    waiting.refresh_from_db()
    assert waiting.next_at == WEDNESDAY_NINE + timedelta(days=1)
    assert "holiday_national" in Decision.objects.filter(follow_up=waiting).latest("pk").reasons


def test_taking_it_out_again_brings_the_message_back(waiting: FollowUp, now: datetime) -> None:
    election = CalendarDay(date(2026, 9, 16), "ID", "national", "Pemilihan umum")
    services.add_day(day=election, now=now)
    services.remove_day(key=election.key, now=now)
    waiting.refresh_from_db()
    assert waiting.next_at == WEDNESDAY_NINE


def test_the_decision_names_the_version_of_the_calendar(waiting: FollowUp, now: datetime) -> None:
    services.switch_preset(preset="friday_prayer", on=True, now=now)
    services.add_day(day=CalendarDay(date(2026, 9, 16), "ID", "cuti_bersama", "Cuti"), now=now)
    assert Decision.objects.filter(follow_up=waiting).latest("pk").policy_version == 2


@pytest.mark.parametrize(("province", "days"), [("Bali", 1), ("NTB", 0)])
def test_a_regional_day_is_off_only_for_customers_of_that_province(
    shop: Workspace, now: datetime, province: str, days: int
) -> None:
    who = contact("Made", now, segment="b2b", province=province, phone="+6281300000012")
    row = follow_up(who, now, due_at=now + timedelta(hours=9), klass="care", segment="b2b")
    galungan = CalendarDay(date(2026, 9, 16), "ID", "regional", "Galungan", province="Bali")
    services.add_day(day=galungan, now=now)
    row.refresh_from_db()
    nine_in_wita = WEDNESDAY_NINE - timedelta(hours=1)
    assert row.next_at == nine_in_wita + timedelta(days=days)
