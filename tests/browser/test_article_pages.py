"""Articles and the help page in a real browser: phone and desk, light and dark."""

from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from sapa.assistant.services.articles import Draft, add_articles
from sapa.assistant.services.gaps import note_gap
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from tests.browser.shop import Shop
from tests.browser.test_order_pages import shown
from tests.browser.test_pages import Visit, live, sari, visit

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser
TEXT = (
    "## Syarat\n\nBarang boleh dikembalikan dalam **7 hari** setelah diterima.\n\n"
    "- Label masih ada\n- Belum dipakai\n\n"
    "| Cara bayar | Dana kembali |\n|---|---|\n| QRIS | 1 hari kerja |\n| Rekening bank | 5 hari kerja |"
)


@pytest.fixture
def written(sari: Shop) -> str:
    """Three articles, one question; the public id of the first."""
    drafts = [
        Draft("Pengembalian", TEXT),
        Draft("Jam buka", "Buka 09.00."),
        Draft("Marjin", "Rahasia.", internal=True),
    ]
    with workspace_scope(sari.workspace.id):
        first, *_others = add_articles(drafts=drafts, now=business_now())
        note_gap(question="ada gudang di Medan ga kak?", now=business_now())
    return str(first.public_id)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_pages_of_the_articles_are_whole(
    visit: Visit, sari: Shop, written: str, width: int, scheme: str
) -> None:
    watched = visit("/pengetahuan/", width, scheme)
    found = {"articles": shown(watched, f"articles-{scheme}")}
    help_page = f"/bantuan/{sari.workspace.public_id}/"
    pages = {
        "article": f"/pengetahuan/{written}/",
        "edit": f"/pengetahuan/{written}/ubah/",
        "files": "/pengetahuan/berkas/",
        "gaps": "/pengetahuan/celah/",
        "help": help_page,
        "help-found": f"{help_page}?q=barang+bisa+dibalikin+brp+hari",
        "help-none": f"{help_page}?q=sewa+mobil",
        "help-article": f"{help_page}pengembalian/",
    }
    for name, path in pages.items():
        watched.page.goto(urljoin(watched.page.url, path), wait_until="load")
        found[name] = shown(watched, f"{name}-{scheme}")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_text_is_seen_as_it_will_be_read_before_it_is_saved(
    visit: Visit, sari: Shop, written: str
) -> None:
    watched = visit(f"/pengetahuan/{written}/ubah/", 360, "light")
    watched.page.locator("textarea[name=teks]").fill("Sekarang **sepuluh hari**.")
    watched.page.get_by_role("button", name="Pratinjau").or_(
        watched.page.get_by_role("button", name="Preview")
    ).click()
    expect(watched.page.locator("#article-preview strong")).to_have_text("sepuluh hari")
    assert watched.troubles == []
