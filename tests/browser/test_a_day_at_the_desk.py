"""One complaint from the first picture to the score, and back: two people, a real worker, a phone that rings."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from playwright.sync_api import FilePayload, Page, expect

from sapa.base.scope import workspace_scope
from sapa.feedback.models import Rating
from sapa.inbox.models import Ticket
from sapa.journeys.models import FollowUp
from sapa.journeys.services import switch
from sapa.lab.demo.keepsake import Keepsake
from sapa.lab.demo.phones import tell_clock
from sapa.lab.demo.seed import seed
from tests.browser.live import served
from tests.browser.test_pages import Visit, visit
from tests.routes.cast import DEWI, at
from tests.routes.conftest import demo_instance, kept
from tests.routes.house import Phone, working
from tests.routes.servers import PATIENCE_SECONDS, Phones, wait_for

__all__ = ["demo_instance", "kept", "visit"]
pytestmark = pytest.mark.browser
ANI = "ani@tokosari.test"
FORM: FilePayload = {
    "name": "formulir.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7" + b"x" * 9000,
}


class Door(NamedTuple):
    port: int


@dataclass(frozen=True)
class Desk:
    workspace_id: int
    dewi: Phone

    def knows(self, what: Callable[[], object]) -> None:
        """Waits until the books say so."""

        def asked() -> object:
            with workspace_scope(self.workspace_id):
                return what()

        wait_for(asked)

    def rings(self, words: str) -> None:
        """Waits until Dewi's phone shows it last."""
        wait_for(lambda: words in "".join(self.dewi.texts[-1:]))


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A worker and two browsers share the machine with whatever else runs."""
    expect.set_options(timeout=1000 * PATIENCE_SECONDS)
    yield
    expect.set_options(timeout=5000)


@pytest.fixture
def web(committed: None) -> Iterator[Door]:
    with served() as address:
        yield Door(urlsplit(address).port or 0)


@pytest.fixture
def phones() -> Iterator[Phones]:
    simulator = Phones()
    yield simulator
    simulator.stop()


@pytest.fixture
def desk(
    demo_instance: None, web: Door, phones: Phones, kept: Keepsake, settings: LazySettings
) -> Iterator[Desk]:
    """Toko Sari on Tuesday 15 September 2026 at 08:00 in Jakarta, whose solved tickets are asked about."""
    settings.SLOTS = {**settings.SLOTS, "home.demo": "lab:clock"}
    phones.reset(f"http://127.0.0.1:{web.port}/hooks/whatsapp/{kept.endpoint}/")
    workspace_id, now = seed(kept), at(15, "08:00")
    tell_clock(now)
    with workspace_scope(workspace_id):
        switch(recipe="csat", mode="live", settings={}, now=now)
    with working():
        yield Desk(workspace_id, Phone(phones.port, DEWI.phone))


@pytest.fixture
def live(desk: Desk, web: Door) -> str:
    return f"http://127.0.0.1:{web.port}"


def test_a_complaint_goes_through_two_pairs_of_hands_and_comes_back(
    desk: Desk, live: str, visit: Visit
) -> None:
    ani, budi = visit("/kotak-masuk/", as_=ANI).page, visit("/kotak-masuk/", 360, "dark").page

    desk.dewi.says("Kak, kainnya robek di sini, tolong sambungkan ke petugas", type="image", name=DEWI.name)
    desk.rings("saya teruskan ke tim kami")
    reads_the_card_and_takes_over(ani)
    answers_with_a_file_while_budi_writes(ani, budi)
    wait_for(lambda: desk.dewi.messages[-1]["type"] == "document")

    plans_a_question(ani)
    desk.dewi.says("Sudah saya isi ya, Kak")
    expect(ani.locator(".waiting-letter")).to_have_count(0)
    with workspace_scope(desk.workspace_id):
        assert FollowUp.objects.get(recipe="kirim_nanti").reasons == ["exit_replied"]

    opens_and_solves_a_ticket(ani)
    desk.rings("sudah beres")
    budi.goto(f"{live}/")
    budi.locator("#demo-clock [value='6h']").click()
    desk.rings("Balas angka 1 sampai 5")
    desk.dewi.says("5")
    desk.knows(lambda: Rating.objects.exists())
    budi.goto(f"{live}/nilai/")
    expect(budi.locator(".feedback-score")).to_have_text("5 / 5")
    expect(budi.locator(".verbatims")).to_contain_text("Ani")

    desk.dewi.says("BELUM")
    desk.knows(lambda: Ticket.objects.filter(state="open", reopened=1).exists())
    ani.reload()
    expect(ani.locator("[name=aksi][value=selesai]")).to_be_visible()
    shot(ani, "day-ticket")


def reads_the_card_and_takes_over(ani: Page) -> None:
    ani.locator("#rows .talk", has_text=DEWI.name).locator("a.row").click()
    expect(ani.locator("section.handoff")).to_contain_text("kainnya robek")
    expect(ani.locator(".bubble.in .part-picture img")).not_to_have_js_property("naturalWidth", 0)
    shot(ani, "day-card")
    ani.locator("form[action$='/ambil/'] button").click()
    expect(ani.locator("details.handoff")).to_be_visible()


def answers_with_a_file_while_budi_writes(ani: Page, budi: Page) -> None:
    """Budi's line is gone while Ani answers, so that he does not see it."""
    budi.goto(ani.url)
    expect(budi.locator("#others")).to_contain_text("Ani")
    ani.locator("#reply").press_sequentially("Maaf ya Kak, ini formulir tukarnya.")
    expect(budi.locator("#others .writing")).to_contain_text("Ani")
    shot(budi, "day-writes")
    budi.context.set_offline(True)
    budi.locator("#reply").fill("Kami cek dulu ya, Kak.")
    ani.locator(".attach input").set_input_files([FORM])
    ani.locator("#send").click()
    expect(ani.locator(".bubble.out", has_text="formulir tukarnya")).to_be_visible()
    budi.context.set_offline(False)
    budi.locator("#send").click()
    expect(budi.locator("#guard [role=alert]")).to_contain_text("Ani")
    shot(budi, "day-asked")
    budi.locator("#reply").fill("")


def plans_a_question(ani: Page) -> None:
    ani.locator("#tab-later").click()
    ani.locator("#later").fill("Formulirnya sudah bisa diisi, Kak?")
    ani.locator(".own-time").click()
    ani.locator("[name=pada]").fill("2026-09-15T15:00")
    ani.locator("#later-send").click()
    expect(ani.locator(".waiting-letter")).to_contain_text("sudah bisa diisi")
    shot(ani, "day-later")


def opens_and_solves_a_ticket(ani: Page) -> None:
    ani.locator("#tickets-of-contact a[href*='/tiket/baru/']").click()
    ani.locator("a[href*='jenis=defective']").click()
    ani.locator("[name=ringkas]").fill("Kain robek di jahitan")
    ani.locator("main form button").last.click()
    ani.locator("[name=kalimat]").fill("Kain penggantinya sudah kami kirim, Kak. Masalahnya sudah beres.")
    ani.locator("[name=aksi][value=selesai]").click()
    expect(ani.locator("[name=aksi][value=buka-lagi]")).to_be_visible()


def shot(page: Page, name: str) -> None:
    """For eyes: only where a folder is named."""
    if folder := os.environ.get("SAPA_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")
