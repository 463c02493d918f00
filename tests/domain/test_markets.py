"""Order files as Shopee, TikTok Shop and Lazada hand them out."""

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sapa.domain.csvorders import Mapping, MarketReader, RowError, RowFacts, open_sheet, preset_mapping
from sapa.domain.orders import OrderFacts

NOW = datetime(2026, 9, 15, 1, 0, tzinfo=UTC)
SHOPEE = (
    "No. Pesanan,Status Pesanan,Alasan Pembatalan,No. Resi,Opsi Pengiriman,Waktu Pengiriman Diatur,"
    "Waktu Pesanan Dibuat,Waktu Pembayaran Dilakukan,Metode Pembayaran,SKU Induk,Nama Produk,Jumlah,"
    "Total Pembayaran,Username (Pembeli),Nama Penerima,No. Telepon,Kota/Kabupaten,Provinsi,Waktu Pesanan Selesai"
)
KOPI = (
    "260914ABC,Perlu Dikirim,,,Reguler,,2026-09-14 10:00,2026-09-14 10:05,ShopeePay,,Kopi Gayo,2,185000,"
    "dewi99,D***i,******22,Kab. Bandung,Jawa Barat,"
)
TEH = KOPI.replace("Kopi Gayo,2", "Teh Slawi,1")
TIKTOK = (
    "Order ID,Order Status,Order Substatus,SKU ID,Product Name,Quantity,Order Amount,Created Time,Paid Time,"
    "Shipped Time,Delivered Time,Cancelled Time,Buyer Username,Recipient,Phone #,Zipcode,Province,Payment Method"
)
EXPLAINED = "Platform unique order ID.,,,,,,,,,,,,,,,,,"
BOUGHT = (
    '5771234567890,Shipped,In transit,172,Sambal,1,"IDR 45,000",14/09/2026 10:00:00,14/09/2026 10:05:00,'
    "14/09/2026 15:00:00,,,made.w,M*** W***,(+62)812*****22,80361,Bali,Cash on delivery"
)
LAZADA = (
    "orderItemId,lazadaSku,createTime,orderNumber,deliveredDate,customerName,customerEmail,shippingPhone,"
    "shippingCity,payMethod,paidPrice,shippingFee,itemName,status"
)
ITEM = "{},S-1,14 Sep 2026 10:00,990011,,Yosef,,6281234567890,Jayapura,QRIS,{},{},{},{}"


def read(header: str, *rows: str) -> list[RowFacts[OrderFacts] | RowError]:
    sheet = open_sheet(io.BytesIO("\n".join([header, *rows]).encode()))
    mapping = preset_mapping(sheet.header)
    assert mapping is not None
    return list(MarketReader(sheet, mapping, ZoneInfo("Asia/Jakarta"), NOW))


def facts(header: str, *rows: str) -> OrderFacts:
    first = read(header, *rows)[0]
    assert isinstance(first, RowFacts), first
    return first.facts


def test_two_products_of_a_shopee_order_are_one_order_of_a_buyer_without_phone() -> None:
    order = facts(SHOPEE, KOPI, TEH)
    assert (order.external_id, order.status, order.goods) == ("260914ABC", "paid", "Kopi Gayo, Teh Slawi")
    assert (order.quantity, order.total.amount) == (3, 185_000)
    assert (order.customer_id, order.name, order.phone) == ("dewi99", "", "")
    assert (order.city, order.paid_at) == ("Kab. Bandung", datetime(2026, 9, 14, 3, 5, tzinfo=UTC))


def test_further_rows_of_an_order_do_nothing_more() -> None:
    assert [row.repeated for row in read(SHOPEE, KOPI, TEH) if isinstance(row, RowFacts)] == [False, True]


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("Belum Bayar", "paid"),
        ("Sedang Dikirim", "shipped"),
        ("Telah Dikirim", "shipped"),
        ("Selesai", "completed"),
        ("Batal", "cancelled"),
        ("Pesanan diterima namun Pembeli masih dapat mengajukan pengembalian", "delivered"),
    ],
)
def test_shopees_own_words_for_a_status_are_known(written: str, status: str) -> None:
    assert facts(SHOPEE, KOPI.replace("Perlu Dikirim", written)).status == status


def test_one_bad_row_refuses_its_whole_order_and_no_other() -> None:
    other = KOPI.replace("260914ABC", "260914DEF")
    read_rows = read(SHOPEE, KOPI, TEH.replace(",185000,", ",-1,"), other)
    assert [getattr(row, "code", "") for row in read_rows] == ["other_row_refused", "negative_amount", ""]


def test_an_order_that_comes_back_further_down_is_refused_there() -> None:
    other = KOPI.replace("260914ABC", "260914DEF")
    assert [getattr(row, "code", "") for row in read(SHOPEE, KOPI, other, TEH)] == ["", "", "duplicate_order"]


def test_the_row_that_explains_the_columns_of_tiktok_is_passed_over() -> None:
    (row,) = read(TIKTOK, EXPLAINED, BOUGHT)
    assert isinstance(row, RowFacts)
    order = row.facts
    assert (order.external_id, order.status, order.total.amount) == ("5771234567890", "shipped", 45_000)
    assert (order.customer_id, order.postcode, order.is_cod) == ("made.w", "80361", True)
    assert order.shipped_at == datetime(2026, 9, 14, 8, 0, tzinfo=UTC)


def test_lazadas_amounts_are_added_up_without_what_was_cancelled() -> None:
    rows = [
        ITEM.format(1, 100_000, 5_000, "Kopi", "shipped"),
        ITEM.format(2, 50_000, 0, "Teh", "pending"),
        ITEM.format(3, 70_000, 0, "Gula", "canceled"),
    ]
    order = facts(LAZADA, *rows)
    assert (order.total.amount, order.shipping.amount, order.goods) == (155_000, 5_000, "Kopi, Teh")
    assert (order.status, order.quantity, order.phone) == ("shipped", 2, "+6281234567890")


def test_any_other_file_is_no_marketplaces() -> None:
    assert preset_mapping(("Nomor Pesanan", "No HP", "Tanggal")) is None


def test_the_mapping_of_a_marketplace_is_kept_and_needs_no_phone() -> None:
    mapping = preset_mapping(tuple(TIKTOK.split(",")))
    assert mapping is not None
    assert Mapping.from_json(mapping.to_json()) == mapping
    assert "phone" not in mapping.required
