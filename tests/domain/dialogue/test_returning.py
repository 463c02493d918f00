from dataclasses import replace

from sapa.domain.dialogue.records import Payment, Return
from tests.domain.dialogue.cast import DAY, NOW, SCARF, Chat, Shelf, dewi, made


def test_the_rule_is_quoted_with_its_article_when_only_asked_about() -> None:
    told = Chat(dewi()).says("berapa hari batas tukar ukuran?")
    assert "5 hari" in told.text
    assert told.cites == ("KB-TUKAR",)
    assert told.ticket is None
    assert not told.asked


def test_a_rule_that_no_article_holds_is_not_made_up() -> None:
    told = Chat(Shelf(orders=[SCARF])).says("syarat retur apa saja kak?")
    assert told.cites == ()
    assert "belum punya jawaban" in told.text


def test_a_wish_to_return_asks_only_for_what_is_missing() -> None:
    chat = Chat(dewi())
    asked = chat.says("mau balikin selendangnya kak, ternyata terlalu panjang buat saya")
    assert asked.asked == "requested_resolution"
    assert "SARI-1030" in asked.text
    ticket = chat.says("uangnya balik aja").ticket
    assert ticket
    assert ticket.kind == "return"
    assert ticket.slots["requested_resolution"] == "refund"
    assert "terlalu panjang" in ticket.slots["reason"]


def test_the_ticket_leaves_the_decision_to_people() -> None:
    chat = Chat(dewi())
    chat.says("mau tukar selendang SARI-1030, warnanya kurang cocok sama baju saya")
    done = chat.moves[-1] if chat.moves[-1].ticket else chat.says("tukar")
    assert done.ticket
    assert "memutuskan" in done.text


def test_a_refund_is_told_as_the_payments_have_it() -> None:
    back = Payment(1, "SARI-1030", "refunded", 255_000, refunded_amount=255_000, refunded_at=NOW - DAY)
    shelf = Shelf(orders=[replace(SCARF, status="refunded")], payments={"SARI-1030": (back,)})
    told = Chat(shelf).says("refund SARI-1030 sudah masuk belum?")
    assert "Rp255.000" in told.text
    assert "14 September 2026" in told.text


def test_no_refund_on_record_is_said_and_a_person_named() -> None:
    told = Chat(dewi()).says("refund SARI-1030 sudah cair belum?")
    assert "belum ada pengembalian dana" in told.text
    assert "CS" in told.text


def test_a_return_under_way_is_told_with_its_next_step() -> None:
    coming = Return(1, "R-9", "SARI-1030", "approved", "kirim barang ke gudang")
    told = Chat(Shelf(orders=[SCARF], returns=(coming,))).says("status retur SARI-1030 gimana")
    assert "R-9" in told.text
    assert "disetujui" in told.text
    assert "kirim barang ke gudang" in told.text


def test_what_has_not_arrived_cannot_be_returned_yet() -> None:
    told = Chat(made()).says("mau retur SARI-1051, kebesaran")
    assert told.ticket is None
    assert "belum dikirim" in told.text


def test_money_back_for_what_was_never_sent_is_a_cancelled_order() -> None:
    asked = Chat(made()).says("batalkan SARI-1050 dan balikin uangnya")
    assert asked.confirm
    assert "SARI-1050" in asked.text


def test_a_reason_that_speaks_of_something_else_is_still_the_reason() -> None:
    chat = Chat(dewi())
    chat.says("mau retur selendangnya")
    assert chat.says("soalnya datangnya telat banget, udah ga butuh lagi").asked == "requested_resolution"
