from dataclasses import replace

import pytest

from sapa.domain.dialogue.choosing import choose_order, goods_of, name_of
from sapa.domain.dialogue.naming import same_reference, stands_in
from sapa.domain.dialogue.places import chosen_place
from sapa.domain.dialogue.records import Item, Order
from sapa.domain.dialogue.types import Customer, Said, Talk
from tests.domain.dialogue.cast import CLOTH, KEBAYA, PAID_SCARF, SCARF, dewi, made, meaning, turn


def chosen(text: str, *, talk: Talk | None = None, **slots: object) -> str:
    """Of Dewi's kebaya on its way and her delivered scarf."""
    said = Said(text, meaning("order_status", 0.9, **slots))
    choice = choose_order(turn(said, dewi(), talk=talk), is_shipped)
    return choice.order.number if choice.order else ""


def is_shipped(order: Order) -> bool:
    return order.status == "shipped"


@pytest.mark.parametrize(
    "text", ["SARI-1030", "sari 1030", "no sari1030 ya", "yang selendangnya", "selendange"]
)
def test_what_the_message_names_is_meant_whether_it_fits_or_not(text: str) -> None:
    assert chosen(text) == "SARI-1030"


def test_figures_alone_are_the_end_of_a_number() -> None:
    assert chosen("pesanan 1030", order_id="1030") == "SARI-1030"


def test_a_parcels_number_names_its_order() -> None:
    assert chosen("JNE0077001041", tracking_no="JNE0077001041") == "SARI-1041"


def test_an_invoices_number_names_its_order() -> None:
    assert chosen("INV/1041", order_id="INV/1041") == "SARI-1041"


def test_an_amount_that_only_one_order_has_names_it() -> None:
    assert chosen("yang 255rb", amount=255_000) == "SARI-1030"


def test_what_fits_is_meant_where_nothing_is_named() -> None:
    assert chosen("sampai mana ya") == "SARI-1041"


def test_the_order_spoken_of_is_kept_only_where_it_fits_or_is_settled() -> None:
    assert chosen("sampai mana ya", talk=Talk(order="SARI-1030")) == "SARI-1041"
    settled = Talk(order="SARI-1030", flow="return_refund", asked="requested_resolution")
    assert chosen("uang kembali", talk=settled) == "SARI-1030"


def test_a_number_of_nobody_known_is_unknown_even_beside_own_goods() -> None:
    choice = choose_order(turn(Said("SARI-7 selendang", meaning("order_status", order_id="SARI-7")), dewi()))
    assert choice.order is None
    assert choice.unknown == "SARI-7"


def test_whoever_is_not_proven_has_no_orders_here() -> None:
    stranger = Customer("", proven=False)
    said = Said("SARI-1041", meaning("order_status", order_id="SARI-1041"))
    choice = choose_order(turn(said, dewi(), customer=stranger))
    assert (choice.order, choice.among, choice.unknown) == (None, (), "")


def test_several_that_fit_are_told_newest_first() -> None:
    choice = choose_order(turn(Said("pesanan saya", meaning("order_status")), made()))
    assert choice.among == (CLOTH, PAID_SCARF)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2", 1),
        ("yang kedua", 1),
        ("nomor 1 kak", 0),
        ("sing loro", 1),
        ("the last one", 2),
        ("yg paling bawah", 2),
        ("3 ya", 2),
        ("4", None),
        ("2 pcs", None),
        ("kapan 2 hari lagi sampainya ya kak tolong", None),
        ("satu atau dua", None),
    ],
)
def test_a_place_in_a_list_of_three(text: str, place: int | None) -> None:
    assert chosen_place(text, 3) == place


@pytest.mark.parametrize(
    ("said", "same"), [("sari1041", True), ("1041", True), ("041", False), ("SARI-104", False)]
)
def test_a_reference_is_the_same_however_it_is_spaced(said: str, same: bool) -> None:
    assert same_reference(said, "SARI-1041") is same


def test_a_longer_number_is_another_one() -> None:
    assert stands_in("SARI-104", "pesanan sari-104") is True
    assert stands_in("SARI-104", "pesanan sari-1041") is False


def test_goods_are_named_with_how_many_and_more_than_two_are_counted() -> None:
    many = replace(KEBAYA, items=(Item("Kain", 2), Item("Tas"), Item("Topi")))
    assert goods_of(many) == "2x Kain dan 2 barang lain"
    assert goods_of(many, "en") == "2x Kain and 2 more"
    assert name_of(SCARF) == "Selendang Sutra (SARI-1030)"


def test_the_other_of_two_is_the_one_not_spoken_of() -> None:
    said = Said("yang satunya gimana", meaning("order_status"))
    choice = choose_order(turn(said, made(), talk=Talk(order="SARI-1050")))
    assert choice.order == PAID_SCARF


def test_both_are_both() -> None:
    choice = choose_order(turn(Said("resi dua2nya", meaning("tracking_number")), made()))
    assert choice.each
    assert choice.among == (CLOTH, PAID_SCARF)
