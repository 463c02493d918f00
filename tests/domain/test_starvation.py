"""The default policy leaves every recipe time enough (`domain.md` §2.12)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sapa.domain.policy import policy_from
from sapa.domain.recipes.library import LIBRARY
from sapa.domain.starvation import EXAMPLES, USUAL, Row, of_example, page, rows

PAGE = Path(__file__).parents[2] / "docs" / "starvation.md"
A_DAY = timedelta(hours=24)


def all_rows() -> Iterator[Row]:
    for definition in LIBRARY.values():
        yield from rows(definition, USUAL, policy_from())


def test_nothing_useful_for_a_day_loses_over_one_percent_of_private_customers() -> None:
    private = [row for row in all_rows() if row.person != "b2b" and row.useful >= A_DAY]
    lost = [(row.recipe, row.step, row.person) for row in private if row.loss.share > 0.01]
    assert (lost, {row.recipe for row in private}) == ([], set(LIBRARY) - {"checkout_belum_bayar"})


def test_the_checkout_reminder_half_an_hour_short_of_a_day_loses_nothing_either() -> None:
    first = [r for r in rows(LIBRARY["checkout_belum_bayar"], USUAL, policy_from()) if r.step == "1"]
    assert {row.loss.lost for row in first if row.person != "b2b"} == {0}
    assert min(row.useful for row in first) == A_DAY - timedelta(minutes=30)


@pytest.mark.parametrize(
    ("number", "share", "median", "p90"),
    [
        (0, 41.7, 4, 4), (1, 58.6, 4, 5), (2, 0, 4, 13), (3, 0, 7, 15), (4, 0, 5, 15), (5, 15, 4, 20),
        (6, 0, 17, 66), (7, 0, 24, 24), (8, 25, 24, 24), (9, 0.6, 24, 70),
    ],
)  # fmt: skip
def test_the_measured_rows_of_the_document_come_out_again(
    number: int, share: float, median: float, p90: float
) -> None:
    found = of_example(EXAMPLES[number], USUAL, policy_from())
    assert (round(100 * found.share, 1), found.median, found.p90) == (share, median, p90)


@pytest.mark.slow
def test_the_page_tells_what_is_measured() -> None:
    assert PAGE.read_text() == page()
