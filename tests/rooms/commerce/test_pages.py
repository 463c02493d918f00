"""From a file in the browser to its account, and the pages of orders and senders."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base.permissions import Role
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.commerce import importers
from sapa.commerce.models import ImportRun, Order
from sapa.commerce.services import apply_orders
from sapa.events.models import Endpoint
from tests.conftest import found_shop
from tests.rooms.commerce.conftest import order
from tests.rooms.pages import browser, stand_alone

FILE = (
    "No Pesanan;Nama;No WA;Tgl Pesan;Total\n"
    "A1;Dewi Lestari;0812-1111-2222;2026-09-10 09:00;Rp250.000\n"
    "A2;Made Wirawan;nomor salah;2026-09-10 10:00;Rp90.000\n"
)


@pytest.fixture(autouse=True)
def house(settings: LazySettings, tmp_path: Path) -> None:
    stand_alone(settings, "tests.rooms.commerce.urls")
    settings.SAPA = settings.SAPA.model_copy(update={"home": tmp_path})


@pytest.fixture
def budi(shop: Workspace) -> Client:
    return browser(shop, Role.OWNER)


def upload(client: Client, content: str | bytes = FILE) -> str:
    data = content if isinstance(content, bytes) else content.encode()
    answer = client.post("/pesanan/impor/", {"file": SimpleUploadedFile("pesanan.csv", data)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def choices(page: str) -> dict[str, str]:
    """What the mapping screen proposes, as its form would send it."""
    selects = re.findall(r'<select name="(column_\w+)".*?</select>', page, re.S)
    chosen = {}
    for name in selects:
        block = re.search(rf'<select name="{name}".*?</select>', page, re.S)
        picked = block and re.search(r'<option value="([^"]*)" selected', block[0])
        chosen[name] = picked[1] if picked else ""
    return chosen | {
        "constant_payment_deadline_hours": "24",
        "constant_country": "ID",
        "constant_currency": "IDR",
    }


def test_the_columns_are_guessed_and_the_first_rows_shown(budi: Client) -> None:
    page = budi.get(upload(budi)).content.decode()
    chosen = choices(page)
    assert (chosen["column_order_id"], chosen["column_phone"]) == ("No Pesanan", "No WA")
    assert "+62 812-1111-2222" in page
    assert "Nomor telepon berisi huruf." in page


def test_the_preview_follows_the_columns(budi: Client) -> None:
    place = upload(budi)
    wrong = choices(budi.get(place).content.decode()) | {"column_phone": "Nama"}
    preview = budi.post(f"{place}pratinjau/", wrong).content.decode()
    assert "+62 812-1111-2222" not in preview
    assert "<html" not in preview


def test_an_import_runs_in_a_worker_and_tells_its_account(
    budi: Client, shop: Workspace, now: datetime
) -> None:
    place = upload(budi)
    begun = budi.post(f"{place}mulai/", choices(budi.get(place).content.decode()))
    assert begun.headers["Location"] == place
    assert 'hx-trigger="every 1s"' in budi.get(place).content.decode()
    job = ProcrastinateJob.objects.get(task_name="commerce.run_import")
    importers.run_import(**job.args, now=now)
    page = budi.get(place, headers={"HX-Request": "true", "HX-Target": "run"}).content.decode()
    assert "every 1s" not in page
    assert "Nomor telepon berisi huruf." in page
    assert Order.objects.get().number == "A1"


def test_an_import_begins_once(budi: Client) -> None:
    place = upload(budi)
    chosen = choices(budi.get(place).content.decode())
    budi.post(f"{place}mulai/", chosen)
    assert budi.post(f"{place}mulai/", chosen).status_code == 409
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.parametrize(("content", "sentence"), [(b"", "kosong"), (b"PK\x03\x04zip", "bukan berkas CSV")])
def test_a_file_that_cannot_be_used_says_so(budi: Client, content: bytes, sentence: str) -> None:
    answer = budi.post("/pesanan/impor/", {"file": SimpleUploadedFile("x.csv", content or b"\n")})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert ImportRun.objects.count() == 0


def test_a_column_that_is_needed_must_be_chosen(budi: Client) -> None:
    place = upload(budi)
    chosen = choices(budi.get(place).content.decode()) | {"column_phone": ""}
    assert budi.post(f"{place}mulai/", chosen).status_code == 422
    assert ProcrastinateJob.objects.count() == 0


def test_cells_are_never_taken_for_markup(budi: Client) -> None:
    evil = FILE.replace("Dewi Lestari", "<script>alert(1)</script>").replace("Nama", "<b>Nama")
    assert "<script>alert" not in budi.get(upload(budi, evil)).content.decode()


def test_uploads_have_random_names_and_go_when_they_are_read(
    budi: Client, now: datetime, tmp_path: Path
) -> None:
    place = upload(budi)
    (kept,) = (tmp_path / "imports").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    run = ImportRun.objects.get()
    importers.begin_import(run_id=run.pk, mapping=importers.known_mapping(tuple(run.header)), now=now)
    importers.run_import(workspace_id=current_workspace_id(), run_id=run.pk, now=now)
    assert not kept.exists()
    assert budi.get(place).status_code == 200


def test_an_import_of_another_shop_is_not_there(budi: Client) -> None:
    place = upload(budi)
    citra = browser(found_shop("Toko Lain", "lain@tokolain.test"), Role.OWNER, "citra@tokolain.test")
    for address in (place, f"{place}ditolak.csv"):
        assert citra.get(address).status_code == 404
    for address in ("mulai", "pratinjau", "lanjut"):
        assert citra.post(f"{place}{address}/").status_code == 404


def test_an_agent_sees_orders_but_imports_nothing(shop: Workspace, now: datetime) -> None:
    apply_orders(facts=[order("A-77", now)], source="csv", now=now)
    ani = browser(shop, Role.AGENT)
    assert "A-77" in ani.get("/pesanan/").content.decode()
    assert ani.get("/pesanan/impor/").status_code == 403
    assert ani.get("/sumber/").status_code == 403


def test_orders_are_found_by_number_and_status(budi: Client, now: datetime) -> None:
    both = [order("A-1", now), order("B-2", now, "081333334444", status="paid", paid_at=now)]
    apply_orders(facts=both, source="csv", now=now)
    assert "B-2" not in budi.get("/pesanan/", {"q": "A-"}).content.decode()
    assert "A-1" not in budi.get("/pesanan/", {"status": "paid"}).content.decode()


def test_an_order_tells_what_happened(budi: Client, now: datetime) -> None:
    (applied,) = apply_orders(facts=[order("A-1", now, status="paid", paid_at=now)], source="csv", now=now)
    page = budi.get(f"/pesanan/{Order.objects.get(pk=applied.order_id).public_id}/").content.decode()
    assert "Rp250.000" in page
    assert page.count("Sel 15 Sep 2026 10.00 WIB") >= 2


def test_a_new_sender_shows_its_secret_once(budi: Client) -> None:
    made = budi.post("/sumber/", {"label": "Toko daring"})
    page, endpoint = made.content.decode(), Endpoint.objects.get()
    assert f"/hooks/generic/{endpoint.public_id}/" in page
    assert made.headers["Cache-Control"] == "no-store"
    secret = re.search(r'id="secret" type="text" readonly value="([^"]+)"', page)
    assert secret
    assert secret[1] not in budi.get(f"/sumber/{endpoint.public_id}/").content.decode()
    assert AuditEntry.objects.filter(action="source.connected").exists()


def test_a_new_secret_keeps_the_old_one_until_it_is_retired(budi: Client) -> None:
    budi.post("/sumber/", {"label": "Toko daring"})
    endpoint = Endpoint.objects.get()
    budi.post(f"/sumber/{endpoint.public_id}/kunci/")
    assert len(Endpoint.objects.get().secrets) == 2
    budi.post(f"/sumber/{endpoint.public_id}/kunci-lama/")
    assert len(Endpoint.objects.get().secrets) == 1


def test_a_scope_of_another_shop_has_no_orders(shop: Workspace, now: datetime) -> None:
    apply_orders(facts=[order("A-1", now)], source="csv", now=now)
    other = found_shop("Toko Lain", "lain@tokolain.test")
    with workspace_scope(other.pk):
        assert Order.objects.count() == 0
        apply_orders(facts=[order("A-1", now)], source="csv", now=now)
        assert Order.objects.count() == 1
    assert Order.objects.get().workspace_id == shop.pk
