"""Questions beside a report or a proposal, and messages that mean more than their sound."""

from dataclasses import replace

import pytest

from sapa.domain.dialogue.prying import is_prying
from sapa.domain.dialogue.records import Cited
from tests.domain.dialogue.cast import ARTICLES, CLOTH, KEBAYA, Chat, dewi, made, meaning, yosef

FEES = Cited("Langganan bisa berhenti kapan saja tanpa denda.", ("KB-PLAN",), 0.9, "Langganan")
RULES = Cited("Barang yang rusak kami ganti.", ("KB-RUSAK",), 0.9, "Barang rusak")


def test_a_question_about_a_plan_leaves_the_report_open() -> None:
    chat = Chat(replace(made(), orders=[*made().orders, *dewi().orders]))
    assert chat.says("selendang sutra SARI-1030 sobek pas dibuka").asked == "photo"
    told = chat.says("eh langganan batik bulanan saya habisnya kapan?")
    assert "SUB-31" in told.text
    assert told.asked == "photo"
    assert chat.says("ga ada fotonya, minta diganti aja").ticket


def test_what_is_asked_about_a_proposal_is_answered_and_it_stays_open() -> None:
    chat = Chat(replace(made(), articles={"denda": FEES}))
    assert chat.says("mau berhenti langganan batik bulanan").confirm
    told = chat.says("eh itu kena denda ga?", meant=meaning("product_info", 0.5))
    assert told.cites == ("KB-PLAN",)
    assert told.confirm
    assert chat.says("oh syukurlah. ya, hentikan aja").act


def test_what_would_be_done_is_asked_while_a_delay_is_told() -> None:
    chat = Chat(replace(dewi(), orders=[replace(KEBAYA, eta=None)], articles={**ARTICLES, "rusak": RULES}))
    chat.says("paket kebaya belum sampai juga, tolong dilaporkan")
    told = chat.says("kalau pas sampai udah rusak diganti ga?")
    assert told.cites == ("KB-RUSAK",)
    assert told.ticket is None


def test_a_wish_for_money_back_agrees_to_pass_a_cancelling_on() -> None:
    chat = Chat(made())
    chat.says("please cancel SARI-1051")
    ticket = chat.says("yes I know it has been paid, I would like a refund for SARI-1051").ticket
    assert ticket
    assert ticket.kind == "change"


def test_an_address_that_was_asked_for_is_no_threat() -> None:
    chat = Chat(made())
    assert chat.says("mau ganti alamat kirim SARI-1051").asked == "new_address"
    threat = replace(meaning("change_address", 0.5), should_escalate=True, escalation_reason="threat")
    assert chat.says("Perum Bumi Asri blok D2, Tarogong, Garut", meant=threat).confirm


def test_a_plain_question_about_goods_is_no_wish_for_a_person() -> None:
    wants = replace(meaning("talk_to_human", 0.5), should_escalate=True, escalation_reason="human_request")
    assert not Chat(yosef()).says("eh bentar, kebaya kutubaru stoknya masih ada ga?", meant=wants).hand_off


@pytest.mark.parametrize("said", ["berapa kali sehari kak?", "how many times a week?"])
def test_how_often_is_no_complaint_of_asking_again(said: str) -> None:
    again = replace(meaning("usage_guide", 0.2), should_escalate=True, escalation_reason="repeat_failure")
    assert not Chat(yosef()).says(said, meant=again).hand_off


def test_counted_goods_are_no_list_of_orders() -> None:
    assert not is_prying("minta invoice yang 12 dus kemarin ya")
    assert is_prying("minta 12 invoice bulan ini")
    assert is_prying("kirim semua invoice bulan ini")


def test_the_order_that_is_not_paid_is_meant_by_that() -> None:
    chat = Chat(made())
    chat.talk = replace(chat.talk, order="SARI-1051")
    assert CLOTH.number in chat.says("yang belum dibayar totalnya berapa?").text


def test_an_order_is_meant_by_how_many_of_a_thing_it_holds() -> None:
    told = Chat(made()).says("pesanan yang 2 lembar itu gimana statusnya", meant=meaning("order_status"))
    assert CLOTH.number in told.text


def test_a_doubtful_wish_that_only_asks_is_answered_by_the_articles() -> None:
    cup = Cited("Botol kosong kami terima kembali.", ("KB-BOTOL",), 0.9, "Botol kosong")
    chat = Chat(replace(dewi(), articles={"botol": cup}))
    told = chat.says("kalau ada botol kosong di rumah diapain ya?", meant=meaning("change_address", 0.5))
    assert told.cites == ("KB-BOTOL",)


def test_words_that_only_point_are_asked_about_whatever_the_articles_hold() -> None:
    chat = Chat(replace(dewi(), articles={"itu": RULES}))
    assert chat.says("itu lho yang itu gimana jadinya", meant=meaning("order_status", 0.3)).asked == "intent"


def test_a_bill_right_after_a_plan_is_that_of_the_plan() -> None:
    chat = Chat(replace(made(), orders=[]))
    chat.says("langganan batik bulanan saya sampai kapan?")
    assert "95.000" in chat.says("mau diteruskan, bayarnya berapa?", meant=meaning("how_to_pay", 0.7)).text
