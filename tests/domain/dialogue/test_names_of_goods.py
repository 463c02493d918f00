"""Goods whose names sound like trouble, promotions that only the articles tell of, reports without a photo."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from sapa.domain.dialogue.records import Cited, Item, Product, Subscription
from sapa.domain.dialogue.types import Move
from tests.domain.dialogue.cast import PLAN, SCARF, Chat, Shelf
from tests.domain.dialogue.replying import reply

GOODS = (
    Product(1, "Pupuk Lepas Lambat 500 g", "PUP", 54_000, stock=3),
    Product(2, "Keripik Setan Pedas", "KSP", 25_000, stock=9),
    Product(3, "Sambal Meledak 200 g", "SML", 32_000, stock=2),
    Product(4, "Meja Kaki Katak", "MKK", 145_000, stock=1),
    Product(5, "Tabung Gas Portable", "TGP", 90_000, stock=4),
)
PROMO = Cited("Kode PEDAS15 memberi potongan 15% untuk belanja minimal Rp150.000.", ("KB-P",), 0.9, "Promo")
DOSE = Cited("Taburkan 1 sendok makan pupuk untuk pot 20 cm.", ("KB-D",), 0.9, "Takaran pupuk")


def shelf(
    name: str = "Meja Kaki Katak",
    *,
    articles: Mapping[str, Cited] | None = None,
    subscriptions: Sequence[Subscription] = (),
) -> Shelf:
    order = replace(SCARF, id=1071, number="SARI-1071", goods=name, items=(Item(name, 1, 145_000),))
    return Shelf(orders=[order], products=GOODS, articles=articles or {}, subscriptions=[*subscriptions])


def reasons(*moves: Move) -> list[str]:
    return [move.hand_off.reason for move in moves if move.hand_off]


def test_a_question_of_slow_manure_is_no_complaint() -> None:
    move = Chat(shelf(articles={"takaran": DOSE})).says("klo pupuk lepas lambat buat pot 20 cm takarannya?")
    assert move.ticket is None
    assert move.cites == ("KB-D",)


@pytest.mark.parametrize("text", ["keripik setan pedas masih ada ga?", "sambal meledak ready kak?"])
def test_goods_with_a_loud_name_are_only_asked_for(text: str) -> None:
    move = Chat(shelf()).says(text)
    assert move.hand_off is None
    assert move.ticket is None
    assert "tersedia" in move.text


@pytest.mark.parametrize(
    "text",
    [
        "sambal meledaknya meledak beneran di kulkas, gimana ini?",
        "tabung gas portable bocor kak, gimana ini?",
        "kaki anak saya luka kena meja kaki katak",
    ],
)
def test_a_danger_is_heard_beside_the_name(text: str) -> None:
    assert reasons(Chat(shelf()).says(text)) == ["safety"]


def test_what_was_rotten_and_no_danger_is_none_when_it_is_spoken_of_again() -> None:
    chat = Chat(shelf("Anggrek Bulan"))
    moves = [
        chat.says("kak anggrek yg dateng akarnya busuk"),
        chat.says("balik ke yg busuk td, itu pesanan SARI-1071"),
    ]
    assert reasons(*moves) == []
    assert reasons(chat.says("anak saya muntah habis megang yang busuk itu")) == ["safety"]


def test_a_report_without_a_photo_ends_in_its_ticket() -> None:
    chat = Chat(shelf())
    chat.says("meja kaki kataknya patah satu")
    chat.says("minta refund aja")
    chat.says("gak ada foto, udah kebuang")
    tickets = [move.ticket for move in chat.moves if move.ticket]
    assert [ticket.kind for ticket in tickets] == ["defective"]
    assert tickets[0].slots["requested_resolution"] == "refund"


def test_who_is_done_gets_the_ticket_with_what_is_known() -> None:
    chat = Chat(shelf())
    chat.says("meja kaki kataknya patah satu")
    chat.says("ga sempet foto. hubungi siang aja")
    chat.says("udah itu aja, makasih ya")
    assert [move.ticket.kind for move in chat.moves if move.ticket] == ["defective"]


@pytest.mark.parametrize(
    "text", ["onok promo opo wulan iki min?", "aya promo naon sasih ieu teh?", "ada promo apa bulan ini kak"]
)
def test_any_promotion_is_asked_of_the_articles_in_every_language(text: str) -> None:
    assert reply(text, "promo_question", shelf(articles={"kode apa": PROMO})).cites == ("KB-P",)


def test_a_code_is_answered_by_the_article_that_names_it() -> None:
    tools = shelf(articles={"kode apa": PROMO})
    assert reply("kode PEDAS15 iku minimal blonjo piro", "promo_question", tools).cites == ("KB-P",)
    assert reply("kode MURAH99 iku minimal blonjo piro", "promo_question", tools).cites == ()


def test_a_plan_asked_about_twice_may_still_be_ended() -> None:
    pause = Cited("Langganan bisa dijeda paling lama 2 bulan.", ("KB-J",), 0.9, "Langganan")
    chat = Chat(shelf(subscriptions=[PLAN], articles={"dijeda": pause}))
    chat.says("langganan batik saya perpanjang tgl brp ya")
    chat.says("langganan bisa dijeda paling lama brp bulan kak?")
    move = chat.says("hmm yaudah batalkan aja langganannya, lg hemat")
    assert move.confirm
    assert move.hand_off is None
