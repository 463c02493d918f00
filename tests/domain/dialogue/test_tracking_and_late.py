from dataclasses import replace

import pytest

from sapa.domain.dialogue.records import OpenTicket, Parcel
from sapa.domain.dialogue.types import Move, Talk
from tests.domain.dialogue.cast import (
    CLOTH,
    DAY,
    KEBAYA,
    NOW,
    PAID_SCARF,
    PARCEL,
    SCARF,
    Shelf,
    dewi,
    made,
    wayan,
)
from tests.domain.dialogue.replying import reply


def test_the_number_follows_the_order_spoken_of() -> None:
    talk = Talk(disclosed=True, order="SARI-1041")
    move = reply("resinya brp?", "tracking_number", dewi(), talk=talk)
    assert "JNE0077001041" in move.text
    assert "(JNE)" in move.text


def test_a_parcel_that_waits_has_no_number_and_says_why() -> None:
    move = reply("resi selendang", "tracking_number", Shelf(orders=[PAID_SCARF]))
    assert "belum diserahkan ke kurir" in move.text
    assert "SARI-1051" in move.text


def test_a_parcel_that_left_without_a_number_is_not_told_to_wait() -> None:
    move = reply("resinya?", "tracking_number", Shelf(orders=[KEBAYA]))
    assert "belum tercatat" in move.text
    assert "belum diserahkan" not in move.text
    assert "CS" in move.text


def test_two_parcels_have_two_numbers() -> None:
    second = Parcel(2, "SiCepat", "SC-77", "in_transit")
    move = reply(
        "resinya?", "tracking_number", Shelf(orders=[KEBAYA], parcels={"SARI-1041": (PARCEL, second)})
    )
    assert "JNE0077001041" in move.text
    assert "SC-77" in move.text


def late(shelf: Shelf, text: str = "paket saya kok belum sampai", **slots: object) -> Move:
    return reply(text, "delivery_late", shelf, **slots)  # type: ignore[arg-type]


def with_parcel(**changes: object) -> Shelf:
    return Shelf(orders=[KEBAYA], parcels={"SARI-1041": (replace(PARCEL, **changes),)})  # type: ignore[arg-type]


def test_what_is_still_in_time_is_told_and_nothing_opened() -> None:
    move = late(dewi())
    assert move.ticket is None
    assert "Tiba di Denpasar" in move.text
    assert "CS" in move.text


def test_past_its_day_a_ticket_is_opened_with_what_is_known() -> None:
    move = late(with_parcel(eta=NOW - DAY), days_waiting=9)
    assert move.ticket
    assert move.ticket.kind == "delivery"
    assert "{ticket}" in move.text
    assert move.ticket.slots == {
        "order_id": "SARI-1041",
        "days_waiting": "9",
        "issue_type": "not_received",
        "tracking_no": "JNE0077001041",
        "courier": "JNE",
    }


@pytest.mark.parametrize("status", ["lost", "returning", "on_hold", "failed_attempt"])
def test_a_parcel_in_trouble_goes_to_people(status: str) -> None:
    move = late(with_parcel(status=status))
    assert move.ticket
    assert "SARI-1041" in move.text


def test_told_to_have_come_and_not_received_goes_to_people() -> None:
    shelf = Shelf(
        orders=[SCARF],
        parcels={SCARF.number: (replace(PARCEL, status="delivered", last_event="Diterima satpam"),)},
    )
    move = late(shelf, "kok belum terima ya")
    assert move.ticket
    assert move.ticket.slots["issue_type"] == "not_received"
    assert "Diterima satpam" in move.text


def test_a_parcel_long_unheard_of_is_late_without_a_day() -> None:
    order = replace(KEBAYA, eta=None)
    quiet = replace(PARCEL, eta=None, last_event_at=NOW - 8 * DAY)
    assert late(Shelf(orders=[order], parcels={order.number: (quiet,)})).ticket


def test_what_is_not_paid_is_not_late() -> None:
    move = late(Shelf(orders=[CLOTH]))
    assert move.ticket is None
    assert "menunggu pembayaran" in move.text


def test_prepared_for_too_long_goes_to_people() -> None:
    assert late(Shelf(orders=[replace(PAID_SCARF, paid_at=NOW - DAY)])).ticket is None
    assert late(Shelf(orders=[replace(PAID_SCARF, paid_at=NOW - 6 * DAY)])).ticket


def test_whoever_wants_it_reported_gets_it_reported() -> None:
    assert late(dewi(), "tolong laporkan kebaya ke kurir").ticket


def test_a_ticket_that_is_open_is_named_and_no_second_one_opened() -> None:
    shelf = replace(with_parcel(eta=NOW - DAY), tickets=[OpenTicket("T-7", "delivery", "SARI-1041")])
    move = late(shelf)
    assert move.ticket is None
    assert "T-7" in move.text
    assert "Tiba di Denpasar" in move.text


def test_a_doubtful_reading_opens_no_ticket() -> None:
    move = reply("di jayapura ada juga kah", "delivery_late", with_parcel(eta=NOW - DAY), confidence=0.43)
    assert move.ticket is None


def test_of_several_the_one_that_is_late_is_meant() -> None:
    other = replace(KEBAYA, id=2, number="SARI-1042", goods="Kain", items=())
    shelf = Shelf(
        orders=[KEBAYA, other],
        parcels={
            "SARI-1041": (PARCEL,),
            "SARI-1042": (replace(PARCEL, tracking_number="X1", eta=NOW - DAY),),
        },
    )
    move = late(shelf)
    assert move.ticket
    assert move.ticket.slots["order_id"] == "SARI-1042"


def test_an_order_of_somebody_else_is_not_reported() -> None:
    move = late(made(), "SARI-1041 belum sampai", order_id="SARI-1041")
    assert move.ticket is None
    assert "tidak kami temukan" in move.text


def test_of_several_on_their_way_every_number_is_told() -> None:
    move = reply("minta resinya", "tracking_number", wayan())
    assert "JNE0077001041" in move.text
    assert "JNE0077001042" in move.text
    assert move.asked == ""
