"""Which goods and orders are meant, and what is added to a change or a report."""

from dataclasses import replace

import pytest

from sapa.domain.dialogue.records import Cited
from tests.domain.dialogue.cast import CLOTH, KEBAYA, PRODUCTS, SCARF, Chat, Shelf, dewi, made, meaning


def test_goods_that_no_order_holds_are_not_put_on_the_only_one() -> None:
    chat = Chat(Shelf(orders=[SCARF], products=PRODUCTS))
    move = chat.says("kebaya kutubaru yang saya beli sobek")
    assert move.asked == "order_id"
    assert "Kebaya Kutubaru tidak ada" in move.text
    assert chat.says("1").asked == "photo"


def test_goods_called_otherwise_are_still_those_of_the_only_order() -> None:
    assert Chat(Shelf(orders=[SCARF], products=PRODUCTS)).says("syal saya sobek pas dibuka").asked == "photo"


def test_several_alike_are_told_apart_by_count_or_by_money() -> None:
    both = Shelf(orders=[CLOTH, replace(CLOTH, id=9, number="SARI-1009", status="paid", items=KEBAYA.items)])
    both.orders[1] = replace(
        both.orders[1], items=(replace(CLOTH.items[0], quantity=7),), paid_at=CLOTH.placed_at
    )
    said = meaning("order_status", product="kain parang")
    assert "SARI-1009" in Chat(both).says("kain parang yang 7 lembar sampai mana?", meant=said).text
    assert "SARI-1050" in Chat(both).says("kain parang yang belum dibayar gimana?", meant=said).text


def test_more_of_a_change_is_noted_with_it() -> None:
    chat = Chat(made())
    chat.says("pesanan SARI-1051 tambah 1 selendang lagi ya")
    both = chat.says("warnanya merah kalau ada", meant=meaning("stock_price", 0.6, variant="merah"))
    assert both.confirm
    assert "tambah 1 selendang" in both.text
    assert "merah" in both.text


def test_another_change_takes_the_place_of_cancelling() -> None:
    chat = Chat(made())
    chat.says("batalin SARI-1051 dong")
    assert "ganti warna" in chat.says("atau ganti warna aja bisa? yang biru").text
    done = chat.says("iya")
    assert done.act
    assert done.act.action == "change_order"


def test_a_question_with_but_takes_nothing_back() -> None:
    plan = Cited("Kain bulan ini tetap dikirim.", ("KB-PLAN",), 0.9, "Langganan")
    chat = Chat(replace(made(), articles={"langganan": plan}))
    chat.says("matikan perpanjangan otomatis batik bulanan")
    assert chat.says("eh tapi bulan ini masih dikirim kan?", meant=meaning("other", 0.3)).confirm
    assert chat.says("ok ya matikan").act


@pytest.mark.parametrize("said", ["hmm ga jadi beli. batalin aja pesanannya", "ga jadi pesan, batalkan saja"])
def test_not_buying_is_a_reason_to_cancel(said: str) -> None:
    chat = Chat(made())
    chat.says("batalin pesanan SARI-1050")
    done = chat.says(said)
    assert done.act
    assert done.act.target == "SARI-1050"


def test_particulars_behind_a_ticket_are_no_circle() -> None:
    chat = Chat(made())
    chat.says("saya sudah transfer kain parang, kok belum dikonfirmasi?")
    assert chat.says("ini buktinya", attachment="image", meant=meaning("payment_confirmation")).ticket
    told = chat.says(
        "390rb lewat BCA", meant=meaning("payment_confirmation", 0.4, amount=390_000, payment_method="BCA")
    )
    assert not told.hand_off


def test_the_deadline_is_told_beside_an_invoice() -> None:
    told = Chat(made()).says(
        "minta invoice SARI-1050 beserta batas bayarnya",
        meant=meaning("invoice_request", order_id="SARI-1050"),
    )
    assert "Batas bayarnya" in told.text


def test_a_day_beside_something_else_is_no_question_of_hours() -> None:
    assert (
        "Jam layanan"
        not in Chat(dewi()).says("bisa lihat penenun hari Sabtu?", meant=meaning("store_info", 0.5)).text
    )
    assert "Jam layanan" in Chat(dewi()).says("kalau hari sabtu?", meant=meaning("store_info", 0.9)).text


