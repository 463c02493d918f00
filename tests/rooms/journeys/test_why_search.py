"""The search among decisions: every question finds its rows once, in a fixed number of queries."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order
from sapa.contacts.models import Contact, Identity
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.selectors.why import Asked, counts_by_rule, decisions_page, find_people
from tests.conftest import found_shop
from tests.rooms.journeys.rows import contact, follow_up, talk, wrote

JAKARTA = "Asia/Jakarta"
HOUR = timedelta(hours=1)


def decided(one: FollowUp, at: datetime, action: str = "wait", *reasons: str, **more: Any) -> Decision:
    told = {"stage": "settle", "action": action, "reasons": list(reasons)}
    return Decision.objects.create(follow_up=one, contact=one.contact, at=at, **(told | more))


def found(**asked: Any) -> list[str]:
    return [str(row.contact) for row in decisions_page(Asked(**asked), zone=JAKARTA, cursor=None).rows]


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    who = contact("Dewi", now, phone="+6281300000011")
    Identity.objects.create(contact=who, kind="phone", value="+6281300000011", created_at=now)
    return who


@pytest.fixture
def made(shop: Workspace, now: datetime) -> Contact:
    return contact("Made", now, phone="+6281300000012")


def test_newest_first(dewi: Contact, made: Contact, now: datetime) -> None:
    decided(follow_up(dewi, now), now)
    decided(follow_up(made, now), now + HOUR)
    assert found() == ["Made", "Dewi"]


def test_one_customer_with_everything_that_was_merged_into_them(
    dewi: Contact, made: Contact, now: datetime
) -> None:
    old = contact("Dewi lama", now, root=dewi)
    for who in (dewi, made, old):
        decided(follow_up(who, now), now)
    assert sorted(found(people=(dewi.pk,))) == ["Dewi", "Dewi lama"]


def test_answers_of_the_team_belong_to_their_customer(dewi: Contact, made: Contact, now: datetime) -> None:
    sent = wrote(talk(dewi, now), now, "Besok.", direction="out", by="agent", state="accepted")
    Decision.objects.create(message_id=sent.pk, contact=dewi, at=now, stage="gate", action="send")
    [row] = decisions_page(Asked(people=(dewi.pk,)), zone=JAKARTA, cursor=None).rows
    assert (row.text, row.message_id, row.outcome) == ("Besok.", sent.public_id, "sent")
    assert found(people=(made.pk,)) == []


def test_by_rule_by_journey_and_by_outcome(dewi: Contact, made: Contact, now: datetime) -> None:
    decided(follow_up(dewi, now), now, "wait", "quiet_hours")
    decided(follow_up(made, now, recipe="cek_setelah_tiba"), now, "drop", "exit_paid")
    assert found(rule="quiet_hours") == found(outcome="held") == ["Dewi"]
    assert found(recipe="cek_setelah_tiba") == found(outcome="dropped") == ["Made"]


def test_rehearsed_and_held_out_are_neither_sent_nor_dropped(
    dewi: Contact, made: Contact, now: datetime
) -> None:
    decided(follow_up(dewi, now, dry=True), now, "send")
    decided(follow_up(made, now), now, "drop", "holdout")
    assert (found(outcome="rehearsed"), found(outcome="held_out")) == (["Dewi"], ["Made"])
    assert found(outcome="sent") == found(outcome="dropped") == []


def test_a_day_is_a_day_of_the_shop(dewi: Contact, made: Contact, now: datetime) -> None:
    midnight = datetime.fromisoformat("2026-09-15T00:00:00+07:00")
    decided(follow_up(dewi, now), midnight - timedelta(microseconds=1))
    decided(follow_up(made, now), midnight)
    assert found(first=date(2026, 9, 15), last=date(2026, 9, 15)) == ["Made"]
    assert found(last=date(2026, 9, 14)) == ["Dewi"]


def test_every_rule_tells_how_often_whatever_rule_is_chosen(dewi: Contact, now: datetime) -> None:
    one = follow_up(dewi, now)
    decided(one, now, "wait", "not_due", "quiet_hours")
    decided(one, now, "wait", "quiet_hours", "weekend")
    counts = counts_by_rule(Asked(rule="weekend"), zone=JAKARTA)
    assert (dict(counts.by_rule), counts.whole) == ({"quiet_hours": 2, "weekend": 1}, True)


def test_pages_show_every_decision_once_though_many_share_an_instant(dewi: Contact, now: datetime) -> None:
    one = follow_up(dewi, now)
    for place in range(25):
        decided(one, now + (place // 5) * HOUR)
    seen, cursor = [], None
    while True:
        page = decisions_page(Asked(), zone=JAKARTA, cursor=cursor, limit=7)
        seen += [row.decision.pk for row in page.rows]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 25


@pytest.mark.parametrize("rows", [1, 12])
def test_a_page_asks_equally_often_for_one_row_and_for_many(
    dewi: Contact, now: datetime, django_assert_num_queries: Any, rows: int
) -> None:
    for place in range(rows):
        decided(follow_up(contact(f"Made {place}", now), now), now)
    with django_assert_num_queries(4):
        found()


@pytest.mark.parametrize("text", ["dewi", "0813-0000-0011", "SARI-1041", "sari-10"])
def test_a_customer_is_found_by_name_phone_and_order(dewi: Contact, now: datetime, text: str) -> None:
    told = {"source": "toko", "external_id": "1041", "number": "SARI-1041", "status": "placed"}
    Order.objects.create(contact=dewi, placed_at=now, recorded_at=now, updated_at=now, **told)
    assert find_people(text) == [dewi]


def test_nothing_of_another_shop_is_found(dewi: Contact, now: datetime) -> None:
    decided(follow_up(dewi, now), now)
    with workspace_scope(found_shop("Toko Lain", "citra@lain.test").id):
        assert (found(), find_people("dewi")) == ([], [])


def test_the_page_answers_every_address_that_a_person_may_write(dewi: Contact, now: datetime) -> None:
    decided(follow_up(dewi, now), now, "wait", "quiet_hours")
    budi = Client()
    budi.force_login(User.objects.get(email="budi@tokosari.test"))
    asked = {"dari": "2026-09-15", "sampai": "2026-09-15", "aturan": "quiet_hours", "cari": "dewi"}
    page = budi.get("/tindak-lanjut/kenapa/", asked).content.decode()
    assert "Menunggu: jam istirahat pelanggan." in page
    for name in ("dari", "sampai", "pelanggan", "sebelum", "hasil", "resep"):
        assert budi.get("/tindak-lanjut/kenapa/", {name: "'\"<bukan~~"}).status_code == 200
