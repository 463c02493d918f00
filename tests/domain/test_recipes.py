from datetime import UTC, date, datetime, timedelta

import pytest

from sapa.domain.journeys import PersonFacts, variables_for
from sapa.domain.orders import Money, OrderFacts
from sapa.domain.recipes import RECIPES, Recipe, Step, missing_settings
from sapa.domain.templating import compile_whatsapp, render

MONDAY = datetime(2026, 9, 14, 3, 0, tzinfo=UTC)
PROMO = {"isi": "potongan 10%", "kode": "KEMBALI10", "berlaku_sampai": "2026-12-31"}
TEXTS = [
    pytest.param(recipe, step, segment, id=f"{recipe.id}-{step.id}-{segment}")
    for recipe in RECIPES.values()
    for step in recipe.steps
    for segment in ("b2c", "b2b")
]


def no_day_off(day: date) -> bool:
    return False


def rendered(step: Step, segment: str) -> str:
    order = OrderFacts(
        "7033745709b7",
        MONDAY,
        goods="Kemeja batik",
        total=Money(947_790),
        shipped_at=MONDAY,
        delivered_at=MONDAY + timedelta(days=2),
        eta=MONDAY + timedelta(days=3),
        links={"pay": "https://toko-sari.example/bayar/7033745709b7"},
    )
    made = PersonFacts(1, segment, "Asia/Makassar", "Made Wijaya", "CV Dewata" if segment == "b2b" else "")
    known = variables_for(
        order=order,
        person=made,
        shop="Toko Sari",
        settings={"promo": PROMO},
        at=MONDAY,
        is_day_off=no_day_off,
    )
    return render(step.text(segment), known)


@pytest.mark.parametrize(("recipe", "step", "segment"), TEXTS)
def test_every_text_can_be_filled_and_has_a_fair_length(recipe: Recipe, step: Step, segment: str) -> None:
    text = rendered(step, segment)
    assert 60 <= len(text) <= 500
    assert "Toko Sari" in text
    assert "Made" in text


@pytest.mark.parametrize(("recipe", "step", "segment"), TEXTS)
def test_every_text_can_become_a_whatsapp_template(recipe: Recipe, step: Step, segment: str) -> None:
    body = compile_whatsapp(step.text(segment))
    assert len(body.text) <= 550
    assert set(body.paths.values()) <= recipe.variables


@pytest.mark.parametrize(("recipe", "step", "segment"), TEXTS)
def test_only_promotions_offer_something_and_they_say_how_to_stop(
    recipe: Recipe, step: Step, segment: str
) -> None:
    text = step.text(segment)
    assert ("Balas BERHENTI" in text) == ("promo.isi" in text) == (recipe.klass == "promo")


def test_a_promotion_needs_its_offer_before_it_can_be_switched_on() -> None:
    winback = RECIPES["kangen_pelanggan"]
    assert missing_settings(winback, {}) == ("promo.isi", "promo.kode", "promo.berlaku_sampai")
    assert missing_settings(winback, {"promo": PROMO}) == ()
    assert missing_settings(winback, {"promo": PROMO | {"berlaku_sampai": "besok"}}) == (
        "promo.berlaku_sampai",
    )
    assert not winback.enabled_by_default


def test_the_policy_sees_the_class_that_the_recipe_says() -> None:
    seen = {recipe.id: (recipe.klass, recipe.category, recipe.priority) for recipe in RECIPES.values()}
    assert seen == {
        "checkout_belum_bayar": ("reminder", "utility", 20),
        "cek_setelah_tiba": ("care", "utility", 40),
        "kangen_pelanggan": ("promo", "marketing", 80),
    }
