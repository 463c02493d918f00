"""The gallery of recipes, one of them in full, switching it on with a rehearsal first."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from sapa.accounts.models import Workspace
from sapa.base.permissions import Role
from sapa.domain.recipes import LIBRARY
from sapa.journeys.models import FollowUp, Journey
from sapa.journeys.selectors.journeys.rehearsal import going_live, rehearsal_of
from sapa.journeys.selectors.recipes import by_stage, recipe_cards
from sapa.journeys.services import settle, switch
from tests.rooms.journeys.own import ASK, own, spoke
from tests.rooms.journeys.rows import contact, follow_up
from tests.rooms.pages import browser

GALLERY = "/tindak-lanjut/resep/"
RECIPE = "checkout_belum_bayar"


@pytest.fixture
def budi(shop: Workspace) -> Client:
    return browser(shop, Role.OWNER, "budi@tokosari.test")


def mode_of(recipe: str) -> str:
    return Journey.objects.get(recipe=recipe).mode


def test_every_recipe_stands_once_along_the_customers_life(shop: Workspace, budi: Client) -> None:
    placed = [card.id for stage in by_stage(recipe_cards()) for card in stage.cards]
    assert sorted(placed) == sorted(LIBRARY)
    page = budi.get(GALLERY).content.decode()
    assert [one for one in LIBRARY if f'id="{one}"' not in page] == []


def test_an_own_journey_stands_first(shop: Workspace, now: datetime) -> None:
    own(ASK, now=now)
    assert by_stage(recipe_cards())[0].cards[0].id == "salam"


def test_the_gallery_is_narrowed_by_state(budi: Client, now: datetime) -> None:
    switch(recipe=RECIPE, mode="dry_run", settings={}, now=now)
    page = budi.get(GALLERY, {"tampil": "dry_run"}).content.decode()
    assert re.findall(r'<li class="card journey-card" id="(\w+)"', page) == [RECIPE]


@pytest.mark.parametrize("recipe", list(LIBRARY))
def test_every_recipe_tells_its_steps_its_exits_and_its_texts(budi: Client, recipe: str) -> None:
    page = budi.get(f"{GALLERY}{recipe}/").content.decode()
    steps = LIBRARY[recipe].steps
    assert [step.id for step in steps if f'id="langkah-{step.id}"' not in page] == []
    assert page.count('class="journey-bubble"') >= 2 * len(LIBRARY[recipe].messages)
    assert "{{" not in page


def test_a_rehearsal_starts_without_further_questions(budi: Client) -> None:
    answer = budi.post(f"{GALLERY}{RECIPE}/nyalakan/", {"mode": "dry_run"})
    assert answer.status_code == 302
    assert mode_of(RECIPE) == "dry_run"


def test_live_at_once_is_asked_again_before_anything_happens(budi: Client, now: datetime) -> None:
    page = budi.post(f"{GALLERY}{RECIPE}/nyalakan/", {"mode": "live", "second_step": "on"}).content.decode()
    assert 'name="yakin"' in page
    assert 'name="second_step" value="on"' in page
    assert not Journey.objects.exists()


def test_who_confirms_gets_it_live_with_the_chosen_values(budi: Client) -> None:
    budi.post(f"{GALLERY}{RECIPE}/nyalakan/", {"mode": "live", "second_step": "on", "yakin": "1"})
    assert mode_of(RECIPE) == "live"
    assert Journey.objects.get().settings["second_step"] is True


def test_missing_values_are_asked_for_on_the_recipes_page(budi: Client) -> None:
    answer = budi.post(f"{GALLERY}kangen_pelanggan/nyalakan/", {"mode": "dry_run"})
    assert answer.status_code == 422
    assert "has-error" in answer.content.decode()


def test_the_confirmation_counts_the_messages_that_wait(shop: Workspace, now: datetime) -> None:
    dewi = contact("Dewi", now)
    follow_up(dewi, now, dry=True, next_at=now + timedelta(hours=2))
    told = going_live(Journey.objects.get(), LIBRARY[RECIPE])
    assert (told.waiting, told.first, told.has_number) == (1, now + timedelta(hours=2), False)


def test_a_rehearsal_shows_what_would_have_gone_and_from_there_it_goes_live(
    shop: Workspace, budi: Client, now: datetime
) -> None:
    journey = own(ASK, now=now, mode="dry_run")
    dewi = contact("Dewi", now, phone="+6281300000011")
    spoke(dewi, now)
    settle(contact_ids=[dewi.pk], now=FollowUp.objects.get().next_at or now)
    told = rehearsal_of(journey, zone="Asia/Jakarta")
    assert (told.would, [number for _day, number in told.days]) == (1, [1])
    assert [row.contact for row in told.sample] == [dewi]
    page = budi.get(f"{GALLERY}salam/gladi/").content.decode()
    assert "/kenapa/" in page
    confirm = budi.post(f"{GALLERY}salam/nyalakan/", {"mode": "live", "tetap": "1"}).content.decode()
    assert 'name="tetap" value="1"' in confirm
    budi.post(f"{GALLERY}salam/nyalakan/", {"mode": "live", "tetap": "1", "yakin": "1"})
    assert mode_of("salam") == "live"


def test_who_only_looks_sees_no_switch(shop: Workspace) -> None:
    lia = browser(shop, Role.ANALYST, "lia@tokosari.test")
    assert "nyalakan/" not in lia.get(f"{GALLERY}{RECIPE}/").content.decode()
    assert lia.post(f"{GALLERY}{RECIPE}/nyalakan/", {"mode": "off"}).status_code == 403
