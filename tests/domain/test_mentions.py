"""Names behind an @."""

import pytest

from sapa.domain.mentions import mentioned

TEAM = {1: "Budi", 2: "Budi Santoso", 3: "Ani", 4: "ani"}


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("@Budi tolong cek", {1}),
        ("tolong @budi santoso, ya", {2}),
        ("@Ani!", {3, 4}),
        ("surel ani@Budi.id", set()),
        ("@Budiman", set()),
        ("", set()),
    ],
)
def test_the_longest_name_behind_an_at_is_meant(text: str, whom: set[int]) -> None:
    assert mentioned(text, TEAM) == whom


def test_nobody_is_meant_where_nobody_has_a_name() -> None:
    assert mentioned("@ Halo @", {1: " "}) == set()
