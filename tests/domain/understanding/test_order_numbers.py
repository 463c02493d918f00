"""Numbers of orders in every writing that customers use, and numbers that are none."""

from pathlib import Path

import pytest

from sapa.domain.understanding.slots import slots_of

LINES = Path(__file__).with_name("order_numbers.tsv").read_text("utf-8").splitlines()
CASES = [(number, text) for number, text in (line.split("\t") for line in LINES)]


@pytest.mark.parametrize(("number", "text"), [case for case in CASES if case[0] != "-"])
def test_the_number_of_an_order_is_read(number: str, text: str) -> None:
    read = slots_of(text).get("order_id")
    assert read == (number.split(" + ") if " + " in number else number)


@pytest.mark.parametrize("text", [text for number, text in CASES if number == "-"])
def test_another_number_is_none_of_an_order(text: str) -> None:
    assert "order_id" not in slots_of(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("soal 40312 tadi gimana", "40312"), ("change 40312 to blue please", "40312")],
)
def test_what_the_message_asks_for_tells_that_a_bare_number_is_one(text: str, number: str) -> None:
    assert "order_id" not in slots_of(text)
    assert slots_of(text, intents=["change_order"])["order_id"] == number


def test_a_number_of_the_shop_behind_the_word_for_parcels_is_no_parcels() -> None:
    read = slots_of("minta no resi INV/2026/09/00912 dong")
    assert (read["order_id"], read.get("tracking_no")) == ("INV/2026/09/00912", None)
