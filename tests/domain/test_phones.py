import argparse
import csv
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapa.config.commands import phones as command
from sapa.domain.phones import Phone, normalise, region_of

CASES = Path(__file__).with_name("phones_cases.csv")


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers())
    args = parser.parse_args(["phones", "normalise", *arguments])
    code: int = args.run(args)
    return code


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", cases(), ids=lambda case: repr(case["raw"]))
def test_a_cell_becomes_a_number_or_a_reason(case: dict[str, str]) -> None:
    phone = normalise(case["raw"], case["country"])
    assert (phone.e164, phone.kind, phone.reason) == (case["e164"], case["kind"], case["reason"])


def test_a_short_mobile_is_not_read_as_a_landline() -> None:
    """The library alone reads 62812345678 as the landline +62 62812345678."""
    assert normalise("62812345678") == Phone("+62812345678", "mobile")


def test_an_unassigned_prefix_is_neither_short_nor_long() -> None:
    assert normalise("084212345678").reason == "unassigned"


def test_a_number_with_a_word_behind_a_comma_is_refused_for_its_letters() -> None:
    assert normalise("081234567890, Budi").reason == "letters"


def test_a_second_number_that_is_only_a_dash_does_not_count() -> None:
    assert normalise("081234567890 / -").e164 == "+6281234567890"


def test_a_landline_with_an_alternative_ending_is_not_joined_into_another_number() -> None:
    assert normalise("0215550549/50").reason == "several_numbers"


def test_only_mobiles_and_foreign_numbers_can_receive_chat() -> None:
    found = [normalise(raw).can_receive_chat for raw in ("081234567890", "+6581234567", "0215550549", "")]
    assert found == [True, True, False, False]


def test_a_country_may_be_a_code_a_name_or_a_calling_code() -> None:
    assert [region_of(name) for name in ("", "id", "Singapura", "+60", "XX")] == [
        "ID",
        "ID",
        "SG",
        "MY",
        None,
    ]


@given(st.text(max_size=40))
def test_any_text_gives_a_number_or_a_reason_and_never_an_error(raw: str) -> None:
    phone = normalise(raw)
    assert bool(phone.e164) == (phone.reason == "") == (phone.kind != "invalid")


@given(st.from_regex(r"\A[+(]?[0-9]{0,3}[ .-]?[0-9]{3,5}[ .-]?[0-9]{3,5}[ .-]?[0-9]{0,5}\Z"))
def test_a_normalised_number_stays_itself_and_is_valid(raw: str) -> None:
    phone = normalise(raw)
    if phone.e164:
        assert normalise(phone.e164) == phone
        assert phonenumbers.is_valid_number(phonenumbers.parse(phone.e164))


@given(st.from_regex(r"\A8(?:1[1-9]|5[2-9]|9[5-9])[1-9]{7,9}\Z"))
def test_every_indonesian_spelling_of_a_mobile_is_one_number(national: str) -> None:
    spellings = [
        "0" + national,
        "62" + national,
        "+62" + national,
        national,
        "0062" + national,
        "+62 0" + national,
    ]
    assert {normalise(spelling) for spelling in spellings} == {Phone("+62" + national, "mobile")}


def test_the_command_writes_one_line_for_every_row(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text('\ufeffraw,country\r\n0812-3456-7890,\r\n81234567,SG\r\n"a\nb",\r\n', encoding="utf-8")
    assert run(str(source), str(target)) == 0
    rows = list(csv.DictReader(target.read_text(encoding="utf-8").splitlines(keepends=True)))
    assert [row["kind"] for row in rows] == ["mobile", "foreign", "invalid"]
    assert rows[2]["raw"] == "a\nb"


def test_the_command_names_the_missing_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.csv"
    source.write_text("phone\n0812\n", encoding="utf-8")
    assert run(str(source), str(tmp_path / "out.csv")) == 1
    assert "raw" in capsys.readouterr().err
