from collections.abc import Sequence
from dataclasses import replace

import pytest

from sapa.domain.dialogue.records import Cited, Product
from sapa.domain.dialogue.types import Talk
from tests.domain.dialogue.cast import CLOSED_SHOP, PRODUCTS, SCARF, SHOP, Shelf, dewi, made, yosef
from tests.domain.dialogue.replying import reply

KEBAYA_M = Product(4, "Kebaya Encim M", "ENC-M", 310_000, stock=2, link="https://toko-sari.example/p/encim-m")
KEBAYA_L = replace(KEBAYA_M, id=5, name="Kebaya Encim L", sku="ENC-L", stock=0, link="")
TWO_SIZES = Shelf(products=(KEBAYA_M, KEBAYA_L))


def test_price_and_stock_come_from_the_list() -> None:
    move = reply("selendang sutra ready kak? harganya brp", "stock_price", yosef(), product="selendang sutra")
    assert "Rp240.000" in move.text
    assert "tersedia (9)" in move.text
    assert move.talk.product == "Selendang Sutra"


def test_what_is_gone_is_said_to_be_gone() -> None:
    assert "habis" in reply("kain parang masih ada?", "stock_price", yosef()).text


def test_more_than_there_is_is_said() -> None:
    move = reply("kebaya kutubaru 10 pcs ada?", "stock_price", yosef(), quantity=10)
    assert "tinggal 4" in move.text


def test_stock_and_price_nobody_told_are_not_made_up() -> None:
    shelf = Shelf(products=(Product(9, "Sarung Goyor"),))
    move = reply("sarung goyor brp", "stock_price", shelf)
    assert "harganya belum tercatat" in move.text
    assert "stoknya belum tercatat" in move.text
    assert "Rp" not in move.text


def test_of_goods_alike_it_is_asked_which_and_the_answer_is_understood() -> None:
    asked = reply("kebaya encim berapa", "stock_price", TWO_SIZES)
    assert asked.asked == "product"
    assert "1. Kebaya Encim M" in asked.text
    told = reply("yang kedua", "stock_price", TWO_SIZES, talk=asked.talk)
    assert "Kebaya Encim L" in told.text
    assert "Encim M" not in told.text


def test_a_size_chooses_among_goods_alike() -> None:
    move = reply("kebaya encim size L ada?", "stock_price", TWO_SIZES, variant="L")
    assert "Kebaya Encim L" in move.text
    assert "habis" in move.text


def test_two_goods_named_are_both_told() -> None:
    move = reply("harga selendang sama kebaya kutubaru?", "stock_price", yosef())
    assert "Rp240.000" in move.text
    assert "Rp350.000" in move.text
    assert move.asked == ""


def test_the_product_spoken_of_last_is_meant_by_its_stock() -> None:
    talk = Talk(disclosed=True, product="Selendang Sutra")
    assert "tersedia (9)" in reply("stoknya masih?", "stock_price", yosef(), talk=talk).text


def test_goods_that_are_not_sold_are_not_answered_with_those_spoken_of() -> None:
    talk = Talk(disclosed=True, product="Selendang Sutra")
    move = reply("jual mukena ga?", "stock_price", yosef(), talk=talk)
    assert "Selendang" not in move.text
    assert "tidak saya temukan" in move.text


def test_shipping_fees_come_from_articles_alone() -> None:
    fee = Cited("Ongkir Jawa Rp15.000.", ("KB-ONGKIR",), 0.9, "Ongkir")
    told = reply("ongkir ke solo berapa", "stock_price", replace(yosef(), articles={"ongkir": fee}))
    assert told.cites == ("KB-ONGKIR",)
    unknown = reply("ongkir ke solo berapa", "stock_price", replace(yosef(), articles={}))
    assert "CS" in unknown.text
    assert "Rp" not in unknown.text


