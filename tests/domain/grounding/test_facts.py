from datetime import date

import pytest

from sapa.domain.grounding import Fact, breaches, facts_of

TODAY = date(2026, 9, 15)


def said(text: str) -> set[tuple[str, str]]:
    return {(fact.kind, fact.value) for fact in facts_of(text, today=TODAY)}


@pytest.mark.parametrize(
    "text", ["Rp405.000", "Rp 405.000,-", "IDR 405,000.00", "rp405rb", "405 ribu rupiah"]
)
def test_one_amount_is_the_same_however_it_is_written(text: str) -> None:
    assert said(text) == {("money", "IDR 405000")}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("405rb", "405000"),
        ("1,5jt", "1500000"),
        ("2jt500", "2500000"),
        ("1 juta 250 ribu", "1250000"),
        ("empat ratus lima ribu", "405000"),
        ("1.250.000", "1250000"),
    ],
)
def test_an_amount_without_a_currency_is_a_number(text: str, amount: str) -> None:
    assert said(text) == {("number", amount)}


def test_cents_and_other_currencies_are_amounts_of_their_own() -> None:
    assert said("US$12.50 dan S$3") == {("money", "USD 12.5"), ("money", "SGD 3")}


@pytest.mark.parametrize(
    "text",
    ["16 September", "16/09", "16 Sep", "September 16", "16th of September", "besok", "tomorrow", "9/16"],
)
def test_one_day_is_the_same_however_it_is_written(text: str) -> None:
    assert said(text) == {("date", "09-16")}


@pytest.mark.parametrize(
    "text", ["16 September 2026", "2026-09-16", "16-09-2026", "16/09/26", "Sept 16, 2026"]
)
def test_a_year_is_stated_beside_its_day(text: str) -> None:
    assert said(text) == {("date", "09-16"), ("date", "2026-09-16")}


@pytest.mark.parametrize(
    "text", ["14.05", "14:05", "pukul 14.05", "jam 14.05", "2.05 pm", "pukul 2.05 siang"]
)
def test_one_hour_is_the_same_however_it_is_written(text: str) -> None:
    assert said(text) == {("time", "14:05")}


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("3 hari kerja", "3 workday"),
        ("three working days", "3 workday"),
        ("3x24 jam", "4320 minute"),
        ("tiga hari", "3 day"),
        ("2 minggu", "14 day"),
        ("seminggu", "7 day"),
        ("setahun", "12 month"),
    ],
)
def test_how_long_something_takes_is_counted(text: str, length: str) -> None:
    assert said(text) == {("duration", length)}


@pytest.mark.parametrize("text", ["0812-9999-8888", "+62 812 9999 8888", "6281299998888", "(0812) 99998888"])
def test_one_telephone_is_the_same_however_it_is_written(text: str) -> None:
    assert said(text) == {("digits", "6281299998888")}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("resi JNE0077001041", {("reference", "JNE0077001041")}),
        ("INV/2026/09/1041", {("reference", "INV2026091041")}),
        ("pesanan #1041", {("digits", "1041")}),
        ("VA 8808 1234 5678 9012", {("digits", "8808123456789012")}),
        ("https://www.Toko.id/bayar/", {("link", "toko.id/bayar")}),
        ("tulis ke halo@toko.id", {("email", "halo@toko.id")}),
        ("potongan 15 persen", {("percent", "15")}),
        ("stok 7 pcs", {("count", "7")}),
        ("pakai 15 gram", {("measure", "15 g")}),
        ("hari Minggu tutup", {("weekday", "6")}),
        ("paket tiba hari ini", {("date", "09-15")}),
        ("１６ September", {("date", "09-16")}),
        ("Rp4\u200b05.000", {("money", "IDR 405000")}),
    ],
)
def test_what_names_or_measures_things_is_found(text: str, facts: set[tuple[str, str]]) -> None:
    assert said(text) == facts


@pytest.mark.parametrize(
    "text", ["", "😀", "Ada yang bisa dibantu hari ini?", "yang ke-2 ya kak", "buka 24/7", "minggu depan"]
)
def test_talk_without_particulars_states_nothing(text: str) -> None:
    assert said(text) == set()


def test_without_a_clock_tomorrow_is_no_day_of_the_calendar() -> None:
    assert facts_of("besok") == {Fact("date", "today+1")}
    assert breaches("tiba besok", evidence=frozenset(), quoted=["tiba besok"], others=(), language="id") == ()


def test_a_day_that_no_calendar_has_is_one_that_nobody_knows() -> None:
    assert said("66 September 2026") == {("date", "no day: 66/9/2026")}