def test_the_number_of_a_parcel_is_told_while_a_report_is_offered() -> None:
    late = replace(KEBAYA, eta=KEBAYA.placed_at)
    parcel = replace(dewi().parcels["SARI-1041"][0], eta=KEBAYA.placed_at)
    chat = Chat(Shelf(orders=[late], parcels={"SARI-1041": (parcel,)}))
    assert chat.says("kebaya saya sampai mana?").asked == "issue_type"
    told = chat.says("nomor resinya berapa?")
    assert "JNE0077001041" in told.text
    assert told.ticket is None


def test_one_s_own_parcel_is_told_after_somebody_else_s_was_asked_for() -> None:
    chat = Chat(dewi())
    chat.says("resi SARI-9999 berapa?")
    assert "JNE0077001041" in chat.says("kalau punya saya sendiri resinya?").text


def test_what_it_shall_be_changed_to_is_not_the_order_that_came() -> None:
    chat = Chat(Shelf(orders=[CLOTH, SCARF], products=PRODUCTS))
    chat.talk = replace(chat.talk, order=CLOTH.number)
    asked = chat.says(
        "bisa diganti selendang sutra aja?", meant=meaning("change_order", product="selendang sutra")
    )
    assert asked.confirm
    assert CLOTH.number in asked.text


def test_a_number_of_a_house_is_put_right_in_english() -> None:
    chat = Chat(made())
    chat.says("please change the address of SARI-1051 to Jalan Setiabudi 100, Bandung")
    assert "Jalan Setiabudi 110, Bandung" in chat.says("oh wait, it's number 110").text


def test_the_same_is_told_of_another_order() -> None:
    chat = Chat(dewi())
    chat.says("minta invoice kebaya ya")
    assert "SARI-1030" in chat.says("sama yang selendang juga", meant=meaning("other", 0.2)).text


def test_an_order_placed_meanwhile_is_no_yes_to_a_report() -> None:
    late = replace(KEBAYA, eta=KEBAYA.placed_at)
    parcel = replace(dewi().parcels["SARI-1041"][0], eta=KEBAYA.placed_at)
    chat = Chat(Shelf(orders=[late], parcels={"SARI-1041": (parcel,)}, products=PRODUCTS))
    assert chat.says("kebaya saya sampai mana?").asked == "issue_type"
    ticket = chat.says("pesen 2 selendang sutra dong").ticket
    assert ticket is None or ticket.kind != "delivery"


def test_a_report_wished_for_after_a_parcel_is_one_of_its_delay() -> None:
    chat = Chat(dewi())
    chat.says("kebaya saya kok belum sampai", meant=meaning("delivery_late"))
    ticket = chat.says("lapor aja deh", meant=meaning("complaint", 0.5)).ticket
    assert ticket
    assert ticket.kind == "delivery"


def test_how_long_it_would_take_is_no_question_about_an_order() -> None:
    ships = Cited("Ke Jakarta 2 hari.", ("KB-KIRIM",), 0.9, "Pengiriman")
    told = Chat(replace(dewi(), articles={"jakarta": ships})).says(
        "kalau order sekarang sampai Jakarta kapan?"
    )
    assert told.cites == ("KB-KIRIM",)


def test_a_plan_is_paused_by_people() -> None:
    rule = Cited("Pengantaran boleh dilewati 2 minggu.", ("KB-PLAN",), 0.9, "Langganan")
    chat = Chat(replace(made(), articles={"skip": rule}))
    assert chat.says(
        "langganan batik bulanan bisa diskip dulu ga?", meant=meaning("subscription_renewal")
    ).cites
    assert chat.says("tolong skip ya", meant=meaning("cancel_order", 0.4)).confirm
    assert chat.says("iya").ticket


def test_a_pause_asked_for_in_other_tongues_finds_the_rule() -> None:
    rule = Cited("Pengantaran boleh dilewati 2 minggu.", ("KB-PLAN",), 0.9, "Langganan")
    chat = Chat(replace(made(), articles={"skip": rule}))
    told = chat.says(
        "langganan batik bulanan mun cuti heula tiasa teu?", meant=meaning("subscription_renewal")
    )
    assert told.cites == ("KB-PLAN",)
