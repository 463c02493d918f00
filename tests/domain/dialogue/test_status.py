from dataclasses import replace

import pytest

from sapa.domain.dialogue.records import Item, OpenTicket, Parcel, Payment
from sapa.domain.dialogue.types import Language
from tests.domain.dialogue.cast import (
    CLOTH,
    DAY,
    HOUR,
    KEBAYA,
    NOW,
    PARCEL,
    SCARF,
    SHOP,
    Shelf,
    dewi,
    made,
    wayan,
    yosef,
)
from tests.domain.dialogue.replying import reply

ORDER_STATUSES = (
    "placed", "awaiting_payment", "paid", "processing", "shipped", "delivered", "completed", "cancelled", "refunded",
    "expired", "failed", "on_hold", "unknown",
)  # fmt: skip
PARCEL_STATUSES = (
    "confirmed", "picking_up", "picked_up", "in_transit", "out_for_delivery", "on_hold", "failed_attempt", "delivered",
    "returning", "returned", "cancelled", "lost",
)  # fmt: skip
LANGUAGES: tuple[Language, ...] = ("id", "en")


def where(shelf: Shelf, text: str = "pesanan saya sampai mana", **more: object) -> str:
    return reply(text, "order_status", shelf, **more).text  # type: ignore[arg-type]


def test_a_parcel_on_its_way_is_told_with_goods_courier_last_word_and_day() -> None:
    said = where(dewi())
    for fact in (
        "Kebaya Kutubaru",
        "SARI-1041",
        "JNE0077001041",
        "Tiba di Denpasar",
        "11.05 WIB",
        "besok",
        "16 September",
    ):
        assert fact in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", ORDER_STATUSES)
def test_every_state_of_an_order_has_a_sentence_with_its_number(status: str, language: Language) -> None:
    order = replace(SCARF, status=status, shipped_at=None, delivered_at=None, paid_at=None)
    said = where(Shelf(orders=[order]), language=language)
    assert "SARI-1030" in said
    assert "Selendang Sutra" in said
    assert "{" not in said
    assert "None" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_states_of_a_parcel_are_told_alike(language: Language) -> None:
    said = {where(on_its_way(status), language=language) for status in PARCEL_STATUSES}
    assert len(said) == len(PARCEL_STATUSES)


def on_its_way(status: str) -> Shelf:
    return Shelf(orders=[KEBAYA], parcels={"SARI-1041": (replace(PARCEL, status=status),)})


def test_an_unpaid_order_is_told_with_amount_deadline_and_link() -> None:
    said = where(Shelf(orders=[CLOTH]))
    for fact in (
        "Rp390.000",
        "besok, 16 September 2026 pukul 10.05 WIB",
        "https://toko-sari.example/pay/1050",
    ):
        assert fact in said


def test_a_deadline_that_has_passed_gives_no_link_to_pay() -> None:
    said = where(Shelf(orders=[replace(CLOTH, payment_deadline=NOW - HOUR)]))
    assert "sudah lewat" in said
    assert "https://" not in said


def test_money_that_came_is_not_asked_for_again() -> None:
    paid = Payment(1, "SARI-1050", "paid", 390_000, paid_at=NOW - HOUR)
    said = where(Shelf(orders=[CLOTH], payments={"SARI-1050": (paid,)}))
    assert "menunggu pembayaran" not in said
    assert "disiapkan" not in said
    assert "siapkan" in said


def test_a_day_that_has_passed_is_said_openly_and_a_report_offered() -> None:
    move = reply("paket saya dimana", "order_status", late_one())
    assert "sudah lewat" in move.text
    assert "laporkan" in move.text
    assert move.ticket is None
    told = reply("iya tolong", "delivery_late", late_one(), talk=move.talk)
    assert told.ticket
    assert told.ticket.kind == "delivery"
    assert told.ticket.slots["order_id"] == "SARI-1041"


def late_one() -> Shelf:
    parcel = replace(PARCEL, eta=NOW - 2 * DAY)
    return Shelf(orders=[KEBAYA], parcels={"SARI-1041": (parcel,)})


def test_a_delay_that_people_know_of_is_not_offered_again() -> None:
    shelf = replace(late_one(), tickets=[OpenTicket("T-12", "delivery", "SARI-1041")])
    move = reply("paket saya dimana", "order_status", shelf)
    assert "T-12" in move.text
    assert "?" not in move.text


def test_of_several_on_their_way_it_is_asked_which_and_the_second_is_understood() -> None:
    asked = reply("pesanan saya dimana", "order_status", wayan())
    assert asked.asked == "order_id"
    assert "SARI-1041" in asked.text
    assert "SARI-1042" in asked.text
    told = reply("yang kedua", "order_status", wayan(), talk=asked.talk)
    assert "JNE0077001042" in told.text
    assert "JNE0077001041" not in told.text


