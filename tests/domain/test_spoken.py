"""WhatsApp's signs in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapa.domain.spoken import Piece, pieces

AROUND = {"": "", "strong": "*", "em": "_", "s": "~", "link": ""}


def kinds(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in pieces(text)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Total *Rp99.000*, ya", [("", "Total "), ("strong", "Rp99.000"), ("", ", ya")]),
        ("_pelan_ ~bukan~", [("em", "pelan"), ("", " "), ("s", "bukan")]),
        ("2*3*4 dan a_b_c", [("", "2*3*4 dan a_b_c")]),
        ("* bukan * tebal", [("", "* bukan * tebal")]),
        ("```a*b*c```", [("code", "a*b*c")]),
        (
            "Cek https://toko.test/a_b_c?x=1.",
            [("", "Cek "), ("link", "https://toko.test/a_b_c?x=1"), ("", ".")],
        ),
        ("javascript:alert(1)", [("", "javascript:alert(1)")]),
    ],
)
def test_signs_mean_what_they_mean_on_whatsapp(text: str, read: list[tuple[str, str]]) -> None:
    assert kinds(text) == read


def test_emphasis_stands_in_emphasis() -> None:
    assert pieces("*sangat _penting_*")[0].parts == (
        Piece("", "sangat "),
        Piece("em", "penting", (Piece("", "penting"),)),
    )


def spelled(parts: tuple[Piece, ...]) -> str:
    return "".join(
        AROUND[one.kind] + (spelled(one.parts) if one.parts else one.text) + AROUND[one.kind] for one in parts
    )


@given(st.text(alphabet="*_~ ab\nhttps:/.", max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    assert spelled(pieces(text)) == text


@pytest.mark.parametrize("sign", ["*", "_", "~", "*_", "` ", "http://", "*a ", "_*~a"])
def test_a_hundred_thousand_signs_are_read_in_one_pass(sign: str) -> None:
    text = sign * (100_000 // len(sign))
    assert sum(len(one.text) for one in pieces(text)) <= len(text)
