"""Questions that lean on what was just told: another size, how often, where it is now, the same in other words."""

from dataclasses import replace

import pytest

from sapa.domain.dialogue.records import Cited, Product
from tests.domain.dialogue.cast import ARTICLES, PLAN, PRODUCTS, Chat, Shelf, dewi, made, meaning, yosef

KETTLES = (
    Product(11, "Teko Listrik Mini", "T1", 150_000, stock=3),
    Product(12, "Teko Listrik Jumbo", "T2", 290_000, stock=5),
    Product(13, "Panci Kukus 24 cm", "P1", 180_000, stock=2),
    Product(14, "Panci Kukus 30 cm", "P2", 230_000, stock=0),
    Product(15, "Jam Dinding Kayu", "J1", 120_000, stock=4),
)


def kitchen() -> Chat:
    return Chat(
        Shelf(
            products=KETTLES,
            articles={"dinding": Cited("Memakai baterai AA.", ("KB-JAM",), 0.9, "Jam Dinding")},
        )
    )


@pytest.mark.parametrize(
    ("first", "second", "price"),
    [
        ("teko listrik mini berapa kak?", "kalau yang besar?", "290.000"),
        ("harga teko listrik jumbo?", "yang kecil berapa?", "150.000"),
        ("panci kukus 24 cm harganya?", "kalau 30?", "230.000"),
    ],
)
def test_another_size_is_the_one_like_it(first: str, second: str, price: str) -> None:
    chat = kitchen()
    chat.says(first)
    assert price in chat.says(second).text


def test_english_names_find_indonesian_goods() -> None:
    assert "Jam Dinding Kayu" in kitchen().says("is the wall clock in stock?").text


def test_hours_are_no_watch() -> None:
    assert "Jam Dinding" not in kitchen().says("teko listrik mini tahan berapa jam?").text


def test_what_an_article_told_is_asked_on() -> None:
    shelf = Shelf(
        articles={
            "rawat": Cited(
                "Rawat kayu dengan minyak dua kali setahun.", ("KB-RAWAT",), 0.9, "Cara rawat kayu"
            )
        }
    )
    chat = Chat(shelf)
    chat.says("cara rawat kayunya gimana?")
    assert chat.says("seberapa sering?").cites == ("KB-RAWAT",)


def test_the_same_unanswered_question_in_other_words_is_handed_over() -> None:
    chat = Chat(yosef())
    assert not chat.says("pewarna kain parangnya alami atau sintetis?").hand_off
    again = chat.says("penting nih buat kado, jadi pewarnanya itu alami atau sintetis ya?")
    assert again.hand_off
    assert again.hand_off.reason == "not_grounded"


def test_where_it_is_now_means_the_order_of_the_goods_spoken_of() -> None:
    chat = Chat(dewi())
    chat.says("kebaya kutubaru stoknya masih ada?")
    assert "SARI-1041" in chat.says("ok, where is it now?", meant=meaning("other", 0.2)).text


def test_a_plan_is_meant_where_its_name_and_term_are_said() -> None:
    told = Chat(made()).says("batik bulanan saya jatuh temponya kapan", meant=meaning("order_status", 0.4))
    assert PLAN.number in told.text


def test_total_and_number_of_a_parcel_are_answered_together() -> None:
    told = Chat(dewi()).says(
        "resi kebaya apa, sama totalnya kemarin berapa", meant=meaning("tracking_number")
    )
    assert "JNE0077001041" in told.text
    assert "372.000" in told.text


def test_the_deadline_is_told_beside_the_total() -> None:
    told = Chat(made()).says("pesanan SARI-1050 totalnya berapa, masih bisa dibayar nanti malam?")
    assert "390.000" in told.text
    assert "Batas bayarnya" in told.text


def test_an_address_may_come_in_two_messages() -> None:
    chat = Chat(made())
    chat.says("ganti alamat SARI-1051 ke Jalan Cimanuk 88")
    both = chat.says("Tarogong Kidul, Garut 44151")
    assert both.confirm
    assert "Jalan Cimanuk 88, Tarogong Kidul, Garut 44151" in both.text


@pytest.mark.parametrize(
    "said",
    [
        "iya batalkan saja, SARI-1051. Istri saya sudah beli sendiri",
        "oke dibatalke mawon. wis tuku nang pasar",
    ],
)
def test_a_yes_may_say_why(said: str) -> None:
    chat = Chat(made())
    chat.says("batalin pesanan SARI-1051")
    assert chat.says(said).ticket


@pytest.mark.parametrize(
    "said", ["iya batalkan. yang SARI-1050 juga", "batalkan. eh nanti dulu deh", "batalkan? istri saya mau"]
)
def test_a_yes_with_something_more_is_none(said: str) -> None:
    chat = Chat(made())
    chat.says("batalin pesanan SARI-1051")
    move = chat.says(said)
    assert move.ticket is None
    assert move.act is None


def test_who_pays_for_faulty_goods_is_answered_before_a_report_begins() -> None:
    shelf = replace(
        dewi(),
        articles={
            **ARTICLES,
            "ongkir": Cited("Ongkir barang cacat kami tanggung.", ("KB-RETUR",), 0.9, "Retur"),
        },
    )
    chat = Chat(shelf, disclosed=True)
    told = chat.says(
        "kalau barang cacat ongkir baliknya siapa yang nanggung?", meant=meaning("defective_wrong_item", 0.5)
    )
    assert told.cites == ("KB-RETUR",)
    assert chat.says("oke kalau gitu lanjut, minta tukar selendang baru").asked == "photo"


def test_products_of_the_list_are_asked_about_where_nothing_else_is_read() -> None:
    assert (
        PRODUCTS[0].name
        in Chat(yosef()).says("kebaya kutubaru support esim ga ya", meant=meaning("other", 0.2)).text
    )


def test_a_question_of_something_else_is_not_answered_by_what_was_told_before() -> None:
    shelf = Shelf(
        articles={
            "retur": Cited(
                "Barang tidak bisa dikembalikan karena berubah pikiran.", ("KB-RETUR",), 0.9, "Retur barang"
            )
        }
    )
    chat = Chat(shelf)
    assert chat.says("syarat retur gimana?").cites == ("KB-RETUR",)
    assert chat.says("ooh gitu, bakal ada warna marun ga kedepannya?").cites == ()
