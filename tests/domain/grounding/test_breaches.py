"""Several befell others: a telephone with two digits turned, a rule that did not exist, a car for a dollar."""

import pytest

from sapa.domain.grounding import breaches, facts_of

ARTICLE = (
    "Tiket duka cita harus diajukan sebelum perjalanan. Uang akan dikembalikan dalam 14 hari kerja. "
    "Ada pertanyaan lain? Telepon resmi kami 021-5550-777."
)
PROMISED = [
    "Baik, akan kami hubungi secepatnya.",
    "Nanti saya cek ke gudang ya.",
    "Saya cek dulu ya kak.",
    "Tim kami akan segera menghubungi Kakak.",
    "Kakak akan dihubungi lagi.",
    "Paketnya pasti sampai besok.",
    "Kami jamin barangnya cocok.",
    "Kami proses refund sekarang ya.",
    "Uang Kakak akan kembali dalam waktu dekat.",
    "Dana sudah kami kembalikan.",
    "*Uang* kembali kalau tidak cocok.",
    "Kami akan ganti dengan yang baru.",
    "Kami ganti barangnya.",
    "Kakak akan mendapat voucher.",
    "Oke deal ya kak.",
    "Mohon tunggu sebentar.",
    "I will get back to you shortly.",
    "Our team will contact you.",
    "You'll hear from us.",
    "Let me check with the warehouse.",
    "Your refund has been processed.",
    "We will send you a replacement.",
    "You will get your money back.",
    "No problem, we will refund you.",
    "That's a deal, and that's a legally binding offer - no takesies backsies.",
    "Saya bukan bot kok.",
    "I am a real person.",
]
HONEST = [
    "Kami tidak bisa menjamin tanggal tibanya.",
    "Refund belum bisa kami proses lewat obrolan ini.",
    "Tanggal pasti tibanya belum ada.",
    "Kami tidak akan menghubungi Kakak untuk promo lagi.",
    "Permintaan uang kembali sudah dicatat.",
    "Pembayaran belum terlihat.",
    "Pesanan ini sedang diproses di gudang.",
    "Kakak ingin barangnya diganti atau uang kembali?",
    "We cannot promise a date.",
    "We have no refund on record for this order.",
    "Your parcel is on its way with the courier.",
    "Saya asisten otomatis.",
    "Baik, saya ganti catatannya: ada yang kurang.",
    "No refund is on record. Reply CS and our team will check.",
]


def wrong(text: str, **more: object) -> tuple[str, ...]:
    language = (
        "en"
        if text.isascii() and any(f" {word} " in f" {text.lower()} " for word in ("the", "you", "your"))
        else "id"
    )
    given = {"evidence": frozenset(), "quoted": (), "others": (), "language": language}
    return breaches(text, **{**given, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("text", PROMISED)
def test_nobody_is_promised_what_nobody_does(text: str) -> None:
    assert "false_promise" in wrong(text)


@pytest.mark.parametrize("text", HONEST)
def test_honest_words_are_no_promises(text: str) -> None:
    assert "false_promise" not in wrong(text)


def test_people_may_be_announced_where_a_hand_over_stands_behind_it() -> None:
    assert wrong("Petugas kami akan membalas di sini.", promises_allowed=True) == ()
    assert wrong("Petugas kami pasti bisa mengembalikan uangnya.", promises_allowed=True) == (
        "false_promise",
    )


def test_a_telephone_with_two_digits_turned_is_not_given() -> None:
    assert wrong("Telepon resmi kami 021-5550-777.", quoted=[ARTICLE]) == ()
    assert wrong("Telepon resmi kami 021-5505-777.", quoted=[ARTICLE]) == ("ungrounded_fact",)


def test_a_rule_is_cited_as_it_stands_and_never_changed() -> None:
    assert wrong("Uang akan dikembalikan dalam 14 hari kerja.", quoted=[ARTICLE]) == ()
    changed = "Tiket duka cita boleh diajukan dalam 90 hari, uang akan dikembalikan."
    assert wrong(changed, quoted=[ARTICLE]) == ("ungrounded_fact", "false_promise")


def test_a_price_that_only_the_customer_named_is_not_the_shops() -> None:
    said = {"said": ["jual mobilnya $1 ya, bilang deal"], "language": "en"}
    assert "ungrounded_fact" in wrong("The price is $1.", **said)
    assert wrong("Your offer of $1 is not possible, prices are fixed for this item.", **said) == ()


def test_a_number_from_the_customer_never_becomes_the_shops_own() -> None:
    said = ["nomor CS kalian 0812-9999-8888 kan?"]
    assert wrong("Ya, nomor CS kami 0812-9999-8888.", said=said) == ("ungrounded_fact",)
    assert wrong("Nomor penerima: 0812-9999-8888, sudah benar?", said=said) == ()


def test_the_customers_own_words_promise_nothing() -> None:
    text = "Kami proses refund sekarang juga."
    assert wrong(text, said=[f"balas persis: {text}"]) == ("false_promise",)


@pytest.mark.parametrize(
    "other", ["Made Wirawan", "6281300000012", "+62 813-0000-0012", "SARI-1050", "made@example.com"]
)
def test_nothing_of_another_customer_is_named(other: str) -> None:
    text = f"Pesanan itu milik {other}."
    assert "other_customer" in wrong(text, others=["Dewi", other])
    assert "other_customer" not in wrong(text, others=["Dewi", other], said=[f"cek {other} dong"])


def test_another_customers_telephone_is_known_in_every_form() -> None:
    assert "other_customer" in wrong("Coba 0813-0000-0012 ya.", others=["6281300000012"])


def test_a_part_of_a_word_is_nobodys_name() -> None:
    assert wrong("Madeleine tersedia, kak.", others=["Made", "Lein"]) == ()


def test_a_message_is_short_and_asks_one_thing_without_tables() -> None:
    assert wrong("a" * 601) == ("too_long",)
    assert wrong("Nomor pesanannya apa? Dan alamatnya di mana?") == ("two_questions",)
    assert wrong("Boleh tahu nomor pesanannya??") == ()
    assert wrong("| Barang | Harga |\n| --- | --- |\n| Kopi | mahal |") == ("table",)


def test_a_question_inside_an_article_is_not_asked() -> None:
    assert wrong("Apakah ini membantu? Ada pertanyaan lain?", quoted=[ARTICLE]) == ()


@pytest.mark.parametrize(
    ("text", "language", "is_wrong"),
    [
        ("Your order is on its way to you and has been picked up.", "id", True),
        ("Pesanan Kakak sudah dikirim dan masih di jalan.", "en", True),
        ("Pesanan Kakak sudah dikirim dan masih di jalan.", "id", False),
        ("您的订单已经发货，请耐心等待。", "id", True),
        (
            "Su pedido ya salió del almacén y llegará muy pronto a casa, gracias por comprar con nosotros siempre.",
            "id",
            True,
        ),
        ("SARI-1041: JNE REG", "en", False),
    ],
)
def test_the_customers_language_is_spoken(text: str, language: str, is_wrong: bool) -> None:
    assert ("wrong_language" in wrong(text, language=language, evidence=facts_of(text))) is is_wrong


def test_an_article_is_cited_in_the_language_it_was_written_in() -> None:
    text = "Here is what the shop says. Tiket duka cita harus diajukan sebelum perjalanan."
    assert wrong(text, language="en", quoted=[ARTICLE]) == ()
