"""Which words are a review."""

import pytest

from sapa.domain.testimonies import GivenReview, read_testimony


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("5", GivenReview(5, "")),
        ("⭐⭐⭐⭐", GivenReview(4, "")),
        ("5, bahannya adem sekali", GivenReview(5, "bahannya adem sekali")),
        ("Bahannya adem dan jahitannya rapi", GivenReview(None, "Bahannya adem dan jahitannya rapi")),
    ],
)
def test_stars_or_words_are_a_review(text: str, read: GivenReview) -> None:
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
