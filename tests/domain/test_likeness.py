"""Names found by what people write instead of them."""

import pytest

from sapa.domain.dialogue.likeness import names_of

NAMES = names_of(
    enumerate(
        (
            "Serum Niacinamide 10% 30 ml",
            "Serum Vitamin C 20 ml",
            "Sunscreen SPF 50 Gel",
            "Facial Wash Green Tea 100 ml",
            "Kebaya Kutubaru M",
            "Kebaya Encim L",
        )
    )
)


@pytest.mark.parametrize(
    ("said", "best"),
    [
        ("niacinamide", 0),
        ("serum niacinamid", 0),
        ("sunscren", 2),
        ("sunskrin spf 50", 2),
        ("serum vit c", 1),
        ("kebaya kutu baru", 4),
        ("fasial wash", 3),
        ("ada kebaya encim ga?", 5),
    ],
)
def test_the_name_that_is_meant_comes_first(said: str, best: int) -> None:
    assert NAMES.like(said, most=5)[0] == best


@pytest.mark.parametrize("said", ["motor bekas", "asuransi", "", "??", "kapan buka"])
def test_what_no_name_is_like_finds_nothing(said: str) -> None:
    assert NAMES.like(said, most=5) == []
