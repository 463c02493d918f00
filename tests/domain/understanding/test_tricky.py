"""Messages of trades that the utterances do not know, and the classes that went wrong before."""

from pathlib import Path

import pytest

from sapa.domain.understanding.shipping import shipped
from sapa.domain.understanding.types import Understood
from sapa.domain.understanding.understand import understand

LINES = Path(__file__).with_name("tricky.tsv").read_text("utf-8").splitlines()
CASES = [(intent, reason, text) for intent, reason, text in (line.split("\t")[:3] for line in LINES)]
ANY, CALM = "*", "-"


def reading(text: str) -> Understood:
    return understand(text, None, model=shipped())


def reason_of(text: str) -> str:
    return reading(text).escalation_reason or CALM


def test_nineteen_of_twenty_are_understood() -> None:
    wrong = [
        text for intent, _, text in CASES if intent != ANY and reading(text).intent not in intent.split("/")
    ]
    assert len(wrong) / len(CASES) <= 0.05, wrong


def test_whoever_needs_a_person_gets_one() -> None:
    assert [text for _, reason, text in CASES if reason != CALM and reason_of(text) == CALM] == []


def test_hardly_anybody_else_does() -> None:
    assert len([text for _, reason, text in CASES if reason == CALM and reason_of(text) != CALM]) <= 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("barusan ditelepon orang, minta kode otp katanya dari toko ini", "fraud_privacy"),
        ("mau ono sing nelpon njaluk kode otp", "fraud_privacy"),
        ("aya nu nelepon menta kode otp ngaku ti toko", "fraud_privacy"),
        ("someone called asking for my OTP", "fraud_privacy"),
        ("kode otp buat masuk ga nyampe2 ke hp", CALM),
        ("suruh kurirnya telepon saya", CALM),
        ("kurire kon nelpon aku yo", CALM),
        ("ask the courier to call me first", CALM),
        ("suruh adminnya telepon saya", "human_request"),
        ("is the FRIDAY code expired?", CALM),
        ("kupon JUMAT udah expired blm", CALM),
        ("the yoghurt is expired", "safety"),
        ("where's my lipstick", CALM),
        ("one star. took forever", CALM),
        ("bintang 1, lama bgt", CALM),
        ("one star for you if this isn't fixed today", "threat"),
        ("anak saya barusan minum sabun cairnya, gimana ini", "safety"),
        ("my toddler just swallowed the battery from the toy", "safety"),
        ("bocahku ngombe pewangine, piye iki", "safety"),
        ("budak abdi nginum sabun cairna, bahaya teu", "safety"),
        ("suami ngamuk gara2 warnanya beda haha", CALM),
        ("WOI MIN APA KABAR LAMA GA BELANJA", CALM),
        ("udah mau abis, kirim lagi kaya biasa ya", CALM),
        ("sambele pedes koyo kobong", CALM),
    ],
)
def test_a_class_that_went_wrong_is_heard_as_meant(text: str, reason: str) -> None:
    assert reason_of(text) == reason


@pytest.mark.parametrize("text", ["wis tak transfer yo mbak", "mau wis tak tf neng bri"])
def test_in_javanese_tak_before_a_verb_is_i(text: str) -> None:
    assert reading(text).intent == "payment_confirmation"


@pytest.mark.parametrize("text", ["paket tak kunjung datang", "barang tak sesuai gambar"])
def test_in_indonesian_tak_is_not(text: str) -> None:
    assert reading(text).intent in ("delivery_late", "defective_wrong_item")


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("jas ujannya boleh masuk mesin cuci ga, jas hujan kuning", "jas hujan"),
        ("oli gardannya bocor ke motor saya", "oli gardan"),
        ("how do I pair the smart lock with my phone", "smart lock"),
        ("teh, hatur nuhun", None),
        ("barange durung teko", None),
    ],
)
def test_the_goods_are_not_what_stands_around_them(text: str, goods: str | None) -> None:
    assert reading(text).slots.get("product") == goods
