"""Whatever the text, the guard answers, and its corrections correct."""

from datetime import datetime, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from sapa.domain.guard import RULES, GuardCase, check

PIECES = st.sampled_from(
    (
        "Halo", "Kak", "Kak Dewi", "Toko Sari", "Bapak", "Ibu", "Bapak Ibu", "Kak Kak", "kamu", "Anda", "!", "!!!",
        "😊", "👍🏽👍🏽", "Selamat pagi", "SELAMAT MALAM", "selamat sore", "diskon 10%", "sampai 31 Januari",
        "100% katun",
        "Balas BERHENTI", "buruan", "sekarang juga", "{{ nama }}", "{{1}}", "[Nama]", "nan", ",", ".", "?", " ", "\n",
        "\t", "https://toko.id/?a=1", "bit.ly/x", "kirim", "OTP", "jangan", "sambal matah", "PENTING",
        "hanya untuk Kakak",
    )
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map(" ".join))
NEW_YEAR = datetime.fromisoformat("2027-01-01T00:00")
CLOCKS = st.integers(0, 24 * 60 - 1).map(lambda minute: NEW_YEAR + timedelta(minutes=minute))
NAMES = st.one_of(
    st.just(""), st.sampled_from(("Dewi Lestari", "D***i", "Ibu", "None", "Li")), st.text(max_size=12)
)
CASES = st.builds(
    GuardCase,
    text=TEXTS,
    klass=st.sampled_from(("notice", "reminder", "care", "promo", "reply")),
    segment=st.sampled_from(("b2c", "b2b")),
    at=st.one_of(st.none(), CLOCKS),
    name=NAMES,
    shop=NAMES,
    company=NAMES,
    context=st.lists(NAMES, max_size=3).map(tuple),
    recent=st.lists(st.sampled_from(("promo", "care")), max_size=3).map(tuple),
    wa_category=st.sampled_from(("", "utility", "marketing")),
    first_contact=st.booleans(),
    audience=st.integers(0, 3),
    brand_words=st.lists(st.sampled_from(("bunda", "", "sis")), max_size=2).map(tuple),
    pressure_words=st.lists(st.text(max_size=6), max_size=2).map(tuple),
)
COMMON = settings(max_examples=400, deadline=None)


@COMMON
@given(CASES)
@example(GuardCase("İ" * 30 + "ﬁ ĳ 100%", "promo", name="İ", shop="ﬁ"))
def test_every_text_gets_an_answer_within_its_own_borders(case: GuardCase) -> None:
    found = check(case)
    assert list(found.codes) == sorted(set(found.codes))
    assert all(one.span is None or 0 <= one.span[0] < one.span[1] <= len(case.text) for one in found.items)
    assert all(one.hint("id") and one.hint("en") for one in found.items)


@COMMON
@given(CASES)
def test_a_correction_removes_its_finding_and_adds_none(case: GuardCase) -> None:
    found = check(case)
    for one in found.items:
        if one.fix is not None:
            after = check(case.with_text(one.fix))
            assert one.code not in after.codes
            assert set(after.codes) < set(found.codes)
            assert RULES[one.code].fixable


@COMMON
@given(CASES)
def test_only_rules_of_the_class_are_asked(case: GuardCase) -> None:
    assert all(case.klass in RULES[code].severity for code in check(case).codes)


@COMMON
@given(CASES)
def test_blanks_around_a_text_change_nothing(case: GuardCase) -> None:
    assume(case.text.strip())
    assert (
        check(case.with_text(f"  {case.text.strip()} \n")).codes
        == check(case.with_text(case.text.strip())).codes
    )


@COMMON
@given(CASES)
def test_naming_the_customer_never_makes_the_name_missing(case: GuardCase) -> None:
    named = case.with_text(case.text.rstrip() + " Dewi.")
    assert "missing_name" not in check(GuardCase(named.text, case.klass, name="Dewi Lestari")).codes


@COMMON
@given(CASES)
def test_a_longer_history_of_promos_never_frees_a_promo(case: GuardCase) -> None:
    streak = GuardCase(case.text, "promo", recent=("promo", "promo", *case.recent))
    assert "promo_streak" in check(streak).codes


@COMMON
@given(CASES)
def test_a_blank_word_list_entry_finds_nothing(case: GuardCase) -> None:
    plain = GuardCase(case.text, case.klass)
    assert check(GuardCase(case.text, case.klass, pressure_words=("", " "), brand_words=("",))) == check(
        plain
    )


@pytest.mark.parametrize(
    ("piece", "end", "code"),
    [
        ("100% ", "", "hard_sell"),
        ("otp ", "", "too_long"),
        (".", "x", "too_long"),
        ("?", "!!", "exclamation"),
        ("a", " @ !!", "exclamation"),
        ("sawah nan ", "hijau !!", "exclamation"),
    ],
)
def test_a_long_text_of_the_same_is_answered_in_time_that_grows_with_its_length(
    piece: str, end: str, code: str
) -> None:
    text = piece * (100_000 // len(piece)) + end
    assert code in check(GuardCase(text, "promo", name="Dewi", shop="Toko Sari")).codes
