"""An agent notes what comes back and takes it step by step."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sapa.accounts.models import Workspace
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order, Return
from sapa.commerce.services import apply_orders
from tests.rooms.commerce.conftest import order
from tests.rooms.pages import browser, stand_alone

PHOTO = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
ASKED = {"barang_0": "1", "alasan": "Ukuran salah", "selesai": "2026-12-01"}


@pytest.fixture(autouse=True)
def house(settings: LazySettings, tmp_path: Path) -> None:
    stand_alone(settings, "tests.rooms.commerce.urls")
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ani(shop: Workspace) -> Client:
    return browser(shop, Role.AGENT)


@pytest.fixture
def sold(shop: Workspace, now: datetime) -> str:
    facts = order("A-1", now - timedelta(days=3), status="shipped", shipped_at=now, goods="1 kain batik")
    with workspace_scope(shop.pk):
        apply_orders(facts=[facts], source="csv", now=now)
        return f"/pesanan/{Order.objects.get().public_id}/"


def ask(client: Client, sold: str, **said: object) -> str:
    answer = client.post(f"{sold}retur/", ASKED | said)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_an_order_that_has_left_offers_to_note_a_return(ani: Client, sold: str) -> None:
    assert f'href="{sold}retur/"' in ani.get(sold).content.decode()
    page = ani.get(f"{sold}retur/").content.decode()
    assert 'name="barang_0" value="1"' in page


def test_each_step_is_one_tap_in_the_list(ani: Client, sold: str, shop: Workspace) -> None:
    page = ask(ani, sold)
    for status in ("approved", "received", "replaced"):
        assert f'value="{status}"' in ani.get("/retur/").content.decode()
        answer = ani.post(f"{page}langkah/", {"ke": status, "daftar": "1"})
        assert answer.headers["Location"] == "/retur/"
    assert "A-1-R1" not in ani.get("/retur/").content.decode()
    assert "A-1-R1" in ani.get("/retur/?status=all").content.decode()
    with workspace_scope(shop.pk):
        assert Return.objects.get().status == "replaced"


def test_a_step_that_somebody_took_already_is_a_conflict(ani: Client, sold: str) -> None:
    page = ask(ani, sold)
    ani.post(f"{page}langkah/", {"ke": "approved"})
    assert ani.post(f"{page}langkah/", {"ke": "approved"}).status_code == 409


def test_a_photo_is_shown_by_a_link_of_its_own(ani: Client, sold: str) -> None:
    page = ask(ani, sold, foto=SimpleUploadedFile("baju.png", PHOTO, "image/png"))
    shown = ani.get(page).content.decode()
    link = shown.partition('<img src="')[2].partition('"')[0].replace("&amp;", "&")
    answer = ani.get(link)
    assert answer.getvalue() == PHOTO
    assert answer.headers["Content-Type"] == "image/png"
    assert ani.get(link.partition("?")[0]).status_code == 404


@pytest.mark.parametrize(
    "said",
    [{"alasan": ""}, {"barang_0": "0"}, {"barang_0": "9"}, {"foto": SimpleUploadedFile("a.png", b"<svg>")}],
)
def test_what_cannot_be_is_said_on_the_form(
    ani: Client, sold: str, said: dict[str, object], shop: Workspace
) -> None:
    answer = ani.post(f"{sold}retur/", ASKED | said)
    assert answer.status_code == 422
    with workspace_scope(shop.pk):
        assert not Return.objects.exists()


def test_who_only_looks_sees_no_steps(ani: Client, sold: str, shop: Workspace) -> None:
    page = ask(ani, sold)
    lita = browser(shop, Role.ANALYST, "lita@tokosari.test")
    assert 'name="ke"' not in lita.get("/retur/").content.decode() + lita.get(page).content.decode()
    assert lita.post(f"{page}langkah/", {"ke": "approved"}).status_code == 403
