"""Displeasure is counted, and a mild word weighs little."""

import pytest

from sapa.domain.moods import displeasure


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [
        ("makasih kak, barangnya bagus", 0, 0),
        ("kapan dikirim??", 0, 0),
        ("agak kecewa sih", 1, 1),
        ("parah banget, kecewa dan kesel!!", 3, 9),
        ("this is ridiculous, worst shop ever", 2, 9),
    ],
)
def test_words_of_displeasure_are_counted(said: str, least: int, most: int) -> None:
    assert least <= displeasure(said) <= most
