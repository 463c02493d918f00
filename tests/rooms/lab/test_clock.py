"""The demo clock's page: it exists only in demo mode, and only sets where to play to."""

from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.base.clock import demo_target, set_demo_now
from sapa.lab.views import STEPS

TUESDAY = datetime(2026, 9, 15, 3, tzinfo=UTC)


@pytest.fixture
def budi(shop: Workspace) -> Client:
    client = Client()
    client.force_login(User.objects.get(email="budi@tokosari.test"))
    return client


@pytest.fixture
def demo(settings: LazySettings, shop: Workspace) -> None:
    settings.SAPA = settings.SAPA.model_copy(update={"demo": True})
    set_demo_now(TUESDAY)


@pytest.mark.parametrize(
    ("step", "hour", "day"), [("1h", 4, 15), ("6h", 9, 15), ("morning", 1, 16), ("1d", 3, 16), ("7d", 3, 22)]
)
def test_each_step_leads_to_its_moment(step: str, hour: int, day: int) -> None:
    reached = STEPS[step](TUESDAY, "Asia/Jakarta").astimezone(UTC)
    assert reached == datetime(2026, 9, day, hour, tzinfo=UTC)


def test_before_eight_the_next_morning_is_today() -> None:
    early = datetime(2026, 9, 14, 22, tzinfo=UTC)
    assert STEPS["morning"](early, "Asia/Jakarta").astimezone(UTC) == datetime(2026, 9, 15, 1, tzinfo=UTC)


def test_outside_demo_mode_there_is_no_clock(budi: Client) -> None:
    assert budi.get("/demo/jam/").status_code == 404
    assert budi.post("/demo/jam/maju/", {"langkah": "1h"}).status_code == 404


def test_a_press_sets_the_target_and_two_presses_add_up(budi: Client, demo: None) -> None:
    for _ in range(2):
        budi.post("/demo/jam/maju/", {"langkah": "6h"})
    target = demo_target()
    assert target is not None
    assert (target.day, target.hour) == (15, 15)


def test_an_unknown_step_is_not_found(budi: Client, demo: None) -> None:
    assert budi.post("/demo/jam/maju/", {"langkah": "-1d"}).status_code == 404
    assert demo_target() is None


def test_while_it_plays_the_card_asks_for_itself_and_tells_the_page(budi: Client, demo: None) -> None:
    page = budi.post("/demo/jam/maju/", {"langkah": "1d"}, headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" in page
    assert "Rab 16 Sep 2026" in page
    assert budi.get("/demo/jam/", {"sejak": TUESDAY.isoformat()}).headers["HX-Trigger"] == "sapa:clock"


@pytest.mark.parametrize("broken", ["x", "", "2026-09-15"])
def test_a_broken_memory_of_the_beginning_starts_anew(budi: Client, demo: None, broken: str) -> None:
    budi.post("/demo/jam/maju/", {"langkah": "1d"})
    assert budi.get("/demo/jam/", {"sejak": broken}).status_code == 200
