import csv
from collections import Counter
from pathlib import Path

import pytest

from sapa.domain.understanding.escalation import escalation_of
from sapa.domain.understanding.types import REASONS

LINES = Path(__file__).with_name("escalations.tsv").read_text("utf-8").splitlines()
CASES = [
    (reason if reason != "-" else None, text)
    for reason, text in csv.reader(LINES, delimiter="\t", quoting=csv.QUOTE_NONE)
]
WRITTEN = [(reason, text) for reason, text in CASES if reason != "high_value"]


def read(text: str) -> str | None:
    return escalation_of(text, intents=(), amount=None)


def test_almost_nobody_who_needs_a_person_is_missed() -> None:
    needed = [text for reason, text in WRITTEN if reason]
    missed = [text for text in needed if read(text) is None]
    assert len(missed) / len(needed) <= 0.05, missed


def test_few_are_handed_over_without_need() -> None:
    found = [(reason, text) for reason, text in WRITTEN if read(text)]
    needless = [text for reason, text in found if reason is None]
    assert len(needless) / len(found) <= 0.1, needless


@pytest.mark.parametrize("reason", ["human_request", "safety"])
def test_nobody_who_asks_for_a_person_or_is_hurt_is_missed(reason: str) -> None:
    assert [text for needed, text in WRITTEN if needed == reason and read(text) is None] == []


def test_the_reason_is_nearly_always_the_right_one() -> None:
    wrong = [(text, read(text)) for reason, text in WRITTEN if reason and read(text) not in (None, reason)]
    assert len(wrong) <= 0.08 * len(WRITTEN), wrong


def test_every_reason_has_cases() -> None:
    assert set(REASONS) <= set(Counter(reason for reason, _ in CASES))


def test_a_dear_order_with_a_problem_goes_to_a_person() -> None:
    broken = ("defective_wrong_item",)
    assert escalation_of("mesinnya penyok kak", intents=broken, amount=7_500_000) == "high_value"
    unusual = escalation_of("mesinnya penyok kak", intents=broken, amount=7_500_000, high_value=10_000_000)
    assert unusual is None


def test_a_dear_order_without_a_problem_does_not() -> None:
    assert escalation_of("mau pesan 20 juta", intents=("place_order",), amount=20_000_000) is None
    assert escalation_of("sudah transfer ya", intents=("payment_confirmation",), amount=9_000_000) is None


def test_much_money_that_went_astray_does() -> None:
    paid = escalation_of(
        "sudah transfer tapi belum masuk juga", intents=("payment_confirmation",), amount=9_000_000
    )
    assert paid == "high_value"


def test_whoever_is_hurt_comes_before_whoever_shouts() -> None:
    assert read("ANJING MUKA SAYA MELEPUH PAKAI KRIM INI") == "safety"