def test_goods_that_are_not_listed_are_not_invented_and_the_second_miss_is_a_persons() -> None:
    move = reply("jual sepatu gunung?", "stock_price", yosef(), product="sepatu gunung")
    assert "tidak saya temukan" in move.text
    again = reply("kalau sandal gunung?", "stock_price", yosef(), talk=move.talk, product="sandal gunung")
    assert again.hand_off
    assert again.hand_off.reason == "not_grounded"


def test_what_a_thing_is_like_is_told_in_the_words_of_the_article() -> None:
    spec = Cited("Selendang Sutra berukuran 2 x 0,9 meter.", ("KB-SUTRA",), 0.9, "Selendang")
    move = reply("selendang sutra ukurannya?", "product_info", replace(yosef(), articles={"ukurannya": spec}))
    assert spec.text
    assert spec.text in move.text
    assert move.cites == ("KB-SUTRA",)


def test_an_article_on_other_goods_is_no_answer() -> None:
    other = Cited("Benangnya katun 40s.", ("KB-PARANG",), 0.9, "Bahan Kain Parang")
    shelf = replace(yosef(), articles={"bahan": other})
    move = reply("kebaya kutubaru bahannya apa", "product_info", shelf)
    assert move.cites == ()
    assert "katun" not in move.text
    assert "CS" in move.text


def test_a_question_without_goods_is_asked_of_the_product_spoken_of() -> None:
    talk = Talk(disclosed=True, product="Selendang Sutra")
    shelf = replace(
        yosef(), articles={"selendang sutra": Cited("Selendang Sutra tipis.", ("KB-1",), 0.9, "")}
    )
    assert reply("tebal nggak?", "product_info", shelf, talk=talk).cites == ("KB-1",)


def test_kinds_are_those_of_the_list() -> None:
    move = reply("kebaya encim ada ukuran apa aja", "product_info", TWO_SIZES)
    assert "Kebaya Encim M dan Kebaya Encim L" in move.text


def test_how_to_use_is_told_by_the_article_and_the_guide() -> None:
    guided = replace(PRODUCTS[2], guide_url="https://toko-sari.example/guide")
    shelf = replace(yosef(), products=(guided,))
    assert "https://toko-sari.example/guide" in reply("cara lipat selendang", "usage_guide", shelf).text
    washed = reply("cara cuci selendang sutra", "usage_guide", shelf)
    assert washed.cites == ("KB-CUCI",)
    assert "https://toko-sari.example/guide" in washed.text


def test_how_to_use_what_came_last_needs_no_name() -> None:
    article = {"selendang sutra": Cited("Selendang Sutra disetrika dingin.", ("KB-2",), 0.9, "")}
    move = reply("cara setrikanya gimana", "usage_guide", Shelf(orders=[SCARF], articles=article))
    assert move.cites == ("KB-2",)


@pytest.mark.parametrize("text", ["bisa nego kak? 200rb ya", "kurangin dikit dong", "harga pasnya berapa"])
def test_no_discount_is_given_by_bargaining(text: str) -> None:
    move = reply(text, "promo_question", yosef(), amount=200_000)
    assert "tidak bisa mengubah harga" in move.text
    assert "200" not in move.text


def test_a_promotion_is_told_only_from_articles() -> None:
    voucher = Cited("Voucher SARIBARU potongan 10 persen.", ("KB-V",), 0.9, "Voucher")
    assert reply("ada voucher?", "promo_question", replace(yosef(), articles={"voucher": voucher})).cites == (
        "KB-V",
    )
    assert "tidak ada promo yang tercatat" in reply("ada voucher?", "promo_question", yosef()).text


def test_hours_come_from_the_settings_where_no_article_tells_them() -> None:
    move = reply("buka sampai jam berapa", "store_info", yosef())
    assert "09.00-17.00" in move.text
    assert "Sekarang kami buka" in move.text


def test_a_closed_shop_says_when_it_opens() -> None:
    move = reply("masih buka?", "store_info", yosef(), business=CLOSED_SHOP)
    assert "buka lagi besok, 16 September 2026 pukul 09.00 WIB" in move.text


