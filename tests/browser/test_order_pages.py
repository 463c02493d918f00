"""Customers, orders, imports and senders in a real browser: phone and desk, light and dark."""

import os
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.commerce.importers import run_import
from sapa.commerce.models import ImportRun, Order, Return, Sender
from sapa.commerce.schemas import Told
from sapa.commerce.services import apply_payments, request_return, returnable
from sapa.commerce.services.asking import keep_access
from sapa.contacts.models import Contact
from sapa.events.services import create_endpoint
from tests.browser.conftest import WatchedPage
from tests.browser.shop import Shop
from tests.browser.test_pages import SCREENS, Visit, live, sari, visit, whole

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser
ATTEMPT = {"amount": 250_000, "method": "bank_transfer", "channel": "bca", "reference": "812785002530231"}
FILE = (
    "No Pesanan;Nama;No WA;Tgl Pesan;Waktu Bayar;Total\n"
    "A1;Dewi Lestari;0812-1111-2222;2026-09-10 09:00;2026-09-10 09:30;Rp250.000\n"
    "A2;Made Wirawan;nomor salah;2026-09-10 10:00;;Rp90.000\n"
    "A3;Yosef Kambu;+62 812 5555 6666;2026-09-18 10:00;;Rp120.000\n"
)


def upload(watched: WatchedPage, tmp_path: Path) -> None:
    (tmp_path / "pesanan.csv").write_text(FILE, encoding="utf-8")
    watched.page.goto(urljoin(watched.page.url, "/pesanan/impor/"))
    watched.page.locator("input[type=file]").set_input_files(tmp_path / "pesanan.csv")
    watched.page.get_by_role("button", name="Lanjut").click()
    expect(watched.page.get_by_role("heading", name="Kolom mana berisi apa?")).to_be_visible()


def shown(watched: WatchedPage, name: str) -> list[object]:
    if folder := os.environ.get("SAPA_SCREENSHOTS"):
        width = watched.page.viewport_size["width"] if watched.page.viewport_size else 0
        watched.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    return whole(watched)


def sent_back(now: datetime) -> Return:
    """The first order has left and one piece of it comes back."""
    order = Order.objects.earliest("pk")
    Order.objects.filter(pk=order.pk).update(shipped_at=now, quantity=3)
    order.refresh_from_db()
    pieces = {returnable(order)[0].product: 1}
    return request_return(order=order, quantities=pieces, reason="Ukuran terlalu kecil", now=now)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_pages_of_customers_orders_and_senders_are_whole(
    visit: Visit, sari: Shop, width: int, scheme: str
) -> None:
    with workspace_scope(sari.workspace.id):
        contact, order = Contact.objects.earliest("pk"), Order.objects.earliest("pk")
        now = business_now()
        courier = create_endpoint(kind="biteship", label="Kurir Toko Sari", now=now, secret=None)[0]
        asked = create_endpoint(kind="shopee", label="Toko Sari di Shopee", now=now, secret="rahasia")[0]
        keep_access(endpoint_id=asked.pk, fields={"refresh_token": "abc"}, shop="22333", now=now)
        Sender.objects.update(looked_at=now, found=3, unread=1)
        attempt = Told("T-1", now, status="expired", order=order.number, values=ATTEMPT)
        apply_payments(told=[attempt], source="midtrans-1", now=now)
        back = sent_back(now)
    watched = visit("/", width, scheme)
    found = {}
    pages = {
        "customers": "/pelanggan/",
        "nobody": "/pelanggan/?q=xyzzy",
        "customer": f"/pelanggan/{contact.public_id}/",
        "orders": "/pesanan/",
        "order": f"/pesanan/{order.public_id}/",
        "returns": "/retur/",
        "return": f"/retur/{back.public_id}/",
        "return-request": f"/pesanan/{order.public_id}/retur/",
        "imports": "/pesanan/impor/",
        "connecting": "/sumber/hubungkan/tiktokshop/",
        "courier": f"/sumber/{courier.public_id}/",
        "asked": f"/sumber/{asked.public_id}/",
        "senders": "/sumber/",
    }
    for name, path in pages.items():
        watched.page.goto(urljoin(watched.page.url, path), wait_until="load")
        found[name] = shown(watched, name)
    watched.page.get_by_label("Nama pengirim").fill("Toko daring")
    watched.page.get_by_role("button", name="Buat alamat").click()
    expect(watched.page.get_by_label("Kunci rahasia")).to_have_value(re.compile(r"\S{40,}"))
    found["sender"] = shown(watched, "sender")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_a_file_is_uploaded_mapped_watched_and_accounted_for(
    visit: Visit, sari: Shop, tmp_path: Path, width: int, scheme: str
) -> None:
    watched = visit("/", width, scheme)
    upload(watched, tmp_path)
    expect(watched.page.locator("#preview")).to_contain_text("+62 812-1111-2222")
    assert shown(watched, "columns") == []
    watched.page.get_by_role("button", name="Impor", exact=True).click()
    expect(watched.page.locator("progress")).to_be_visible()
    assert shown(watched, "progress") == []
    with workspace_scope(sari.workspace.id):
        run = ImportRun.objects.get()
    run_import(workspace_id=sari.workspace.id, run_id=run.pk, now=business_now())
    expect(watched.page.locator("#run")).to_contain_text("Nomor telepon berisi huruf.")
    expect(watched.page.locator("progress")).to_have_count(0)
    assert shown(watched, "account") == []
    with watched.page.expect_download() as download:
        watched.page.get_by_role("link", name="Unduh baris yang ditolak").click()
    assert "A2;" not in download.value.path().read_text(encoding="utf-8-sig")
    assert "A2,Made Wirawan" in download.value.path().read_text(encoding="utf-8-sig")
