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


def test_a_warranty_asked_beside_a_report_is_answered_beside_it() -> None:
    chat = Chat(dewi())
    assert chat.says("selendang sutra saya sobek pas dibuka").asked == "photo"
    told = chat.says("garansinya masih kan?")
    assert told.cites == ("KB-GARANSI",)
    assert told.asked == "photo"


def test_paying_later_asks_for_nothing() -> None:
    chat = Chat(made())
    chat.says("SARI-1050 bayarnya kapan paling lambat?")
    assert chat.says("oke nanti abis magrib aku bayar", meant=meaning("thanks_closing")).outcome == "recorded"


@pytest.mark.parametrize("said", ["takut dibatalin nih kak", "sieun dibatalkeun atuh"])
def test_whoever_is_afraid_of_cancelling_does_not_want_it(said: str) -> None:
    chat = Chat(made())
    chat.says("SARI-1050 masih bisa dibayar kan?")
    assert not chat.says(said, meant=meaning("cancel_order")).confirm


def test_a_change_that_was_made_is_undone_by_people() -> None:
    chat = Chat(made())
    chat.says("batalin SARI-1050")
    assert chat.says("ya").act
    assert chat.says("eh kok dibatalin sih, balikin dong").hand_off


def test_another_remedy_is_heard_after_the_ticket_was_named_again() -> None:
    chat = Chat(dewi())
    chat.says("selendang sutra kekecilan, mau tukar yang lebih besar")
    chat.says("uang kembali aja")
    assert "T-" not in chat.moves[-1].text
    assert not chat.moves[-1].hand_off


def test_terms_of_payment_are_those_of_the_articles() -> None:
    terms = Cited("Tempo pembayaran 14 hari untuk perusahaan.", ("KB-TEMPO",), 0.9, "Perusahaan")
    chat = Chat(replace(made(), articles={"tempo": terms}))
    assert "14 hari" in chat.says("SARI-1050 bisa dibayar tempo ga?", meant=meaning("how_to_pay")).text


def test_the_price_of_other_goods_is_not_paid_by_the_order_that_waits() -> None:
    chat = Chat(made())
    chat.says("kebaya kutubaru harganya berapa?")
    assert (
        CLOTH.number
        not in chat.says("bayarnya bisa qris ga?", meant=meaning("how_to_pay", payment_method="QRIS")).text
    )
