"""«Ukur pengaruhnya»: the power before the start, the choice of a person, the groups so far."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from sapa.accounts.models import Workspace
from sapa.base.permissions import Role
from sapa.domain.recipes import LIBRARY
from sapa.journeys.models import Enrolment, Journey
from sapa.journeys.selectors.journeys.figures import arms_of
from sapa.journeys.selectors.journeys.outlook import choices, volume_of
from sapa.journeys.services import hold_out
from tests.rooms.journeys.own import ASK, happened, own, spoke
from tests.rooms.journeys.rows import contact
from tests.rooms.pages import browser

HOME = "/tindak-lanjut/resep/"
UNPAID = LIBRARY["checkout_belum_bayar"]


@pytest.fixture
def budi(shop: Workspace) -> Client:
    return browser(shop, Role.OWNER, "budi@tokosari.test")


def months_of_orders(now: datetime, *, customers: int, paying: int) -> None:
    for number in range(customers):
        who = contact(f"Pelanggan {number}", now)
        at = now - timedelta(days=1 + number)
        happened("order.placed", who, at)
        if number < paying:
            happened("payment.received", who, at + timedelta(hours=5))


def test_volume_and_base_rate_are_the_shops_own(shop: Workspace, now: datetime) -> None:
    months_of_orders(now, customers=40, paying=16)
    volume = volume_of(UNPAID, None, now=now)
    assert (volume.a_week, volume.base, volume.is_measured) == (5.0, 0.4, True)


def test_with_few_customers_the_base_rate_is_an_assumption(shop: Workspace, now: datetime) -> None:
    months_of_orders(now, customers=4, paying=4)
    volume = volume_of(UNPAID, None, now=now)
    assert (volume.base, volume.is_measured) == (0.1, False)


def test_the_power_is_told_before_the_start(shop: Workspace, now: datetime) -> None:
    months_of_orders(now, customers=40, paying=16)
    nobody, tenth, half = choices(UNPAID, volume_of(UNPAID, None, now=now), now=now, zone="Asia/Jakarta")
    assert nobody.sentence == ""
    assert "±388 pelanggan per kelompok" in half.sentence
    assert tenth.outlook is not None
    assert half.outlook is not None
    assert tenth.outlook.needed.total > 2 * half.outlook.needed.total


def test_half_is_held_out_only_by_a_persons_choice(budi: Client, now: datetime) -> None:
    own(ASK, now=now)
    assert Journey.objects.get().share == 0
    budi.post(f"{HOME}salam/pengaruh/bagian/", {"bagian": "50"})
    assert Journey.objects.get().share == 50


def test_the_groups_are_counted_since_then(shop: Workspace, now: datetime) -> None:
    journey = own(ASK, now=now)
    spoke(contact("Made", now), now + timedelta(minutes=1))
    hold_out(journey=journey, share=50, now=now + timedelta(minutes=2))
    for number in range(8):
        spoke(contact(f"Pelanggan {number}", now), now + timedelta(minutes=3))
    journey.refresh_from_db()
    held_out = Enrolment.objects.filter(arm="control").count()
    assert [(one.name, one.people) for one in arms_of(journey)] == [
        ("treatment", 8 - held_out),
        ("control", held_out),
    ]


def test_nobody_is_left_without_notices(budi: Client, now: datetime) -> None:
    page = budi.get(f"{HOME}konfirmasi_pesanan/pengaruh/").content.decode()
    assert 'name="bagian"' not in page
    assert budi.post(f"{HOME}konfirmasi_pesanan/pengaruh/bagian/", {"bagian": "50"}).status_code == 409


def test_another_share_is_not_offered_and_not_taken(budi: Client, now: datetime) -> None:
    own(ASK, now=now)
    assert budi.post(f"{HOME}salam/pengaruh/bagian/", {"bagian": "30"}).status_code == 404
    assert Journey.objects.get().share == 0


def test_who_only_looks_may_not_choose(shop: Workspace, now: datetime) -> None:
    lia = browser(shop, Role.ANALYST, "lia@tokosari.test")
    assert lia.get(f"{HOME}checkout_belum_bayar/pengaruh/").status_code == 200
    assert lia.post(f"{HOME}checkout_belum_bayar/pengaruh/bagian/", {"bagian": "50"}).status_code == 403
