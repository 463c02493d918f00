from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.contacts.models import Contact, LedgerEntry
from sapa.contacts.services import record_consent
from sapa.journeys.models import FollowUp
from sapa.journeys.services.planning import show_plan
from tests.rooms.journeys.rows import contact, follow_up

PROMO = {"klass": "promo", "category": "marketing", "recipe_cap": {"max": 1, "days": 30}}


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    dewi = contact("Dewi Anggraini", now, phone="+6281300000011", province="DKI Jakarta", postcode="12190")
    record_consent(contact_id=dewi.pk, state="granted", source="test", at=now - timedelta(days=200))
    LedgerEntry.objects.create(
        contact=dewi,
        at=now - timedelta(days=29),
        fact="sent",
        channel="whatsapp",
        klass="promo",
        kind="kangen_pelanggan",
        by="system",
        message_id=1,
    )
    return dewi


def planned(row: FollowUp, now: datetime) -> FollowUp:
    show_plan(contact_ids=[row.contact_id], follow_up_ids={row.pk}, now=now)
    row.refresh_from_db()
    return row


def test_a_cap_that_time_lifts_does_not_end_a_later_follow_up(dewi: Contact, now: datetime) -> None:
    due = now + timedelta(days=1)
    row = planned(follow_up(dewi, now, recipe="kangen_pelanggan", due_at=due, **PROMO), now)
    assert (row.state, row.next_at, row.reasons) == ("waiting", due, ["not_due"])


def test_a_cap_ends_a_follow_up_that_is_due(dewi: Contact, now: datetime) -> None:
    row = planned(follow_up(dewi, now, recipe="kangen_pelanggan", **PROMO), now)
    assert (row.state, row.reasons) == ("dropped", ["recipe_cap"])


def test_one_held_beyond_its_time_is_told_by_what_holds_it(dewi: Contact, now: datetime) -> None:
    """Due at 23:00, quiet until 08:00: at midnight it would be wrong to say that its time has not come."""
    night = now + timedelta(hours=13)
    row = planned(follow_up(dewi, now, due_at=night), now)
    assert (row.next_at, row.reasons) == (now + timedelta(hours=22), ["quiet_hours"])


def test_one_that_only_waits_for_its_time_says_so(dewi: Contact, now: datetime) -> None:
    later = now + timedelta(hours=2)
    row = planned(follow_up(dewi, now, due_at=later), now)
    assert (row.next_at, row.reasons) == (later, ["not_due"])
