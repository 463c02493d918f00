"""Business hours as a shop would tell them."""

import pytest

from sapa.domain.service_promise import OfficeHours
from sapa.domain.service_promise.spoken import hours_in_words

NINE_TO_FIVE = ((540, 1020),)
WEEK = (*([NINE_TO_FIVE] * 5), ((540, 780),), ())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "Senin–Jumat 09.00–17.00 WIB, Sabtu 09.00–13.00 WIB, Minggu tutup. Libur nasional tutup."),
        (
            "en",
            "Monday–Friday 09:00–17:00 WIB, Saturday 09:00–13:00 WIB, Sunday closed. Closed on public holidays.",
        ),
    ],
)
def test_days_in_a_row_that_are_alike_are_told_as_one(language: str, said: str) -> None:
    hours = OfficeHours("Asia/Jakarta", WEEK)
    assert hours_in_words(hours, language, zone_label="WIB", holidays=True) == said


def test_a_break_and_a_night_are_told() -> None:
    hours = OfficeHours("Asia/Jakarta", ((((480, 720), (780, 1440)),) * 7))
    assert hours_in_words(hours, "id") == "Senin–Minggu 08.00–12.00 dan 13.00–24.00."
