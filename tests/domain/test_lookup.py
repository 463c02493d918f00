"""What is typed into the search box, and what of an answer is marked."""

import pytest

from sapa.domain.lookup import excerpt, marked, read_question


@pytest.mark.parametrize(
    "text", ["0812-1111-2222", "+62 812 1111 2222", "6281211112222", "wa.me/6281211112222"]
)
def test_a_phone_in_any_spelling_is_one_number(text: str) -> None:
    assert read_question(text).phones == ("+6281211112222",)


def test_a_part_of_a_phone_is_a_beginning_or_its_last_digits() -> None:
    asked = read_question("0812 11")
    assert (asked.phones, asked.digits) == (("+6281211", "+81211"), "081211")
    assert read_question("2222").digits == "2222"
    assert read_question("222").digits == ""


def test_a_number_of_an_order_has_no_case_and_no_signs_between() -> None:
    assert {read_question(one).code for one in ("#SARI-1041", "sari 1041", "Sari/1041")} == {"sari1041"}


@pytest.mark.parametrize("text", ["", "  ", "\0", "-", "%", "'"])
def test_what_says_nothing_has_no_number(text: str) -> None:
    asked = read_question(text)
    assert (asked.phones, asked.digits, asked.code) == ((), "", "")


@pytest.mark.parametrize(
    ("text", "question", "found"),
    [
        ("Dewi Lestari", "lestari DEWI", ["Dewi", "Lestari"]),
        ("+62 812-1111-2222", "0812 1111", ["62 812-1111"]),
        ("+62 812-1111-2222", "2222", ["2222"]),
        ("INV/2026/7919", "inv 2026 7919", ["INV/2026/7919"]),
        ("a.b", ".", ["."]),
        ("Dewi", "made", []),
    ],
)
def test_what_was_asked_for_is_marked(text: str, question: str, found: list[str]) -> None:
    pieces = marked(text, read_question(question))
    assert [piece for piece, hit in pieces if hit] == found
    assert "".join(piece for piece, _hit in pieces) == text


def test_a_long_message_is_cut_around_the_place() -> None:
    told = excerpt("halo " * 100 + "sepatu merah" + " kak" * 100, read_question("sepatu"), 60)
    assert "sepatu merah" in told
    assert (told[0], told[-1]) == ("…", "…")
    assert len(told) <= 62
