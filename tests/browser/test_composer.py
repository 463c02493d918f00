"""The four sides of the composer in a real browser: by keys and by taps, in both colours, across a reload."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import Page, Route, expect

from sapa.base.scope import workspace_scope
from sapa.inbox.services.shortcuts import save_quick_reply
from sapa.messaging.models import Channel, Template
from sapa.messaging.services import register_template
from tests.browser.shop import Shop
from tests.browser.test_chat_parts import picture
from tests.browser.test_pages import SCREENS, Visit, live, sari, talk_of, visit, whole

pytestmark = pytest.mark.browser
__all__ = ["live", "sari", "visit"]
TEXT = "Halo {nama}, pesanan {pesanan} kami kirim dengan resi {resi}."
READY = (
    "Halo {{ panggilan }}, pesanan {{ pesanan.nomor }} siap diambil di toko, {{ kirim.alamat_singkat }} ya."
)


@pytest.fixture
def talk(sari: Shop, now: datetime) -> str:
    """Dewi's conversation, with a quick reply and an approved template at hand."""
    with workspace_scope(sari.workspace.id):
        save_quick_reply(shortcut="resi", title="Nomor resi", text=TEXT, author=sari.owner, now=now)
        save_quick_reply(shortcut="salam", title="", text="{salam} {nama}", author=sari.owner, now=now)
        channel = Channel.objects.get()
        register_template(
            channel_id=channel.pk, name="siap_diambil", category="utility", source=READY, now=now
        )
        Template.objects.update(status="APPROVED")
        return f"/kotak-masuk/{talk_of('Dewi Anggraini').public_id}/"


def side(page: Page, key: str, name: str) -> None:
    """Opened by its key, as from anywhere outside a field."""
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(key)
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_every_side_is_whole(visit: Visit, talk: str, width: int, scheme: str) -> None:
    watched = visit(talk, width, scheme)
    page = watched.page
    found = {}
    for key, pane in (("c", "note"), ("n", "later"), ("t", "template"), ("r", "reply")):
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press(key)
        expect(page.locator(f"#pane-{pane}")).to_be_visible()
        expect(page.locator(f"#pane-{pane} .composer-loading")).to_have_count(0)
        found[pane] = whole(watched)
    page.locator("#tab-template").click()
    page.locator("#template-choices button", has_text="siap diambil").click()
    expect(page.locator("#template-look .template-words")).to_contain_text("[kecamatan dan kota]")
    found["form"] = whole(watched)
    assert {pane: wrong for pane, wrong in found.items() if wrong} == {}


def test_a_slash_fills_a_quick_reply_and_selects_what_is_missing(visit: Visit, talk: str) -> None:
    page = visit(talk, 360).page
    field = page.locator("#reply")
    field.press_sequentially("/re")
    expect(page.locator("#suggestions [data-text]:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(field).to_have_value(
        re.compile(r"^Halo Kak Dewi, pesanan SARI-\d+ kami kirim dengan resi \{resi\}\.$")
    )
    assert page.evaluate("document.getSelection().toString()") == "{resi}"
    expect(page.locator("#send")).to_be_disabled()


def test_a_draft_survives_a_reload_and_the_list_of_a_note_names_colleagues(visit: Visit, talk: str) -> None:
    page = visit(talk).page
    page.locator("#reply").fill("Sebentar ya, Kak")
    page.reload()
    expect(page.locator("#reply")).to_have_value("Sebentar ya, Kak")
    file = {"name": "kebaya.png", "mimeType": "image/png", "buffer": picture()}
    page.locator(".attach input").set_input_files([file])  # type: ignore[arg-type]
    page.locator("#tab-note").click()
    page.locator("#note").press_sequentially("@an")
    expect(page.locator("#suggestions")).to_contain_text("Ani")
    page.keyboard.press("Enter")
    page.locator("#note").press_sequentially("tolong cek")
    page.keyboard.press("Enter")
    expect(page.locator(".bubble.note .mention")).to_have_text("@Ani")
    expect(page.locator("#note")).to_be_empty()
    page.locator("#tab-reply").click()
    expect(page.locator("#reply")).to_have_value("Sebentar ya, Kak")
    expect(page.locator("#files li")).to_have_count(1)
    page.evaluate("document.querySelector('form[data-log-out]').requestSubmit()")
    page.wait_for_url("**/login/")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('sapa:draft:'))") == []


def test_what_is_typed_while_an_answer_is_on_its_way_stays(visit: Visit, talk: str) -> None:
    page, held = visit(talk).page, list[Route]()
    page.route("**/balas/", lambda route: held.append(route))
    page.locator("#reply").fill("Besok ya, Kak.")
    page.keyboard.press("Enter")
    page.locator("#reply").press_sequentially(" Resinya")
    page.wait_for_function("() => document.querySelector('#reply').value.endsWith('Resinya')")
    held[0].continue_()
    expect(page.locator(".bubble.out .said").last).to_have_text("Besok ya, Kak.")
    expect(page.locator("#reply")).to_have_value("Resinya")


def test_a_message_for_later_is_foreseen_waits_in_sight_and_is_taken_back(visit: Visit, talk: str) -> None:
    page = visit(talk, 360).page
    page.locator("#tab-later").click()
    page.locator("#later").fill("Kemejanya sudah siap, Kak.")
    page.locator(".times .chip").nth(1).click()
    expect(page.locator("#later-look .hue-bata")).to_be_visible()
    page.locator(".times .chip").first.click()
    expect(page.locator("#later-look .hue-bata")).to_have_count(0)
    page.locator("#later-send").click()
    expect(page.locator(".waiting-letter")).to_contain_text("Kemejanya sudah siap, Kak.")
    page.locator(".waiting-letter button").click()
    expect(page.locator(".waiting-letter")).to_have_count(0)
    expect(page.locator("#later")).to_have_value("Kemejanya sudah siap, Kak.")


def test_files_are_seen_before_they_go_and_one_is_left_out(visit: Visit, talk: str) -> None:
    page = visit(talk, 360).page
    given = [
        {"name": f"{name}.png", "mimeType": "image/png", "buffer": picture()} for name in ("a", "b", "c")
    ]
    page.locator(".attach summary").click()
    page.locator(".attach input").set_input_files(given)  # type: ignore[arg-type]
    expect(page.locator("#files li")).to_have_count(3)
    page.locator("#files li button").nth(1).click()
    expect(page.locator("#files")).to_have_text(re.compile("a.png.*c.png"))
    page.locator("#send").click()
    expect(page.locator("#files li")).to_have_count(0)
    expect(page.locator("#messages .bubble.out img")).to_have_count(2)


def test_a_suggestion_comes_when_it_is_asked_for_and_is_sent_by_nobody(visit: Visit, talk: str) -> None:
    watched = visit(talk, 360)
    page = watched.page
    page.locator("#draft-strip button").click()
    suggested = page.locator(".draft-card .draft")
    expect(suggested).to_contain_text("SARI-1040")
    words = suggested.inner_text()
    assert whole(watched) == []
    page.locator("[data-use-draft]").click()
    expect(page.locator("#reply")).to_have_value(words)
    expect(page.locator(".bubble.out", has_text=words[:40])).to_have_count(0)
