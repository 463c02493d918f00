"""Every text can be filled, says who writes and how to stop, and no rule of the guard speaks against it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sapa.domain.guard import check_text
from sapa.domain.journeys.definition import Definition, MessageStep, TaskStep
from sapa.domain.journeys.registry import VARIABLES, samples
from sapa.domain.journeys.registry.filling import variables_for
from sapa.domain.recipes import LIBRARY
from sapa.domain.templating import compile_whatsapp, render, variables_of
from tests.domain.recipes.cast import (
    FEATURE,
    PAID,
    PARCEL,
    PERIOD,
    REPLACEMENT,
    RETURN,
    TICKET,
    WEDNESDAY,
    scene_of,
)

TEXTS = [
    pytest.param(recipe, step, text.of(segment), segment, id=f"{recipe.id}-{step.id}-{segment}")
    for recipe in LIBRARY.values()
    for step in recipe.messages
    for text in step.variants
    for segment in ("b2c", "b2b")
]
WORK = [
    pytest.param(step.text.of(segment), segment, id=f"{recipe.id}-{step.id}-{segment}")
    for recipe in LIBRARY.values()
    for step in recipe.steps
    if isinstance(step, TaskStep)
    for segment in ("b2c", "b2b")
]
WAY_OUT = "Balas BERHENTI"
ASKS_A_FAVOUR = {"minta_ulasan"}
OTHERWISE: dict[tuple[str, str], dict[str, Any]] = {
    ("cek_setelah_tiba", "presumed"): {"on": "delivery.presumed", "order": replace(PAID, eta=WEDNESDAY)},
    ("nps", "langganan"): {"subscription": PERIOD},
    ("csat", "penggantian"): {"shipment": REPLACEMENT},
    ("pasca_keluhan", "penggantian"): {"shipment": REPLACEMENT},
    ("kabar_pengiriman", "tiba"): {
        "on": "shipment.delivered",
        "shipment": replace(PARCEL, status="delivered", delivered_at=WEDNESDAY),
    },
    ("status_retur", "selesai"): {"returned": replace(RETURN, status="refunded")},
    ("status_retur", "diganti"): {"returned": replace(RETURN, status="replaced")},
    ("edukasi_fitur", "1"): {"feature": FEATURE},
    ("balasan_otomatis", "jam_layanan"): {"ticket": TICKET, "answer_by": WEDNESDAY + timedelta(hours=1)},
    ("balasan_otomatis", "luar_jam"): {"ticket": TICKET, "answer_by": WEDNESDAY + timedelta(hours=22)},
}


@pytest.mark.parametrize(("recipe", "step", "text", "segment"), TEXTS)
def test_a_text_with_samples_passes_the_guard(
    recipe: Definition, step: MessageStep, text: str, segment: str
) -> None:
    found = check_text(
        text, step.klass or recipe.klass, segment, step.category or recipe.category, samples(segment)
    )
    assert found.codes == ()
    assert 60 <= len(found.preview) <= 500


@pytest.mark.parametrize(("recipe", "step", "text", "segment"), TEXTS)
def test_a_text_can_become_a_whatsapp_template(
    recipe: Definition, step: MessageStep, text: str, segment: str
) -> None:
    body = compile_whatsapp(text)
    assert len(body.text) <= 550
    assert set(body.paths.values()) == set(variables_of(text)) <= set(VARIABLES)


@pytest.mark.parametrize(("recipe", "step", "text", "segment"), TEXTS)
def test_a_text_is_filled_from_what_is_known(
    recipe: Definition, step: MessageStep, text: str, segment: str
) -> None:
    change = OTHERWISE.get((recipe.id, step.id), {})
    scene = scene_of(recipe.id, segment=segment, hours="Senin sampai Sabtu 08.00 sampai 20.00 WIB", **change)
    told = render(text, variables_for(replace(scene, definition=recipe), WEDNESDAY))
    assert ("Dewi" if segment == "b2c" else "Anton Wijaya") in told
    assert "Toko Sari" in told


@pytest.mark.parametrize(("text", "segment"), WORK)
def test_a_persons_task_says_whom_and_why(text: str, segment: str) -> None:
    told = render(text, samples(segment))
    assert samples(segment)["panggilan"] in told
    assert not set(variables_of(text)) - set(VARIABLES)


@pytest.mark.parametrize(("recipe", "step", "text", "segment"), TEXTS)
def test_who_offers_or_asks_a_favour_says_how_to_stop(
    recipe: Definition, step: MessageStep, text: str, segment: str
) -> None:
    assert (WAY_OUT in text) == (recipe.klass == "promo" or recipe.id in ASKS_A_FAVOUR)
    assert ("promo.isi" in text) <= (recipe.klass == "promo")


@pytest.mark.parametrize(("recipe", "step", "text", "segment"), TEXTS)
def test_companies_are_addressed_formally(
    recipe: Definition, step: MessageStep, text: str, segment: str
) -> None:
    assert text.startswith("Yth. {{ panggilan }}," if segment == "b2b" else "Halo {{ panggilan }},")
    assert ("Kak" in text.replace("{{ panggilan }}", "")) <= (segment == "b2c")