def test_goods_named_in_the_message_choose_the_order() -> None:
    assert "SARI-1050" in where(made(), "kain parangnya gimana kak")
    assert "SARI-1051" in where(made(), "selendang saya udah dikirim?")


def test_a_number_of_somebody_else_opens_nothing() -> None:
    move = reply("pesanan SARI-1041 sudah dikirim?", "order_status", made(), order_id="SARI-1041")
    assert "tidak kami temukan" in move.text
    assert "CS" in move.text
    assert not any(secret in move.text for secret in ("JNE", "Denpasar", "Kebaya", "dikirim"))


def test_a_strangers_number_beside_own_goods_still_opens_nothing() -> None:
    move = reply("SARI-9999 kebaya punya teman", "order_status", dewi(), order_id="SARI-9999")
    assert "tidak kami temukan" in move.text
    assert "Denpasar" not in move.text


def test_without_any_order_the_number_is_asked_and_a_person_named() -> None:
    move = reply("pesanan saya mana", "order_status", yosef())
    assert move.asked == "order_id"
    assert "belum ada pesanan" in move.text
    assert "CS" in move.text


def test_only_a_delivered_order_is_told_with_its_day() -> None:
    assert "Kamis, 10 September 2026" in where(Shelf(orders=[SCARF]))


def test_a_cancelled_order_tells_what_became_of_the_money() -> None:
    order = replace(SCARF, status="cancelled", cancelled_at=NOW - DAY, delivered_at=None)
    back = Payment(1, order.number, "refunded", 255_000, refunded_amount=255_000, refunded_at=NOW - 2 * HOUR)
    paid = Payment(1, order.number, "paid", 255_000, paid_at=NOW - 9 * DAY)
    assert "Rp255.000" in where(Shelf(orders=[order], payments={order.number: (back,)}))
    assert "belum tercatat" in where(Shelf(orders=[order], payments={order.number: (paid,)}))


def test_a_partial_refund_is_told_as_it_was_made() -> None:
    order = replace(SCARF, status="refunded")
    part = Payment(1, order.number, "refunded", 255_000, refunded_amount=100_000, refunded_at=NOW - DAY)
    said = where(Shelf(orders=[order], payments={order.number: (part,)}))
    assert "Rp100.000" in said
    assert "Rp255.000" not in said


def test_cash_on_delivery_names_what_to_have_ready() -> None:
    order = replace(KEBAYA, payment_method="COD", paid_at=None)
    assert "siapkan Rp372.000" in where(Shelf(orders=[order], parcels={order.number: (PARCEL,)}))


def test_each_of_two_parcels_is_told() -> None:
    second = Parcel(2, "SiCepat", "SC-77", "out_for_delivery", last_event="Dibawa kurir", last_event_at=NOW)
    said = where(Shelf(orders=[KEBAYA], parcels={"SARI-1041": (PARCEL, second)}))
    assert "2 paket" in said
    assert "JNE0077001041" in said
    assert "SC-77" in said
    assert len(said) <= 600


def test_digital_goods_are_not_promised_a_courier() -> None:
    order = replace(
        SCARF,
        status="paid",
        items=(Item("Pola Jahit PDF", digital=True),),
        delivered_at=None,
        shipped_at=None,
    )
    said = where(Shelf(orders=[replace(order, order_link="https://toko-sari.example/o/1")]))
    assert "digital" in said
    assert "https://toko-sari.example/o/1" in said
    assert "siapkan" not in said


def test_english_is_answered_in_english() -> None:
    said = where(dewi(), "where is my order", language="en")
    assert "is on its way with JNE" in said
    assert "tomorrow, 16 September 2026" in said
    assert "pesanan" not in said.lower()


def test_the_time_is_that_of_the_shops_zone() -> None:
    said = where(dewi(), business=replace(SHOP, zone="Asia/Jayapura"))
    assert "13.05 WIT" in said


def test_a_list_tells_of_each_how_it_stands() -> None:
    move = reply("pesanan saya dimana", "order_status", made())
    assert "Kain Parang (SARI-1050): menunggu pembayaran Rp390.000" in move.text
    assert "Selendang Sutra (SARI-1051): sedang disiapkan" in move.text
    assert move.text.count("?") == 1


def test_orders_named_by_number_are_all_told() -> None:
    move = reply("SARI-1041 sama SARI-1030 gimana", "order_status", dewi())
    assert "Tiba di Denpasar" in move.text
    assert "10 September 2026" in move.text


def test_a_day_told_without_a_time_gets_none() -> None:
    midnight = NOW.replace(hour=17, minute=0) - 6 * DAY
    said = where(Shelf(orders=[replace(SCARF, delivered_at=midnight)]))
    assert "10 September 2026." in said
    assert "pukul" not in said
