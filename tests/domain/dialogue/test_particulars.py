"""Few words after an answer: the total, the deadline, the other one; and words that only seem to cancel."""

import pytest

from tests.domain.dialogue.cast import Chat, Shelf, made, meaning, wayan

TORN = meaning("defective_wrong_item", product="selendang", issue_type="defective")


@pytest.mark.parametrize(
    "text", ["totalnya berapa?", "what was the total?", "habis piro wingi?", "total berapa ya kak"]
)
def test_the_total_is_of_the_order_in_talk(text: str) -> None:
    chat = Chat()
    chat.says("kebaya saya sampai mana?", meant=meaning("order_status"))
    told = chat.says(text)
    assert "372" in told.text
    assert "22" in told.text
    assert "JNE" not in told.text


def test_a_total_loss_is_no_total() -> None:
    chat = Chat()
    chat.says("selendang saya sampai mana?", meant=meaning("order_status"))
    assert "255" not in chat.says("selendangnya rusak total nih").text


@pytest.mark.parametrize(
    "text", ["sampai jam berapa?", "until what time?", "paling lambat kapan?", "nepi ka jam sabaraha?"]
)
def test_until_when_after_an_unpaid_order_is_its_deadline(text: str) -> None:
    chat = Chat(made())
    chat.says("kain parang saya cara bayarnya gimana?", meant=meaning("how_to_pay"))
    assert "10.05" in chat.says(text).text or "10:05" in chat.moves[-1].text


def test_the_hours_of_the_shop_are_still_told_after_an_unpaid_order() -> None:
    chat = Chat(made())
    chat.says("kain parang saya cara bayarnya gimana?", meant=meaning("how_to_pay"))
    assert "09.00" in chat.says("tokonya buka sampai jam berapa?").text


@pytest.mark.parametrize("text", ["yang satunya lagi?", "the other one?", "kalau yang satunya"])
def test_the_other_one_is_the_one_not_told_yet(text: str) -> None:
    chat = Chat(wayan())
    chat.says("paket saya sampai mana?", meant=meaning("order_status"))
    chat.says("1")
    assert "SARI-1042" in chat.says(text).text


@pytest.mark.parametrize("text", ["kain parangnya jadi 3 ya", "kain saya dadi telu wae"])
def test_another_number_of_pieces_cancels_nothing(text: str) -> None:
    chat = Chat(made())
    move = chat.says(text, meant=meaning("cancel_order", 0.5, quantity=3))
    assert move.talk.pending is None or move.talk.pending.action == "change_order"
    assert chat.says("oke lanjut").act is None or chat.moves[-1].act.action == "change_order"  # type: ignore[union-attr]


def test_another_order_in_a_pending_cancel_is_taken_in_its_place() -> None:
    chat = Chat(made())
    assert chat.says("batalkan kain parang", meant=meaning("cancel_order")).talk.order == "SARI-1050"
    move = chat.says("bukan, maksud saya yang selendang")
    assert "SARI-1051" in move.text
    assert move.talk.pending is None or move.talk.pending.target == "SARI-1051"


def test_not_knowing_is_a_failed_ask_and_ends_in_a_ticket() -> None:
    chat = Chat()
    chat.says("barang saya rusak", meant=meaning("defective_wrong_item"))
    moves = [chat.says(text) for text in ("ga tau nomornya", "ga tau", "gatau kak bingung", "ga tau")]
    assert any(move.ticket for move in moves)


def test_a_wish_told_before_it_is_asked_for_is_not_asked_again() -> None:
    chat = Chat()
    chat.says("selendang saya sobek", meant=TORN)
    asked = chat.says("minta ganti baru aja ya", meant=meaning("other", 0.4))
    assert asked.asked != "requested_resolution"


def test_a_stranger_is_told_the_ways_to_pay() -> None:
    shelf = Shelf(articles=made().articles)
    assert "QRIS" in Chat(shelf).says("metode pembayarannya apa aja kak?").text
