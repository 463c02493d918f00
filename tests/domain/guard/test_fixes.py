from datetime import datetime

import pytest

from sapa.domain.guard import GuardCase, check

AFTERNOON = datetime.fromisoformat("2027-01-19T15:10")


def mended(text: str, code: str, klass: str = "notice", segment: str = "b2c") -> str | None:
    finding = check(GuardCase(text, klass, segment, AFTERNOON)).of(code)
    assert finding is not None
    return finding.fix


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("Selamat pagi, Kak.", "Selamat sore, Kak."),
        ("SELAMAT PAGI KAK DEWI", "SELAMAT SORE KAK DEWI"),
        ("Halo, Selamat Malam dan selamat pagi.", "Halo, Selamat Sore dan selamat sore."),
    ],
)
def test_a_greeting_is_put_right_for_the_hour(text: str, fixed: str) -> None:
    assert mended(text, "greeting_time") == fixed


def test_one_exclamation_mark_stays() -> None:
    assert mended("Hore!! Paket tiba! Sudah dicoba?!", "exclamation") == "Hore! Paket tiba. Sudah dicoba?"


def test_the_first_three_emoji_stay_and_none_for_a_company() -> None:
    assert mended("Hai 😊 ya 🙏 ok 👍🏽 eh ❤️ oh ✨.", "emoji") == "Hai 😊 ya 🙏 ok 👍🏽 eh oh."
    assert mended("Hai 😊 ya, ok 🙏", "emoji", segment="b2b") == "Hai ya, ok"


def test_doubled_honorifics_become_one() -> None:
    assert mended("Halo Kak Kak Dewi", "honorific") == "Halo Kak Dewi"
    assert mended("Halo Bapak Ibu Dewi", "honorific") == "Halo Bapak/Ibu Dewi"


def test_a_company_is_addressed_without_guessing_the_gender() -> None:
    assert mended("Halo Kak Yosef", "honorific", segment="b2b") == "Halo Bapak/Ibu Yosef"


def test_mixed_forms_are_left_to_a_person() -> None:
    assert mended("Halo Kak Dewi, terima kasih Ibu", "honorific") is None


def test_the_way_out_is_added_to_a_promo() -> None:
    fixed = mended("Ada varian baru", "missing_opt_out", "promo")
    assert fixed == "Ada varian baru. Balas BERHENTI bila tidak ingin menerima info promo."


def test_a_blank_is_never_filled_by_the_guard() -> None:
    assert mended("Halo {{ nama }}", "placeholder") is None


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("Siap bosku, invoice kami kirim.", "Siap, invoice kami kirim."),
        ("Siap, bosku. Kami kirim.", "Siap. Kami kirim."),
        ("Hehe, maaf ya gan.", "Maaf ya."),
        ("Sudah. Bro, invoice kami kirim wkwkwk", "Sudah. Invoice kami kirim"),
    ],
)
def test_a_familiar_call_is_left_out(text: str, fixed: str) -> None:
    assert mended(text, "over_familiar", "reply", "b2b") == fixed


def test_a_word_that_carries_meaning_is_left_to_a_person() -> None:
    assert mended("Motifnya cantik bosku", "over_familiar") is None


def test_a_text_that_no_channel_takes_is_judged_but_not_corrected() -> None:
    assert mended("Paket tiba" + "!" * 200, "exclamation") == "Paket tiba!"
    assert mended("Paket tiba" + "!" * 20_000, "exclamation") is None
