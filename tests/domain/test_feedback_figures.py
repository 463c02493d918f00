"""Shares and net scores with how sure they are; what words are about."""

import pytest

from sapa.domain.scores import words_beside
from sapa.domain.statistics.intervals import net_promoters, wilson
from sapa.domain.verbatims import tags_of


@pytest.mark.parametrize(("hits", "n", "low", "high"), [(9, 10, 0.60, 0.98), (90, 100, 0.83, 0.945)])
def test_nine_of_ten_is_less_sure_than_ninety_of_a_hundred(
    hits: int, n: int, low: float, high: float
) -> None:
    found = wilson(hits, n)
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((0.9, low, high), abs=0.006)


def test_nobody_answered_is_no_figure() -> None:
    assert (wilson(0, 0), net_promoters(0, 0, 0)) == (None, None)


@pytest.mark.parametrize(("n", "half"), [(30, 27), (100, 15), (300, 8)])
def test_a_net_score_is_as_wide_as_it_should_be(n: int, half: int) -> None:
    found = net_promoters(n // 2, n // 5, n)
    assert found is not None
    assert found.value == pytest.approx(30, abs=0.1)
    assert (found.high - found.low) / 2 == pytest.approx(half, rel=0.15)


def test_five_promoters_alone_are_not_certain() -> None:
    found = net_promoters(5, 0, 5)
    assert found is not None
    assert (found.value, found.high) == (100, 100)
    assert found.low < 60


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5", ""),
        ("⭐⭐⭐⭐⭐", ""),
        ("9, pelayanannya cepat", "pelayanannya cepat"),
        ("nilai 4/5 kak, makasih", ""),
    ],
)
def test_the_words_beside_a_score_are_the_reason(text: str, words: str) -> None:
    assert words_beside(text) == words


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("kurirnya lama, paket penyok", ["delivery", "packaging", "speed"]),
        ("Adminnya ramah sekali", ["service"]),
        ("kekecilan, minta tukar ukuran", ["fit"]),
        ("terima kasih", []),
    ],
)
def test_words_say_what_they_are_about(text: str, tags: list[str]) -> None:
    assert tags_of(text) == tags
