import pytest

from sapa.domain.optout import OptOut, read_optout


@pytest.mark.parametrize(
    "text",
    [
        "BERHENTI",
        "berhenti.",
        " Stop ",
        "STOP!!!",
        "unsub",
        "UNSUBSCRIBE",
        "“BERHENTI”",
        "tolong berhenti ya kak",
        "ＢＥＲＨＥＮＴＩ",
        "stop 🙏",
        "jangan kirim lagi",
        "jangan WA lagi",
        "jgn chat saya lagi",
        "jangan kirim pesan lagi ya",
        "hapus nomor saya",
        "Jangan hubungi saya lagi",
    ],
)
def test_a_message_that_only_says_stop_is_obeyed(text: str) -> None:
    assert read_optout(text, answering_promo=False) == OptOut("follow_up")
    assert read_optout(text, answering_promo=True) == OptOut("promo")


@pytest.mark.parametrize(
    "text", ["STOP PROMO", "berhenti promo", "jangan kirim promo lagi", "stop kirim iklan"]
)
def test_naming_promotions_stops_promotions_only(text: str) -> None:
    assert read_optout(text, answering_promo=False) == OptOut("promo")


@pytest.mark.parametrize(
    "text", ["Jangan hubungi saya lagi sama sekali", "stop semua", "berhenti semuanya ya"]
)
def test_everything_means_everything_even_after_a_promotion(text: str) -> None:
    assert read_optout(text, answering_promo=True) == OptOut("all")


@pytest.mark.parametrize(
    "text",
    [
        "berhenti langganan",
        "Mau berhenti langganan bulan depan bisa?",
        "kapan promonya berhenti?",
        "saya mau stop dulu pesanannya",
        "tolong hapus nomor saya yang lama lalu pakai yang ini",
        "jangan kirim pesan malam-malam, siang saja",
    ],
)
def test_a_longer_text_with_the_words_gets_one_question(text: str) -> None:
    assert read_optout(text, answering_promo=False) == "ask"


@pytest.mark.parametrize("text", ["MULAI", "mulai lagi", "start"])
def test_mulai_opens_again(text: str) -> None:
    assert read_optout(text, answering_promo=False) == "resume"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🙏",
        "terima kasih kak",
        "stop kontak ready?",
        "ada stop kontak 3 lubang?",
        "jangan kirim dulu barangnya, alamat salah",
        "jangan kirim",
        "kapan mulai promonya?",
        "nonstop 24 jam?",
    ],
)
def test_other_messages_say_nothing_about_it(text: str) -> None:
    assert read_optout(text, answering_promo=False) is None
