"""Which words are a review."""

import pytest

from sapa.domain.testimonies import Testimony, read_testimony


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("5", Testimony(5, "")),
        ("⭐⭐⭐⭐", Testimony(4, "")),
        ("5, bahannya adem sekali", Testimony(5, "bahannya adem sekali")),
        ("Bahannya adem dan jahitannya rapi", Testimony(None, "Bahannya adem dan jahitannya rapi")),
    ],
)
def test_stars_or_words_are_a_review(text: str, read: Testimony) -> None:
    assert read_testimony(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok kak terima kasih banyak",
        "nanti saya tulis ya kak",
        "Apakah ada warna lain",
        "Ukurannya pas tapi warnanya beda ya?",
        "Barangnya sampai dalam keadaan rusak",
        "berhenti",
        "x " * 1500,
    ],
)
def test_thanks_promises_questions_and_complaints_are_none(text: str) -> None:
    assert read_testimony(text) is None
