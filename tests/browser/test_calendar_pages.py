"""«Hari libur» and the customer's clock in a real browser: phone and desk, light and dark."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from sapa.base.clock import set_demo_now
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact
from tests.browser.shop import Shop
from tests.browser.test_order_pages import shown
from tests.browser.test_pages import SCREENS, Visit, live, sari, visit

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser
PAGE = "/pengaturan/hari-libur/"
FILE = "Tanggal;Nama;Jenis;Wilayah\n6 September 2028;Hari Raya Galungan;daerah;Bali\n31/02/2028;Bukan;;\n"


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_pages_of_the_calendar_are_whole(visit: Visit, sari: Shop, width: int, scheme: str) -> None:
    set_demo_now(datetime(2027, 1, 28, 3, tzinfo=UTC))
    with workspace_scope(sari.workspace.id):
        contact = Contact.objects.earliest("pk")
        Contact.objects.filter(pk=contact.pk).update(province="Bali", phone="+622155501234")
    watched = visit("/", width, scheme)
    pages = {
        "holidays": f"{PAGE}?tahun=2027",
        "forecast": f"{PAGE}?tahun=2028",
        "abroad": f"{PAGE}?tahun=2027&negara=SG",
        "day": f"{PAGE}hari/?kunci=2027-03-10~ID~national~",
        "period": f"{PAGE}masa/?jenis=ramadan&tahun=2027",
        "import": f"{PAGE}impor/",
        "clock": f"/pelanggan/{contact.public_id}/",
    }
    found = {}
    for name, path in pages.items():
        watched.page.goto(urljoin(watched.page.url, path), wait_until="load")
        for details in watched.page.locator("main details").all():
            details.evaluate("node => node.open = true")
        found[name] = shown(watched, f"{name}-{scheme}")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_a_file_is_looked_at_then_saved_and_a_day_removed_and_brought_back(
    visit: Visit, sari: Shop, tmp_path: Path, width: int, scheme: str
) -> None:
    (tmp_path / "libur.csv").write_text(FILE, encoding="utf-8")
    watched = visit(f"{PAGE}impor/", width, scheme)
    watched.page.locator("input[type=file]").set_input_files(tmp_path / "libur.csv")
    watched.page.locator("main form button.primary").click()
    expect(watched.page.get_by_text("31/02/2028")).to_be_visible()
    assert shown(watched, f"preview-{scheme}") == []
    watched.page.locator("main form button.primary").click()
    expect(watched.page.get_by_text("Hari Raya Galungan", exact=True)).to_be_visible()
    row = watched.page.locator("li", has_text="Hari Raya Galungan")
    row.locator("form button").click()
    expect(row.locator("form .button-label")).to_be_visible()
    row.locator("form button").click()
    expect(row.locator(".badge").first).to_be_visible()
    assert shown(watched, f"saved-{scheme}") == []
