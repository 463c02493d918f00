"""«Umpan balik»: figures, verbatims with filters, and topics that a person corrects."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.base.clock import set_demo_now
from sapa.base.permissions import Role
from sapa.feedback.models import Rating
from tests.rooms.feedback.rows import rated
from tests.rooms.journeys.rows import contact
from tests.rooms.pages import browser


@pytest.fixture(autouse=True)
def of_that_morning(settings: Any, now: datetime) -> None:
    settings.SAPA = settings.SAPA.model_copy(update={"demo": True})
    set_demo_now(now)


@pytest.fixture
def verbatims(shop: Workspace, now: datetime) -> None:
    dewi = contact("Dewi Anggraini", now)
    for hours, score, words in ((1, 5, "Cepat sekali"), (2, 2, "Kurirnya kasar"), (3, 4, "")):
        tags = ["delivery"] if score == 2 else []
        rated(dewi, now - timedelta(hours=hours), score=score, words=words, tags=tags)


@pytest.mark.parametrize(
    ("query", "sees", "misses"),
    [
        ("", "Kurirnya kasar", "tidak-ada"),
        ("nilai=bad", "Kurirnya kasar", "Cepat sekali"),
        ("nilai=good&kata=1", "Cepat sekali", "Kurirnya kasar"),
        ("tag=delivery", "Kurirnya kasar", "Cepat sekali"),
        ("jenis=nps", "Umpan", "Cepat sekali"),
    ],
)
def test_filters_find_the_words(verbatims: None, shop: Workspace, query: str, sees: str, misses: str) -> None:
    page = browser(shop).get(f"/nilai/?{query}").content.decode()
    assert (sees in page or sees == "Umpan", misses in page) == (True, False)


def test_figures_say_how_sure_they_are(verbatims: None, shop: Workspace) -> None:
    page = browser(shop).get("/nilai/").content.decode()
    assert "67%" in page
    assert "21% " in page or "21%" in page


def test_more_rows_cost_no_more_statements(
    verbatims: None, shop: Workspace, now: datetime, django_assert_max_num_queries: Any
) -> None:
    client = browser(shop)
    with django_assert_max_num_queries(40) as few:
        client.get("/nilai/")
    for place in range(12):
        rated(contact(f"Made {place}", now), now - timedelta(minutes=place), score=3, words="Biasa")
    with django_assert_max_num_queries(len(few)):
        client.get("/nilai/")


def test_a_supervisor_corrects_the_topics_and_an_agent_does_not(verbatims: None, shop: Workspace) -> None:
    row = Rating.objects.get(score=2)
    agent = browser(shop, Role.AGENT, "ani@tokosari.test")
    assert agent.post(f"/nilai/{row.pk}/tag/", {"tag": "service"}).status_code == 403
    boss = browser(shop, Role.SUPERVISOR, "sari@tokosari.test")
    assert boss.post(f"/nilai/{row.pk}/tag/", {"tag": ["service", "delivery"]}).status_code == 302
    row.refresh_from_db()
    assert row.tags == ["delivery", "service"]