def test_place_and_telephone_are_told_when_asked_for_and_known() -> None:
    assert "Jalan Melati 5" in reply("alamat tokonya di mana", "store_info", yosef()).text
    assert "+62 812-0000-0001" in reply("nomor telepon toko", "store_info", yosef()).text
    unknown = reply("alamat tokonya di mana", "store_info", yosef(), business=replace(SHOP, place=""))
    assert "CS" in unknown.text


def test_who_wants_to_buy_gets_price_stock_and_the_link() -> None:
    move = reply("mau beli kebaya encim M", "place_order", TWO_SIZES, variant="M")
    assert "https://toko-sari.example/p/encim-m" in move.text
    assert "Rp310.000" in move.text


def test_without_a_link_people_take_the_order_and_know_what_is_wanted() -> None:
    move = reply("mau pesan 2 selendang sutra", "place_order", yosef(), quantity=2)
    assert move.ticket
    assert move.ticket.slots == {"product": "Selendang Sutra", "quantity": "2"}
    assert "Rp240.000" in move.text


def test_how_many_is_asked_once_before_people_take_the_order() -> None:
    asked = reply("mau pesan selendang sutra", "place_order", yosef())
    assert asked.asked == "quantity"
    told = reply("dua aja", "place_order", yosef(), talk=asked.talk)
    assert told.ticket
    assert told.ticket.summary == "Ingin memesan Selendang Sutra, 2 buah"
    assert reply("belum tahu", "place_order", yosef(), talk=asked.talk).ticket


def test_a_shop_with_a_page_of_its_own_sells_there() -> None:
    shop = replace(SHOP, links={"instagram": "https://ig.example/sari", "toko": "https://toko-sari.example"})
    move = reply("mau pesan selendang sutra", "place_order", yosef(), business=shop)
    assert "https://toko-sari.example" in move.text
    assert "ig.example" not in move.text


def test_what_is_gone_is_not_sold() -> None:
    move = reply("mau beli kain parang", "place_order", yosef())
    assert "belum bisa dipesan" in move.text
    assert move.hand_off is None


def test_the_same_again_is_what_they_bought_last() -> None:
    move = reply("mau pesan lagi kayak kemarin", "place_order", Shelf(orders=[SCARF], products=PRODUCTS))
    assert "Selendang Sutra" in move.text


def test_a_wish_to_buy_without_goods_asks_what() -> None:
    assert reply("mau order dong", "place_order", made()).asked == "product"


def test_english_prices_are_written_the_english_way() -> None:
    move = reply("how much is the selendang sutra", "stock_price", dewi(), language="en")
    assert "Rp240,000" in move.text
    assert "in stock (9)" in move.text


def test_a_mistyped_name_is_understood_and_what_only_resembles_one_is_not() -> None:
    everything = AnyWords(products=(PRODUCTS[2],))
    assert "Rp240.000" in reply("selendaang suttra brp", "stock_price", everything).text
    assert "Rp" not in reply("seledri organik brp", "stock_price", everything).text


class AnyWords(Shelf):
    """Finds all it has, whatever is looked up."""

    def product_lookup(self, words: str) -> Sequence[Product]:
        return self.products


def test_hours_of_couriers_are_no_hours_of_people() -> None:
    sending = Cited("Kurir menjemput pukul 14.00.", ("KB-KIRIM",), 0.9, "Pengiriman")
    move = reply("cs sampai jam berapa", "store_info", replace(yosef(), articles={"jam": sending}))
    assert move.cites == ()
    assert "09.00-17.00" in move.text


def test_a_size_that_is_not_there_is_said_first() -> None:
    move = reply("kebaya encim size XXL?", "stock_price", Shelf(products=(KEBAYA_M,)), variant="XXL")
    assert move.text.startswith("XXL tidak ada di daftar kami")
    assert "Kebaya Encim M" in move.text


def test_who_bargains_is_told_the_price_as_it_is() -> None:
    move = reply("selendang sutra brp, bisa kurang?", "stock_price", yosef())
    assert "Rp240.000" in move.text
    assert "tidak bisa mengubah harga" in move.text
