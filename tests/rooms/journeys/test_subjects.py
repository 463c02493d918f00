from datetime import datetime, timedelta

from sapa.accounts.models import Workspace
from sapa.contacts.models import Contact
from sapa.domain.recipes import LIBRARY
from sapa.journeys.models import FollowUp
from sapa.journeys.services import leave
from tests.rooms.journeys.own import happened
from tests.rooms.journeys.rows import contact, follow_up

DAY = timedelta(days=1)


def reminder(who: Contact, now: datetime, subject: str) -> FollowUp:
    told = {"exits": ["paid", "renewed"], "due_at": now + DAY, "next_at": now + DAY}
    step = LIBRARY["pengingat_tagihan"].messages[0].id
    key = f"pengingat_tagihan:{subject}:{step}"
    return follow_up(who, now, recipe="pengingat_tagihan", key=key, step=step, **told)


def test_a_paid_invoice_ends_its_own_reminder_and_no_other(shop: Workspace, now: datetime) -> None:
    dewi = contact("Dewi", now, phone="+6281300000011")
    mine, other = reminder(dewi, now, "invoice-5"), reminder(dewi, now, "invoice-6")
    event = happened("invoice.paid", dewi, now + timedelta(hours=1), data={"invoice": 5})
    leave(events=[event], now=now + timedelta(hours=1))
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.reasons, "exit_paid" in other.reasons) == (["exit_paid"], False)


def test_a_renewed_subscription_ends_the_reminders_of_its_own_period(shop: Workspace, now: datetime) -> None:
    dewi = contact("Dewi", now, phone="+6281300000011")
    mine, other = reminder(dewi, now, "period-7-20261231"), reminder(dewi, now, "period-70-20261231")
    event = happened("subscription.renewed", dewi, now + timedelta(hours=1), data={"subscription": 7})
    leave(events=[event], now=now + timedelta(hours=1))
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.reasons, "exit_renewed" in other.reasons) == (["exit_renewed"], False)


def test_a_new_order_ends_what_was_about_an_older_one(shop: Workspace, now: datetime) -> None:
    dewi = contact("Dewi", now, phone="+6281300000011")
    told = {"exits": ["order_placed"], "due_at": now + DAY, "next_at": now + DAY}
    row = follow_up(dewi, now, recipe="kangen_pelanggan", key="kangen_pelanggan:contact-1:1", **told)
    FollowUp.objects.filter(pk=row.pk).update(order_id=None)
    leave(events=[happened("order.placed", dewi, now + timedelta(hours=1))], now=now + timedelta(hours=1))
    row.refresh_from_db()
    assert row.reasons == ["exit_order_placed"]
