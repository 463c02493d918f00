"""Scores in customers' own words."""

import pytest

from sapa.domain.scores import read_score, says_not_yet


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("5", 5),
        ("5 kak", 5),
        ("Nilai 4, makasih", 4),
        ("saya kasih 3", 3),
        ("4/5", 4),
        ("4 dari 5", 4),
        ("5 karena cepat", 5),
        ("⭐⭐⭐⭐", 4),
        ("6", None),
        ("2 pesanan saya belum datang", None),
        ("5.000", None),
        ("1-2", None),
        ("3 hari lagi", None),
        ("08123456789", None),
        ("", None),
    ],
)
def test_a_score_stands_alone_or_before_its_reason(text: str, score: int | None) -> None:
    assert read_score(text, 1, 5) == score


@pytest.mark.parametrize(
    ("text", "not_yet"),
    [
        ("BELUM", True),
        ("Belum, masih bocor", True),
        ("belum beres kak", True),
        ("masih belum", True),
        ("belum sempat coba", False),
        ("sudah", False),
        ("sebelum jam 5 ya", False),
    ],
)
def test_belum_is_said_of_the_solution(text: str, not_yet: bool) -> None:
    assert says_not_yet(text) == not_yet
