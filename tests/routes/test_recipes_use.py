"""Recipes of what was bought: guide, check-ins, refill, companion product."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.routes.cast import DEWI, MADE, WITA, at
from tests.routes.house import House
from tests.routes.recipes import CITRA_RASA, KOPI, V60, buy, last, parcel, reasons, tell, told, use

A_MINUTE = timedelta(minutes=1)
BOTH = ((DEWI, "A-1", "b2c"), (CITRA_RASA, "A-2", "b2b"))


@pytest.fixture
def arrived(house: House) -> House:
    """Coffee was bought by Dewi and by a company and arrives at ten; whoever asks first switches a recipe on."""
    tell(house, products=[V60, KOPI])
    for customer, number, _segment in BOTH:
        buy(house, number, customer, consent=True)
    house.clock.to(at(15, "10:00"))
    return house


def arrive(house: House) -> None:
    for _customer, number, _segment in BOTH:
        parcel(house, number, "delivered")


@pytest.mark.parametrize(
    ("recipe", "when", "place", "value"),
    [
        ("panduan_pakai", at(15, "12:00"), "produk.panduan_url", "https://tokosari.test/seduh"),
        ("cek_setelah_tiba", at(16, "10:00"), "kirim.tanggal_tiba", "Sel 15 Sep 2026 10.00 WIB"),
        ("tiga_hari_setelah_beli", at(18, "10:00"), "produk.nama", "Kopi Gayo 1 kg"),
        ("cek_pemakaian", at(22, "10:00"), "produk.nama", "Kopi Gayo 1 kg"),
        ("produk_pelengkap", at(29, "10:00"), "pelengkap.nama", "Saringan V60"),
    ],
)
def test_so_long_after_the_goods_arrived_people_and_companies_are_written_to(
    arrived: House, recipe: str, when: datetime, place: str, value: str
) -> None:
    use(arrived, recipe)
    arrive(arrived)
    arrived.clock.to(when - A_MINUTE)
    assert arrived.phone(DEWI).texts == arrived.phone(CITRA_RASA).texts == []
    arrived.clock.to(when + 5 * A_MINUTE)
    for customer, _number, segment in BOTH:
        assert told(last(arrived, customer), recipe, segment=segment)[place] == value
        assert len(arrived.phone(customer).texts) == 1


def test_the_guide_of_digital_goods_goes_out_when_they_are_paid(house: House) -> None:
    use(house, "panduan_pakai")
    tell(house, product={**KOPI, "digital": True, "lifetime_days": None})
    buy(house, "A-1", DEWI)
    assert told(last(house, DEWI), "panduan_pakai", "digital")["pesanan.nomor"] == "A-1"


def test_a_return_or_a_complaint_stops_whatever_would_ask_how_it_is_going(arrived: House) -> None:
    asking = ("panduan_pakai", "cek_setelah_tiba", "cek_pemakaian", "produk_pelengkap")
    use(arrived, *asking)
    arrive(arrived)
    sent_back: Any = {"return": {"id": "R-1", "status": "requested"}}
    tell(arrived, order={"id": "A-1"}, **sent_back)
    tell(arrived, order={"id": "A-2"}, ticket={"id": "T-1", "kind": "defective", "summary": "bocor"})
    arrived.clock.to(at(30, "12:00"))
    assert arrived.phone(CITRA_RASA).texts == []
    assert [len(one.reasons) for one in arrived.follow_ups(recipe="panduan_pakai")] == [1, 1]
    ended = {one.reasons[0] for one in arrived.follow_ups(recipe="cek_setelah_tiba")}
    assert ended == {"exit_returned", "exit_ticket_opened"}


def test_a_check_after_arrival_takes_the_place_of_the_one_after_three_days(arrived: House) -> None:
    use(arrived, "cek_setelah_tiba", "tiga_hari_setelah_beli")
    arrive(arrived)
    arrived.clock.to(at(22, "12:00"))
    [text] = arrived.phone(DEWI).texts
    assert told(text, "cek_setelah_tiba")["pesanan.barang"] == "Kopi Gayo 1 kg"
    dropped = arrived.follow_ups(recipe="tiga_hari_setelah_beli")
    assert {tuple(one.reasons) for one in dropped} == {("other_check_in",)}


def test_an_answer_or_a_new_order_stops_the_question_after_three_days(arrived: House) -> None:
    use(arrived, "tiga_hari_setelah_beli")
    arrive(arrived)
    arrived.clock.to(at(16, "10:00"))
    arrived.phone(DEWI).says("Makasih, kopinya enak")
    buy(arrived, "A-3", CITRA_RASA)
    arrived.clock.to(at(19, "12:00"))
    ended = {one.reasons[0] for one in arrived.follow_ups(recipe="tiga_hari_setelah_beli")}
    assert ended == {"exit_replied", "exit_order_placed"}


def test_a_question_of_the_evening_waits_for_eight_in_denpasar(house: House) -> None:
    use(house, "cek_setelah_tiba")
    buy(house, "A-1", MADE)
    house.clock.to(at(15, "21:30", WITA))
    parcel(house, "A-1", "delivered")
    house.clock.to(at(17, "07:59", WITA))
    assert house.phone(MADE).texts == []
    house.clock.to(at(17, "08:05", WITA))
    assert timedelta() <= house.phone(MADE).times[0] - at(17, "08:00", WITA) < A_MINUTE
    assert told(last(house, MADE), "cek_setelah_tiba")["kirim.tanggal_tiba"] == "Sel 15 Sep 2026 21.30 WITA"


def test_five_days_before_the_coffee_runs_out_a_refill_is_offered_and_nanti_means_in_two_weeks(
    arrived: House,
) -> None:
    use(arrived, "isi_ulang")
    arrive(arrived)
    arrived.clock.to(at(1, "10:05", month=10))
    said = told(last(arrived, CITRA_RASA), "isi_ulang", segment="b2b")
    assert said["produk.perkiraan_habis"] == "15 Oktober 2026"
    arrived.clock.to(at(10, "10:05", month=10))
    said = told(last(arrived, DEWI), "isi_ulang")
    assert (said["produk.masa_pakai_hari"], said["pesanan.tanggal"]) == ("30", "15 September 2026")
    arrived.phone(DEWI).says("Nanti ya")
    arrived.clock.to(at(24, "10:00", month=10))
    before = len(arrived.phone(DEWI).texts)
    arrived.clock.to(at(24, "11:00", month=10))
    assert told(arrived.phone(DEWI).texts[before], "isi_ulang", "nanti")["produk.nama"] == "Kopi Gayo 1 kg"


def test_who_bought_the_coffee_again_is_not_reminded_who_stays_silent_once_more(arrived: House) -> None:
    use(arrived, "isi_ulang")
    arrive(arrived)
    arrived.clock.to(at(8, "10:00", month=10))
    buy(arrived, "A-3", DEWI)
    arrived.clock.to(at(20, "10:00", month=10))
    assert arrived.phone(DEWI).texts == []
    assert reasons(arrived, recipe="isi_ulang", order__external_id="A-1") == ["bought_again"]
    arrived.clock.to(at(2, "12:00", month=11))
    assert told(last(arrived, CITRA_RASA), "isi_ulang", "2", "b2b")["perusahaan"] == "PT Citra Rasa"
    arrived.clock.to(at(1, "12:00", month=12))
    assert len(arrived.phone(CITRA_RASA).texts) == 2


def test_a_companion_that_is_owned_or_sold_out_is_not_suggested(arrived: House) -> None:
    use(arrived, "produk_pelengkap")
    arrive(arrived)
    tell(arrived, product={**V60, "stock": 0})
    arrived.clock.to(at(29, "12:00"))
    assert arrived.phone(DEWI).texts == []
    assert reasons(arrived, recipe="produk_pelengkap", order__external_id="A-1") == ["out_of_stock"]
