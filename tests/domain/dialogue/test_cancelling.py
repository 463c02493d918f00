from dataclasses import replace

from sapa.domain.dialogue.records import Cited, Item
from tests.domain.dialogue.cast import CLOTH, NOW, PAID_SCARF, Chat, Shelf, dewi, made, rini


def test_an_unpaid_order_is_named_with_its_amount_and_cancelled_after_yes() -> None:
    chat = Chat(made())
    asked = chat.says("batalin kain parangnya dong kak")
    assert asked.confirm
    assert asked.act is None
    assert "SARI-1050" in asked.text
    assert "Rp390.000" in asked.text
    done = chat.says("ya batalkan")
    assert done.act
    assert (done.act.action, done.act.target) == ("cancel_order", "SARI-1050")


def test_a_paid_order_becomes_a_request_to_people_and_nothing_is_promised() -> None:
    chat = Chat(made())
    asked = chat.says("batalin pesanan SARI-1051")
    assert asked.confirm
    assert "permintaan batal" in asked.text
    passed_on = chat.says("ya")
    assert passed_on.act is None
    assert passed_on.ticket
    assert passed_on.ticket.kind == "change"
    assert passed_on.ticket.order_id == PAID_SCARF.id
    assert "{ticket}" in passed_on.text
    assert "belum berubah" in passed_on.text


def test_no_leaves_the_order_alone_and_a_later_yes_means_nothing() -> None:
    chat = Chat(made())
    chat.says("batalin SARI-1050")
    assert chat.says("eh ga jadi deh").act is None
    later = chat.says("ya")
    assert later.act is None
    assert later.ticket is None


def test_an_order_that_was_sent_meanwhile_is_not_cancelled_by_the_yes() -> None:
    chat = Chat(made())
    chat.says("batalin SARI-1050")
    chat.shelf.orders = [replace(CLOTH, status="shipped", paid_at=NOW, shipped_at=NOW), PAID_SCARF]
    late = chat.says("ya batalkan")
    assert late.act is None
    assert not late.confirm
    assert "sudah dikirim" in late.text


def test_an_order_that_was_paid_meanwhile_is_asked_about_again_as_a_request() -> None:
    chat = Chat(made())
    chat.says("batalin SARI-1050")
    chat.shelf.orders = [replace(CLOTH, status="paid", paid_at=NOW), PAID_SCARF]
    again = chat.says("ya")
    assert again.act is None
    assert again.confirm
    assert "Pembayarannya ternyata sudah masuk" in again.text


def test_an_order_on_its_way_cannot_be_cancelled_and_says_so_in_english_too() -> None:
    chat = Chat(dewi())
    told = chat.says("please cancel my kebaya order")
    assert not told.confirm
    assert told.act is None
    assert "SARI-1041" in told.text
    assert "already been shipped" in told.text


def test_a_delivered_order_is_pointed_at_a_return() -> None:
    told = Chat(dewi()).says("batalkan SARI-1030")
    assert not told.confirm
    assert "10 September 2026" in told.text
    assert "mengembalikan" in told.text


def test_a_cancelled_order_stays_as_it_is() -> None:
    shelf = Shelf(orders=[replace(CLOTH, status="cancelled", cancelled_at=NOW)])
    told = Chat(shelf).says("batalkan SARI-1050")
    assert not told.confirm
    assert "sudah batal" in told.text


def test_of_several_orders_the_customer_chooses_one() -> None:
    chat = Chat(made())
    asked = chat.says("mau batalin pesanan")
    assert asked.asked == "order_id"
    assert "SARI-1050" in asked.text
    assert "SARI-1051" in asked.text
    assert "SARI-1050" in chat.says("yang pertama").text


def test_an_order_of_somebody_else_is_not_found_and_nothing_of_it_is_told() -> None:
    told = Chat(rini()).says("batalkan SARI-1041 ya")
    assert not told.confirm
    assert told.act is None
    assert "Kebaya" not in told.text
    assert "Rp372.000" not in told.text


def test_one_of_several_items_is_a_change_of_the_order_not_its_end() -> None:
    both = replace(CLOTH, items=(*CLOTH.items, Item("Selendang Sutra", 1, 240_000)))
    chat = Chat(Shelf(orders=[both]))
    asked = chat.says("batalin selendangnya aja dari SARI-1050")
    assert asked.confirm
    assert "Selendang Sutra saja" in asked.text
    done = chat.says("ya")
    assert done.act
    assert done.act.action == "change_order"


def test_a_fee_that_the_articles_tell_of_stands_before_the_request() -> None:
    shelf = replace(
        made(), articles={"batal": Cited("Pembatalan setelah dikemas kena Rp10.000.", ("KB-BATAL",))}
    )
    asked = Chat(shelf).says("batalin SARI-1051")
    assert "Rp10.000" in asked.text
    assert asked.cites == ("KB-BATAL",)


def test_cancel_it_after_its_status_means_that_order() -> None:
    chat = Chat(made())
    chat.says("status SARI-1050 gimana")
    asked = chat.says("batalin aja")
    assert asked.confirm
    assert "SARI-1050" in asked.text
