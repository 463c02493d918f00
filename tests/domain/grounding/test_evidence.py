from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sapa.domain.dialogue.records import Item, Order, Parcel, Payment, Product, Subscription
from sapa.domain.dialogue.types import Business
from sapa.domain.grounding import breaches, evidence_of

TODAY = date(2026, 9, 15)
ETA = datetime(2026, 9, 16, 14, 5, tzinfo=UTC)
KEBAYA = Item("Kebaya Kutubaru M", 2, 385_000)
ORDER = Order(
    991,
    "SARI-1041",
    "shipped",
    datetime(2026, 9, 11, 3, 12, tzinfo=UTC),
    items=(KEBAYA,),
    amount=790_000,
    shipping_amount=20_000,
    eta=ETA,
    pay_link="https://sari.id/b/7",
)
PARCEL = Parcel(5, "JNE REG", "JNE0077001041", "in_transit", last_event="Tiba di hub Denpasar")


def wrong(text: str, *records: object, zone: str = "Asia/Jakarta") -> tuple[str, ...]:
    evidence = evidence_of(records, zone, today=TODAY)
    return breaches(text, evidence=evidence, quoted=(), others=(), language="id", today=TODAY)


def holds(text: str, *records: object, zone: str = "Asia/Jakarta") -> bool:
    return "ungrounded_fact" not in wrong(text, *records, zone=zone)


@pytest.mark.parametrize(
    "text",
    [
        "SARI-1041, Rp790.000",
        "total 790rb dengan ongkir Rp20.000, barangnya Rp770.000",
        "2 buah, Rp385.000 sebuah",
        "perkiraan tiba Rabu, 16 September 2026 pukul 21.05 WIB",
        "tiba besok, 16/09",
        "dipesan 4 hari lalu, 11 September pukul 10.12",
        "bayar di sari.id/b/7",
    ],
)
def test_a_text_may_say_all_that_an_order_holds(text: str) -> None:
    assert holds(text, ORDER)


@pytest.mark.parametrize(
    "text",
    [
        "SARI-1014",
        "Rp790.500",
        "tiba lusa",
        "Kamis, 16 September",
        "pukul 21.15 WIB",
        "sari.id/b/8",
        "US$790.000",
        "991234",
    ],
)
def test_what_no_record_holds_is_no_evidence(text: str) -> None:
    assert not holds(text, ORDER)


def test_an_hour_is_true_in_the_zone_of_its_reader() -> None:
    assert holds("pukul 23.05 WIT", ORDER, zone="Asia/Jayapura")
    assert holds("pukul 21.05 WIB", ORDER, zone="Asia/Jayapura")
    assert not holds("pukul 21.05", ORDER, zone="Asia/Jayapura")


def test_a_parcel_is_known_by_its_number_and_not_by_its_key() -> None:
    assert holds("resi JNE0077001041", PARCEL)
    assert not holds("resi JNE0077001042", PARCEL)


def test_cents_are_told_in_the_currency_of_the_record() -> None:
    plan = Subscription(1, "SUB-7", "Box", "active", amount=1250, currency="USD")
    assert holds("SUB-7: US$12.50", plan)
    assert not holds("Rp1.250", plan)


def test_stock_is_counted_and_an_unknown_price_is_none() -> None:
    product = Product(1, "Kebaya", stock=6, warranty_days=365)
    assert holds("stok 6, garansi 12 bulan", product)
    assert not holds("stok 7", product)
    assert not holds("harganya Rp0", product)


def test_opening_hours_and_promised_times_come_from_the_shop() -> None:
    shop = Business(
        "Toko Sari",
        "Asia/Jakarta",
        {"id": "Senin-Jumat 09.00-17.00"},
        opens_at=datetime(2026, 9, 16, 2, 0, tzinfo=UTC),
        answers_within=timedelta(minutes=10),
        phone="021-5550-777",
    )
    assert holds("Petugas ada Rabu pukul 09.00 WIB, menjawab dalam 10 menit, telepon (021) 5550777", shop)
    assert not holds("telepon 021-5550-771", shop)


def test_a_record_of_a_refund_lets_it_be_told() -> None:
    back = Payment(1, "SARI-1041", "refunded", 405_000, refunded_at=ETA, refunded_amount=405_000)
    text = "Dana Rp405.000 sudah dikembalikan pada 16 September."
    assert wrong(text, back) == ()
    paid = Payment(1, "SARI-1041", "paid", 405_000, paid_at=ETA)
    assert wrong(text, paid) == ("false_promise",)


TRUE = (
    "Pesanan SARI-1041 senilai Rp790.000 dengan JNE REG, resi JNE0077001041, perkiraan tiba Rabu, 16 September 2026 "
    "pukul 21.05 WIB. Bayar di https://sari.id/b/7 atau telepon 021-5550-777."
)


@pytest.mark.parametrize("place", [place for place, sign in enumerate(TRUE) if sign.isdecimal()])
def test_no_digit_of_a_text_may_be_another(place: int) -> None:
    records = (replace(ORDER, items=(), shipping_amount=0), PARCEL, {"phone": "021-5550-777"})
    assert holds(TRUE, *records)
    for other in set("0123456789") - {TRUE[place]}:
        assert not holds(TRUE[:place] + other + TRUE[place + 1 :], *records), other


def test_a_day_has_the_name_that_it_has() -> None:
    assert holds("Rabu, 16 September 2026 dan Jumat 11/09/2026", ORDER)
    assert not holds("Jumat, 16 September 2026", ORDER)
