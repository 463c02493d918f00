"""Products, files taken out, and a file of consents in a real browser: phone and desk, light and dark."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Pairing, Product
from sapa.commerce.schemas import Told
from sapa.commerce.services import apply_products
from sapa.reports.models import ExportRun
from tests.browser.shop import Shop
from tests.browser.test_order_pages import shown
from tests.browser.test_pages import SCREENS, Visit, live, sari, visit

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser
CONSENTS = (
    "No HP,Nama,Persetujuan,Tanggal Persetujuan\n081211112222,Dewi,ya,2026-08-01\n0812,Made,ya,2026-08-01\n"
)


def goods() -> Product:
    """Coffee that was looked at three hours ago, a filter that is sold out, and the pair of them."""
    now = business_now()
    kopi = {"name": "Kopi Gayo 250 g", "amount": 185_000, "stock": 12, "lifetime_days": 30}
    saringan = {"name": "Saringan V60 ukuran 02, isi seratus lembar", "amount": 48_000, "stock": 0}
    told = [
        Told("KOPI-250", now - timedelta(hours=3), values=kopi),
        Told("V60-02-100", now - timedelta(days=3), values=saringan),
    ]
    product, other = apply_products(told=told, source="generic", now=now)
    counts = {"baskets": 9, "of_product": 24, "of_other": 11, "of_all": 310, "score": 0.55}
    Pairing.objects.create(product=product, other=other, counted_at=now, **counts)
    return product


def exports() -> None:
    now, budi = business_now(), User.objects.get(email="budi@tokosari.test")
    told = {
        "author_id": budi.pk,
        "asked_at": now,
        "lines": 1240,
        "total": 1240,
        "expires_at": now + timedelta(hours=9),
    }
    ExportRun.objects.create(what="orders", form="csv", state="done", path="x.csv", **told)
    ExportRun.objects.create(what="messages", form="xlsx", state="failed", error="too_many_lines", **told)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_pages_of_goods_and_files_are_whole(
    visit: Visit, sari: Shop, tmp_path: Path, width: int, scheme: str
) -> None:
    with workspace_scope(sari.workspace.id):
        product = goods()
        exports()
    watched, found = visit("/", width, scheme), {}
    pages = {"products": "/produk/", "product": f"/produk/{product.public_id}/", "exports": "/ekspor/"}
    for name, path in pages.items():
        watched.page.goto(urljoin(watched.page.url, path), wait_until="load")
        found[name] = shown(watched, name)
    (tmp_path / "izin.csv").write_text(CONSENTS, encoding="utf-8")
    watched.page.goto(urljoin(watched.page.url, "/pesanan/impor/"))
    watched.page.locator("select[name=holds]").select_option("consents")
    watched.page.locator("input[type=file]").set_input_files(tmp_path / "izin.csv")
    watched.page.get_by_role("button", name="Lanjut").click()
    watched.page.locator("select[name=constant_obtained]").select_option("form")
    watched.page.locator("input[name=constant_proof]").fill("Formulir 12")
    watched.page.locator("input[name=constant_proof]").blur()
    expect(watched.page.locator("#preview").get_by_text("Formulir 12")).to_be_visible()
    found["consents"] = shown(watched, "consents")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
