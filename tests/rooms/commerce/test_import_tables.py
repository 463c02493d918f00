"""Files of customers and products: people and goods, and an account of every row."""

from datetime import datetime, timedelta

from sapa.accounts.models import Workspace
from sapa.base.scope import current_workspace_id
from sapa.commerce.importers import begin_import, keep_upload, known_mapping, run_import
from sapa.commerce.models import ImportRun, Order, Product
from sapa.commerce.schemas import Told
from sapa.commerce.selectors import notes_by_code, refused_by_reason
from sapa.commerce.services import apply_products
from sapa.contacts.models import Consent, Contact
from sapa.contacts.services import record_consent

PEOPLE = "ID Pelanggan,Nama,No HP,Email,Kota,Persetujuan Promo,Terakhir Diubah\n"
DEWI = "C1,Dewi Lestari,081211112222,dewi@example.com,Bandung,ya,\n"
GOODS = "SKU,Nama Produk,Harga,Stok,Masa Pakai,Pelengkap\n"
KOPI = "K-1,Kopi Gayo,185000,12,30,K-2\n"


def imported(text: str, holds: str, now: datetime) -> ImportRun:
    run = keep_upload(chunks=[text.encode()], filename=f"{holds}.csv", now=now, holds=holds)
    begin_import(run_id=run.pk, mapping=known_mapping(tuple(run.header), holds), now=now)
    return run_import(workspace_id=current_workspace_id(), run_id=run.pk, now=now)


def account(run: ImportRun) -> tuple[int, int, int, int, int]:
    return run.rows, run.created, run.updated, run.unchanged, run.refused


def test_a_file_becomes_customers_with_their_consent(shop: Workspace, now: datetime) -> None:
    run = imported(PEOPLE + DEWI + "C2,Made,12,,,,\n", "customers", now)
    assert account(run) == (2, 1, 0, 0, 1)
    assert refused_by_reason(run.pk) == [("phone_too_short", 1)]
    dewi = Contact.objects.get()
    assert (dewi.name, dewi.phone, dewi.city) == ("Dewi Lestari", "+6281211112222", "Bandung")
    assert Consent.objects.get().state == "granted"


def test_the_same_customers_twice_change_nothing(shop: Workspace, now: datetime) -> None:
    imported(PEOPLE + DEWI, "customers", now)
    assert account(imported(PEOPLE + DEWI, "customers", now + timedelta(days=1))) == (1, 0, 0, 1, 0)


def test_a_dated_row_changes_what_was_said_before_and_an_undated_one_fills_blanks(
    shop: Workspace, now: datetime
) -> None:
    imported(PEOPLE + "C1,Dewi Lestari,081211112222,,,,2026-09-01\n", "customers", now)
    later = "C1,Dewi Ayu,081211112222,dewi@example.com,Bogor,,{}\n"
    assert account(imported(PEOPLE + later.format(""), "customers", now)) == (1, 0, 1, 0, 0)
    assert list(Contact.objects.values_list("name", "city")) == [("Dewi Lestari", "Bogor")]
    imported(PEOPLE + later.format("2026-09-10"), "customers", now)
    assert Contact.objects.get().name == "Dewi Ayu"


def test_an_undated_consent_never_undoes_what_a_customer_said(shop: Workspace, now: datetime) -> None:
    imported(PEOPLE + DEWI.replace(",ya,", ",,"), "customers", now)
    record_consent(contact_id=Contact.objects.get().pk, state="denied", source="chat", at=now)
    imported(PEOPLE + DEWI, "customers", now + timedelta(days=1))
    assert [one.state for one in Consent.objects.order_by("-at")][:1] == ["denied"]


def test_a_new_number_of_a_known_customer_is_told(shop: Workspace, now: datetime) -> None:
    imported(PEOPLE + ",Dewi,,dewi@example.com,,,\n", "customers", now)
    run = imported(PEOPLE + DEWI, "customers", now)
    assert (account(run), Contact.objects.count()) == ((1, 0, 1, 0, 0), 1)
    assert ("phone_joined", 1) in notes_by_code(run.pk)


def test_a_file_becomes_products_with_what_goes_with_them(shop: Workspace, now: datetime) -> None:
    run = imported(GOODS + KOPI + "K-2,Saringan,-1,,,\n", "products", now)
    assert account(run) == (2, 1, 0, 0, 1)
    kopi = Product.objects.get(external_id="K-1")
    assert kopi.complement is not None
    assert (kopi.amount, kopi.stock, kopi.lifetime_days, kopi.complement.external_id) == (
        185_000,
        12,
        30,
        "K-2",
    )


def test_the_same_products_twice_change_nothing_and_a_new_price_does(shop: Workspace, now: datetime) -> None:
    imported(GOODS + KOPI, "products", now)
    assert account(imported(GOODS + KOPI, "products", now + timedelta(hours=1))) == (1, 0, 0, 1, 0)
    dearer = imported(GOODS + KOPI.replace("185000", "190000"), "products", now + timedelta(hours=2))
    assert (account(dearer), Product.objects.get(external_id="K-1").amount) == ((1, 0, 1, 0, 0), 190_000)


def test_a_product_that_the_shop_told_of_is_completed(shop: Workspace, now: datetime) -> None:
    apply_products(told=[Told("K-1", now, values={"name": "Kopi"})], source="generic", now=now)
    assert account(imported(GOODS + KOPI.replace("K-2", ""), "products", now)) == (1, 0, 1, 0, 0)
    assert Product.objects.get().stock == 12


def test_a_killed_run_of_customers_goes_on_after_the_last_line(shop: Workspace, now: datetime) -> None:
    text = PEOPLE + DEWI + "C2,Made,081233334444,,,,\n"
    run = keep_upload(chunks=[text.encode()], filename="c.csv", now=now, holds="customers")
    begin_import(run_id=run.pk, mapping=known_mapping(tuple(run.header), "customers"), now=now)
    ImportRun.objects.filter(pk=run.pk).update(state="running", line=2, rows=1, created=1)
    done = run_import(workspace_id=current_workspace_id(), run_id=run.pk, now=now)
    assert account(done) == (2, 2, 0, 0, 0)
    assert [one.name for one in Contact.objects.all()] == ["Made"]


SHOPEE = (
    "No. Pesanan,Status Pesanan,Waktu Pesanan Dibuat,Nama Produk,Jumlah,Total Pembayaran,Username (Pembeli),"
    "Nama Penerima,No. Telepon\n"
    "260914ABC,Perlu Dikirim,2026-09-14 10:00,Kopi,1,185000,dewi99,D***i,******22\n"
    "260914ABC,Perlu Dikirim,2026-09-14 10:00,Teh,2,185000,dewi99,D***i,******22\n"
)


def test_a_marketplaces_file_becomes_orders_of_that_marketplace(shop: Workspace, now: datetime) -> None:
    assert account(imported(SHOPEE, "orders", now)) == (2, 1, 0, 1, 0)
    order = Order.objects.select_related("contact").get()
    assert (order.source, order.goods, order.quantity, order.contact.phone) == ("shopee", "Kopi, Teh", 3, "")
    assert account(imported(SHOPEE, "orders", now + timedelta(hours=1))) == (2, 0, 0, 2, 0)
