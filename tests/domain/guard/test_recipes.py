"""Every text of the library, filled with the samples of the registry, is one that the guard lets pass."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from sapa.domain.guard import check_text
from sapa.domain.journeys.reading import read_definition
from sapa.domain.journeys.registry.variables import samples

SEGMENTS = ("b2c", "b2b")


def texts() -> Iterator[Any]:
    for file in sorted(files("sapa.domain.data").joinpath("recipes").iterdir(), key=lambda one: one.name):
        recipe = read_definition(file.read_text(encoding="utf-8"))
        for step in recipe.messages:
            for number, wording in enumerate(step.variants):
                klass, category = step.klass or recipe.klass, step.category or recipe.category
                for segment in SEGMENTS:
                    name = f"{recipe.id}-{step.id}-{number}-{segment}"
                    yield pytest.param(wording.of(segment), klass, segment, category, id=name)


@pytest.mark.parametrize(("source", "klass", "segment", "category"), list(texts()))
def test_our_own_texts_give_no_finding(source: str, klass: str, segment: str, category: str) -> None:
    checked = check_text(source, klass, segment, category, samples(segment))
    assert checked.codes == ()


def test_a_text_of_the_owner_is_told_what_is_wrong_before_it_is_saved() -> None:
    source = "{{ panggilan }}, buruan, diskon kapan lagi! {{ pesanan.nomor }}"
    checked = check_text(source, "promo", "b2c", "utility", samples("b2c"))
    assert checked.preview == "Kak Dewi, buruan, diskon kapan lagi! TS-1042"
    assert checked.on_source.codes == ("utility_with_promo", "wa_edges")
    assert checked.findings.codes == (
        "hard_sell",
        "missing_opt_out",
        "missing_sender",
        "no_terms",
        "too_short",
    )
    assert checked.blocked
