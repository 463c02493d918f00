"""Reviews: written on the customer's page, shown only with permission and approval, taken back at any time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapa.accounts.models import Workspace
from sapa.base import passes
from sapa.base.clock import set_demo_now
from sapa.contacts.models import Consent
from sapa.events.models import Event
from sapa.feedback import services
from sapa.feedback.models import Review
from sapa.feedback.services import reviews
from sapa.feedback.services.recipes import review_link
from sapa.feedback.services.reviews import REVIEW_NOT_ALLOWED, shortened
from sapa.feedback.views.public import KNOCKS
from sapa.journeys.models import Enrolment, Journey
from sapa.web.errors import Refused
from tests.rooms.feedback.test_scores import asked
from tests.rooms.pages import browser


@pytest.fixture(autouse=True)
def of_that_morning(settings: Any, now: datetime) -> None:
    settings.SAPA = settings.SAPA.model_copy(update={"demo": True})
    set_demo_now(now)
    KNOCKS.knocks.clear()


def path_of(shop: Workspace, now: datetime) -> str:
    where = asked("minta_ulasan", now)
    where.contact.name = "Dewi Sartika"
    where.contact.save(update_fields=["name"])
    link = f"{settings.SAPA.url}/nilai/ulasan-anda/"
    run = Enrolment.objects.get()
    personal = passes.personal(link, site=settings.SAPA.url, workspace_id=shop.pk, run_id=run.pk)
    return personal.removeprefix(settings.SAPA.url)


def block_of(shop: Workspace) -> str:
    return Client().get(f"/nilai/tampil/{passes.made('reviews', shop.pk)}/").content.decode()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Dewi Sartika", "Dewi S."),
        ("dewi", "Dewi"),
        ("+6281300000011", ""),
        ("", ""),
        ("Made I Wayan 7", "Made W."),
    ],
)
def test_a_name_is_shortened(name: str, shown: str) -> None:
    assert shortened(name) == shown


def test_a_permission_is_taken_back_with_its_customer_held_first(
    shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As replies in the chat hold them: otherwise both wait for each other."""
    asked("minta_ulasan", now)
    run, held = Enrolment.objects.get(), list[tuple[list[int], bool]]()
    row = services.give_review(run=run, stars=5, text="", allowed=True, named=False, now=now)
    with CaptureQueriesContext(connection) as told:

        def lock(*, contact_ids: Iterable[int]) -> None:
            held.append((list(contact_ids), any("FOR NO KEY UPDATE" in one["sql"] for one in told)))

        monkeypatch.setattr(reviews, "lock", lock)
        services.withdraw(review_id=row.pk, now=now)
    assert held == [([run.contact_id], False)]


def test_a_review_with_permission_is_kept_with_its_proof(shop: Workspace, now: datetime) -> None:
    path = path_of(shop, now)
    given = {"bintang": "5", "kata": "Bahannya adem", "izin": "nama"}
    page = Client().post(path, given, follow=True).content.decode()
    row = Review.objects.get()
    assert (row.stars, row.text, row.shown_name, row.state) == (5, "Bahannya adem", "Dewi S.", "new")
    assert "Dewi S." in page
    proof = Consent.objects.get(purpose="publish")
    assert (proof.state, str(row.public_id) in proof.proof) == ("granted", True)
    assert Event.objects.get(name="review.given").data["score"] == 5


def test_sending_twice_is_one_review_and_no_stars_is_none(shop: Workspace, now: datetime) -> None:
    path = path_of(shop, now)
    assert Client().post(path, {"kata": "Bagus"}).status_code == 422
    for stars in ("4", "1"):
        Client().post(path, {"bintang": stars})
    assert Review.objects.get().stars == 4


def test_nothing_is_shown_without_permission_and_approval(shop: Workspace, now: datetime) -> None:
    path, client = path_of(shop, now), browser(shop)
    Client().post(path, {"bintang": "5", "kata": "<b>Adem</b>", "izin": "anonim"})
    row = Review.objects.get()
    assert "Adem" not in block_of(shop)
    client.post(f"/nilai/ulasan/{row.public_id}/putuskan/", {"ke": "tampil"})
    assert "&lt;b&gt;Adem" in block_of(shop)
    assert "Dewi" not in block_of(shop)
    Client().post(path, {"tarik": "1"})
    assert "Adem" not in block_of(shop)


def test_a_review_that_may_not_be_shown_cannot_be_approved(shop: Workspace, now: datetime) -> None:
    Client().post(path_of(shop, now), {"bintang": "5", "izin": "tidak"})
    with pytest.raises(Refused, match=REVIEW_NOT_ALLOWED):
        services.decide(review=Review.objects.get(), shown=True, by=1, now=now)


def test_the_block_may_stand_in_a_frame_anywhere(shop: Workspace, now: datetime) -> None:
    answer = Client().get(f"/nilai/tampil/{passes.made('reviews', shop.pk)}/")
    assert "X-Frame-Options" not in answer.headers
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert Client().get("/nilai/tampil/1.zzzz/").status_code == 404


def test_the_page_gives_what_to_paste(shop: Workspace, now: datetime) -> None:
    page = browser(shop).get("/nilai/ulasan/").content.decode()
    assert "&lt;iframe src=" in page
    assert "Organization" not in page


def test_the_recipe_gets_the_page_by_one_tap_and_stays_as_it_runs(shop: Workspace, now: datetime) -> None:
    asked("minta_ulasan", now)
    browser(shop).post("/nilai/ulasan/resep/")
    journey = Journey.objects.get(recipe="minta_ulasan")
    assert (journey.settings["ulasan"]["tautan"], journey.mode) == (review_link(), "live")
