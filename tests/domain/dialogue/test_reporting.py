from dataclasses import replace

import pytest

from sapa.domain.dialogue.records import Item, OpenTicket
from tests.domain.dialogue.cast import SCARF, Chat, Shelf, dewi, yosef

SET = replace(SCARF, items=(Item("Teko Tanah Liat"), Item("Cangkir Enamel")), goods="")


def test_a_broken_thing_is_found_by_itself_and_reported_in_three_messages() -> None:
    chat = Chat(dewi())
    first = chat.says("selendang yg kemarin dateng sobek kemasannya, robek")
    assert first.asked == "photo"
    assert "SARI-1030" in first.text
    assert "Selendang Sutra" in first.text
    assert chat.says("ni fotonya", attachment="image").asked == "requested_resolution"
    ticket = chat.says("minta ganti baru aja").ticket
    assert ticket
    assert ticket.kind == "defective"
    assert ticket.order_id == SCARF.id
    assert ticket.slots["order_id"] == "SARI-1030"
    assert ticket.slots["requested_resolution"] == "replace"


def test_everything_in_one_message_leaves_only_the_photo_to_ask_for() -> None:
    chat = Chat(dewi())
    assert chat.says("selendang SARI-1030 robek parah, minta uang kembali").asked == "photo"
    ticket = chat.says("ga ada foto").ticket
    assert ticket
    assert ticket.kind == "defective"
    assert ticket.slots["requested_resolution"] == "refund"


def test_what_was_told_wrongly_is_put_right_and_read_back() -> None:
    chat = Chat(dewi())
    chat.says("selendang saya robek kak")
    again = chat.says("eh bukan robek, isinya kurang satu")
    assert "ada yang kurang" in again.text
    assert again.asked == "requested_resolution"
    ticket = chat.says("kirim yang kurang saja").ticket
    assert ticket
    assert ticket.slots["issue_type"] == "missing_item"
    assert ticket.slots["requested_resolution"] == "resend"


def test_a_later_word_for_the_fault_does_not_change_its_kind() -> None:
    chat = Chat(dewi())
    chat.says("selendang SARI-1030 kurang satu")
    chat.says("ga ada foto")
    ticket = chat.says("ganti yang rusak aja uangnya").ticket
    assert ticket
    assert ticket.slots["issue_type"] == "missing_item"


def test_who_does_not_know_gets_an_easier_question_and_then_a_ticket() -> None:
    chat = Chat(dewi())
    chat.says("selendang saya robek")
    chat.says("ga ada foto")
    assert chat.says("ga tau").asked == "requested_resolution"
    last = chat.says("terserah")
    assert last.ticket
    assert "requested_resolution" not in last.ticket.slots


def test_of_several_things_in_the_order_one_is_named() -> None:
    chat = Chat(Shelf(orders=[SET]))
    asked = chat.says("barang yang datang pecah kak")
    assert asked.asked == "product"
    assert "Cangkir Enamel" in asked.text
    assert chat.says("cangkirnya").asked == "photo"
    chat.says("ga ada")
    ticket = chat.says("uang balik aja").ticket
    assert ticket
    assert ticket.slots["product"] == "Cangkir Enamel"


def test_a_bare_report_is_asked_what_happened() -> None:
    assert Chat(dewi()).says("mau lapor barang rusak").asked == "issue_type"


def test_a_photo_that_is_on_its_way_is_waited_for_once() -> None:
    chat = Chat(dewi())
    chat.says("selendang saya robek")
    assert chat.says("bentar ya saya foto dulu").asked == "photo"
    assert chat.says("ini", attachment="image").asked == "requested_resolution"


def test_a_report_without_any_order_still_reaches_people() -> None:
    chat = Chat(yosef())
    assert chat.says("teko yang saya beli pecah").asked == "order_id"
    assert chat.says("ga tau nomornya").asked == "order_id"
    moves = [chat.says("ga ada foto"), chat.says("uang kembali")]
    assert any(move.ticket and "order_id" not in move.ticket.slots for move in moves)


def test_an_open_ticket_is_told_instead_of_a_second_one_and_insisting_reaches_people() -> None:
    known = replace(dewi(), tickets=(OpenTicket("T-7", "defective", "SARI-1030"),))
    chat = Chat(known)
    told = chat.says("selendang saya robek")
    assert told.ticket is None
    assert "T-7" in told.text
    assert chat.says("selendang saya robek nih gimana").hand_off is not None


def test_a_ticket_promises_its_number_and_when_people_answer_and_nothing_else() -> None:
    chat = Chat(dewi())
    chat.says("selendang SARI-1030 robek, minta uang kembali")
    text = chat.says("ga ada foto").text
    assert "{ticket}" in text
    assert "15 menit" in text
    assert "dikembalikan" not in text
    assert "diganti" not in text


def test_another_thing_than_the_one_first_named_is_reported() -> None:
    chat = Chat(dewi())
    chat.says("selendangnya robek")
    again = chat.says("bukan selendang, kebaya yang robek")
    assert "SARI-1041" in again.text
    chat.says("ga ada foto")
    ticket = chat.says("refund").ticket
    assert ticket
    assert ticket.slots["order_id"] == "SARI-1041"


def test_what_came_instead_of_the_ordered_is_a_wrong_item() -> None:
    chat = Chat(Shelf(orders=[SET]))
    chat.says("yang dikirim salah, saya pesan teko malah datang gelas")
    chat.says("ga ada foto")
    ticket = chat.says("tukar yang benar").ticket
    assert ticket
    assert ticket.slots["issue_type"] == "wrong_item"


def test_after_six_turns_people_have_what_is_known() -> None:
    chat = Chat(dewi())
    chat.says("selendang saya robek")
    moves = [chat.says(f"hmm gimana ya {number}") for number in range(5)]
    assert any(move.ticket or move.hand_off for move in moves)


@pytest.mark.parametrize(
    "wish", ["uang balik", "money back", "balikin duit", "replacement", "tukar yang benar"]
)
def test_a_short_wish_is_an_answer_and_no_anger(wish: str) -> None:
    chat = Chat(dewi())
    chat.says("selendang SARI-1030 robek")
    chat.says("ga ada foto")
    move = chat.says(wish)
    assert move.hand_off is None
    assert move.ticket


def test_abuse_in_two_words_is_still_heard() -> None:
    chat = Chat(dewi())
    chat.says("selendang SARI-1030 robek")
    assert chat.says("goblok kalian").hand_off is not None
