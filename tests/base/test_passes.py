"""Signed numbers in addresses of customers, and how often one may knock."""

import pytest

from sapa.base import passes
from sapa.web.pacing import Pace


def test_numbers_come_back_and_the_text_stays_the_same() -> None:
    token = passes.made("run", 1, 2**40)
    assert (passes.read("run", token), passes.made("run", 1, 2**40)) == ((1, 2**40), token)
    assert len(token) < 32


@pytest.mark.parametrize("change", ["1.2", "", ".", "1.2.", "é.2.x", "1.3.{seal}", "01.2.{seal}"])
def test_what_was_not_sealed_for_this_is_nothing(change: str) -> None:
    seal = passes.made("run", 1, 2).rsplit(".", 1)[1]
    assert passes.read("run", change.format(seal=seal)) is None
    assert passes.read("invited", passes.made("run", 1, 2)) is None


def test_only_links_to_our_own_pages_become_personal() -> None:
    given = {"site": "https://sapa.test", "workspace_id": 1, "run_id": 7}
    own = passes.personal("https://sapa.test/nilai/ulasan-anda/", **given)  # type: ignore[arg-type]
    assert own == f"https://sapa.test/nilai/ulasan-anda/{passes.made('run', 1, 7)}/"
    other = "https://forms.example/x"
    assert passes.personal(other, **given) == other  # type: ignore[arg-type]


def test_a_name_that_knocks_too_often_waits_and_memory_stays_small() -> None:
    at = [0.0]
    pace = Pace(2, 60, names=3, clock=lambda: at[0])
    assert [pace.lets("a") for _ in range(3)] == [True, True, False]
    at[0] = 61
    assert pace.lets("a")
    assert [pace.lets(name) for name in "bcdef"] == [True] * 5
    assert len(pace.knocks) == 3
