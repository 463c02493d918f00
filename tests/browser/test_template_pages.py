"""Templates in a real browser: the phone beside the fields, chips, what is wrong while one types, decisions."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.messaging.models import Channel, Template
from sapa.messaging.schemas import TemplateChange
from sapa.messaging.services import template_pushed
from sapa.messaging.services.templates import apply_template_changes
from tests.browser.shop import Shop
from tests.browser.test_pages import SCREENS, Visit, live, sari, visit, whole

pytestmark = pytest.mark.browser
__all__ = ["live", "sari", "visit"]


def told(name: str, status: str = "APPROVED", category: str = "UTILITY") -> int:
    row = Template.objects.get(name=name)
    template_pushed(
        template_id=row.pk, external_id=f"9{row.pk}", status=status, category=category, now=business_now()
    )
    return row.pk


def change(pk: int, event: str, **more: Any) -> None:
    """What a webhook said."""
    news = TemplateChange(id=f"9{pk}", event=event, **more)
    apply_template_changes(channel=Channel.objects.get(), changes=[news], now=business_now())


@pytest.fixture
def stories(sari: Shop) -> dict[str, int]:
    """One refused, one that became marketing, one that is paused."""
    with workspace_scope(sari.workspace.id):
        refused = told("checkout_belum_bayar_1_b2c", "PENDING")
        change(refused, "REJECTED", reason="PROMOTIONAL", detail="Offers are not allowed here")
        flipped = told("checkout_belum_bayar_2_b2c", category="MARKETING")
        paused = told("checkout_belum_bayar_2_b2b")
        change(paused, "PAUSED", title="FIRST_PAUSE")
    return {"refused": refused, "flipped": flipped, "paused": paused}


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_every_page_is_quiet_fits_and_has_no_barrier(
    visit: Visit, stories: dict[str, int], width: int, scheme: str
) -> None:
    pages = ["/templat/", "/templat/?tampil=perhatian", "/templat/baru/"]
    pages += [f"/templat/{pk}/" for pk in stories.values()] + [f"/templat/{stories['refused']}/ubah/"]
    watched = visit("/templat/", width, scheme)
    found = {}
    for path in pages:
        watched.page.goto(watched.page.url.split("/templat/")[0] + path, wait_until="load")
        if wrong := whole(watched):
            found[path] = [*wrong]
            watched.troubles.clear()
    assert found == {}


def test_a_text_is_written_with_chips_and_seen_on_the_phone(visit: Visit, sari: Shop) -> None:
    page = visit("/templat/baru/").page
    page.locator("#nama").fill("kabar_kirim")
    page.locator("#isi").fill("Halo ")
    page.get_by_role("button", name="panggilan dan nama", exact=True).click()
    page.locator("#isi").press_sequentially(", pesanan Anda kami kirim pagi ini.")
    expect(page.locator("#lihat .template-words")).to_have_text(
        "Halo Kak Dewi, pesanan Anda kami kirim pagi ini."
    )
    expect(page.locator("#kosong-panggilan")).to_be_visible()


def test_what_is_wrong_stands_under_the_field_until_it_is_right(visit: Visit, sari: Shop) -> None:
    page = visit("/templat/baru/").page
    page.locator("#isi").fill("{{ panggilan }}, pesanan Anda kami kirim pagi ini.")
    expect(page.locator("#salah-body li")).to_have_count(1)
    page.locator("#isi").fill("Halo {{ panggilan }}, pesanan Anda kami kirim pagi ini.")
    expect(page.locator("#salah-body li")).to_have_count(0)


def test_buttons_are_added_and_the_draft_is_kept(visit: Visit, sari: Shop) -> None:
    page = visit("/templat/baru/").page
    page.locator("#nama").fill("kabar_kirim")
    page.locator("#isi").fill("Halo {{ panggilan }}, pesanan Anda kami kirim pagi ini.")
    page.locator("button[value='tambah:url']").click()
    page.locator("#tombol-0-teks").fill("Lacak")
    page.locator("#tombol-0-nilai").fill("https://tokosari.example/l/{{ pesanan.nomor }}")
    expect(page.locator("#lihat .template-buttons li")).to_have_text("Lacak")
    page.locator("button[value='simpan']").click()
    page.wait_for_url(re.compile(r"/templat/\d+/$"))
    with workspace_scope(sari.workspace.id):
        assert Template.objects.get(name="kabar_kirim").buttons[0]["text"] == "Lacak"


def test_the_owner_agrees_to_marketing_after_a_question(
    visit: Visit, stories: dict[str, int], sari: Shop
) -> None:
    page = visit(f"/templat/{stories['flipped']}/").page
    page.locator("[data-dialog-open=setujui]").click()
    page.locator("#setujui button[type=submit]").click()
    expect(page.locator("[data-dialog-open=setujui]")).to_have_count(0)
    with workspace_scope(sari.workspace.id):
        assert Template.objects.get(pk=stories["flipped"]).accepted_category == "marketing"
