"""What texts are filled with: in the customer's zone, and blank where nothing is known."""

from dataclasses import replace
from typing import Any

import pytest

from sapa.domain.journeys.registry import VARIABLES
from sapa.domain.journeys.registry.filling import variables_for
from sapa.domain.recipes import LIBRARY
from sapa.domain.templating import TemplateError, render
from tests.domain.recipes.cast import (
    ARRIVED,
    BILL,
    DEWI,
    HOUR,
    KEMEJA,
    PARCEL,
    RETURN,
    UNPAID,
    WEDNESDAY,
    scene_of,
)


def filled(recipe: str, segment: str = "b2c", at: Any = WEDNESDAY, **change: Any) -> dict[str, Any]:
    scene = scene_of(recipe, segment=segment, **change)
    return variables_for(replace(scene, definition=LIBRARY[recipe]), at)


def test_every_variable_is_there_and_blank_when_nothing_is_known() -> None:
    found = filled("kontak_pertama", interaction=None)
    for path in VARIABLES:
        group, _, name = path.partition(".")
        assert isinstance(found[group][name] if name else found[group], str), path
    assert (found["pesanan"]["nomor"], found["kontak"]["topik"], found["langganan"]["paket"]) == ("", "", "")


def test_a_blank_variable_keeps_the_message_from_being_sent() -> None:
    text = LIBRARY["konfirmasi_pesanan"].message("1").variants[0].b2b
    no_link = replace(UNPAID, links={})
    with pytest.raises(TemplateError, match=r"empty_variable: pesanan\.tautan"):
        render(text, filled("konfirmasi_pesanan", "b2b", order=no_link))


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Asia/Jakarta", "Kam 17 Sep 2026 10.00 WIB"),
        ("Asia/Makassar", "Kam 17 Sep 2026 11.00 WITA"),
        ("Asia/Jayapura", "Kam 17 Sep 2026 12.00 WIT"),
    ],
)
def test_instants_are_told_in_the_customers_zone(zone: str, told: str) -> None:
    found = filled("checkout_belum_bayar", person=replace(DEWI, zone=zone))
    assert found["pesanan"]["batas_bayar"] == told


def test_a_parcel_is_told_by_its_own_courier_and_estimate() -> None:
    found = filled("kabar_pengiriman")["kirim"]
    assert (found["kurir"], found["resi"], found["perkiraan_tiba"]) == ("JNE", "JNE001", "17 September 2026")
    assert filled("kabar_pengiriman", shipment=replace(PARCEL, eta=None))["kirim"]["perkiraan_tiba"] == (
        "16 September 2026"
    )


def test_shipping_is_estimated_by_the_owners_working_days() -> None:
    assert filled("konfirmasi_pesanan")["kirim"]["perkiraan_kirim"] == "17 September 2026"
    slow = filled("konfirmasi_pesanan", settings={"kirim": {"hari_proses": 3}})
    assert slow["kirim"]["perkiraan_kirim"] == "21 September 2026"


def test_several_guides_are_told_in_one_message() -> None:
    mug = replace(KEMEJA, id=6, name="Cangkir", guide_url="https://toko-sari.example/cangkir")
    bag = replace(KEMEJA, id=7, name="Tas", guide_url="")
    found = filled("panduan_pakai", products=(KEMEJA, mug, bag))["produk"]
    assert found["nama"] == "Kemeja batik dan Cangkir"
    assert found["panduan_url"] == "https://toko-sari.example/panduan dan https://toko-sari.example/cangkir"


def test_a_refill_speaks_of_what_runs_out_first() -> None:
    soap = replace(KEMEJA, id=8, name="Sabun", lifetime_days=20)
    found = filled("isi_ulang", products=(KEMEJA, soap))["produk"]
    assert (found["nama"], found["masa_pakai_hari"], found["perkiraan_habis"]) == (
        *("Sabun", "20"),
        "6 Oktober 2026",
    )


def test_a_companion_that_is_owned_gives_way_to_one_that_is_not() -> None:
    mug = replace(KEMEJA, id=6, name="Cangkir", complement_id=11, complement_name="Tatakan")
    person = replace(DEWI, purchases=(replace(DEWI.purchases[0], product_id=9),))
    found = filled("produk_pelengkap", products=(KEMEJA, mug), person=person)
    assert (found["produk"]["nama"], found["pelengkap"]["nama"]) == ("Cangkir", "Tatakan")


def test_goods_that_are_only_counted_are_told_by_the_order_number() -> None:
    counted = replace(ARRIVED, goods="3 barang")
    assert filled("cek_pemakaian", order=counted)["produk"]["nama"] == "pesanan A-1"
    assert filled("cek_pemakaian", "b2b", order=counted)["produk"]["nama"] == "barang pesanan A-1"


def test_a_return_says_what_comes_next_also_when_the_shop_does_not() -> None:
    found = filled("status_retur")["retur"]
    assert (found["status"], found["langkah"]) == ("diajukan", "pemeriksaan pengajuan oleh tim kami")
    told = filled("status_retur", returned=replace(RETURN, step="dijemput kurir"))["retur"]
    assert (told["langkah"], told["perkiraan"]) == ("dijemput kurir", "21 September 2026")


def test_the_owners_own_words_win_and_a_chosen_date_is_told_as_a_day() -> None:
    found = filled("promo_pernah_pakai")
    assert (found["produk"]["nama"], found["promo"]["berlaku_sampai"]) == ("batik", "31 Desember 2026")


def test_a_survey_closes_two_weeks_after_the_delivery_unless_the_owner_says_otherwise() -> None:
    assert filled("survei_masukan")["survei"]["ditutup"] == "30 September 2026"
    chosen = {"survei": {"tautan": "https://toko-sari.example/s", "ditutup": "2026-09-25"}}
    assert filled("survei_masukan", settings=chosen)["survei"]["ditutup"] == "25 September 2026"


def test_money_is_written_as_people_write_it_and_orders_are_counted() -> None:
    assert filled("pengingat_tagihan", invoice=BILL)["tagihan"]["jumlah"] == "Rp450.000"
    assert filled("nps")["pesanan"]["jumlah"] == "3"


@pytest.mark.parametrize(
    ("hour", "words"),
    [(3, "malam"), (4, "pagi"), (10, "pagi"), (11, "siang"), (15, "sore"), (18, "malam"), (23, "malam")],
)
def test_the_greeting_follows_the_customers_clock(hour: int, words: str) -> None:
    assert filled("csat", at=WEDNESDAY + (hour - 10) * HOUR)["salam"] == f"Selamat {words}"
