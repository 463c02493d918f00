"""Files that people take out: whole, readable again, only for those who may, and written down."""

import argparse
import io
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.urls import reverse

from sapa.accounts.models import AuditEntry, User, Workspace
from sapa.accounts.selectors import workspace_ids
from sapa.base.exports import statement
from sapa.base.permissions import Role
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.commerce.importers import begin_import, keep_upload, known_mapping, run_import
from sapa.commerce.models import ImportRun, Order
from sapa.commerce.schemas import Basket, Item
from sapa.commerce.services import apply_baskets
from sapa.config.commands import exports as commands
from sapa.config.commands.exports import KINDS
from sapa.contacts.models import Consent, Contact, CustomField, CustomValue, Tag
from sapa.contacts.services import merge, record_consent
from sapa.domain.csvorders import open_sheet
from sapa.reports import services, tasks
from sapa.reports.forms import NAMES
from sapa.reports.models import ExportRun
from sapa.reports.services import registry
from tests.conftest import found_shop
from tests.rooms.isolation.filling import fill
from tests.rooms.pages import browser

PEOPLE = "ID Pelanggan,Nama,No HP,Email,Kota,Persetujuan Promo,Terakhir Diubah\n"
DEWI = "C1,=Dewi Lestari,081211112222,dewi@example.com,Bandung,ya,2026-09-01\n"
ORDERS = (
    "no_order,nama,hp,tanggal,status,tanggal bayar,total,barang\n"
    "A1,Dewi,081211112222,2026-09-10 09:00,lunas,2026-09-10 09:30,250000,Kopi\n"
    "A2,Made,+62 813 3333 4444,2026-09-11 09:00,belum bayar,,90000,-Teh\n"
)
Lines = list[dict[str, str]]


@pytest.fixture(autouse=True)
def home(settings: LazySettings, tmp_path: Path) -> None:
    settings.SAPA = settings.SAPA.model_copy(update={"home": tmp_path})
    settings.HANDLERS = "tests.rooms.commerce.conftest.NOBODY"


def taken_out(what: str, form: str = "csv", *, masked: bool = False) -> io.BytesIO:
    target = io.BytesIO()
    services.write_export(services.reading(what, masked=masked), form, target, lambda _lines, _total: None)
    target.seek(0)
    return target


def lines(what: str, *, masked: bool = False) -> Lines:
    sheet = open_sheet(taken_out(what, masked=masked))
    return [dict(zip(sheet.header, row.cells, strict=False)) for row in sheet.rows]


def brought_in(content: bytes, holds: str, now: datetime) -> ImportRun:
    run = keep_upload(chunks=[content], filename=f"{holds}.csv", now=now, holds=holds)
    begin_import(run_id=run.pk, mapping=known_mapping(tuple(run.header), holds), now=now)
    return run_import(workspace_id=current_workspace_id(), run_id=run.pk, now=now)


def test_customers_are_looked_up_for_the_rows_of_a_part_alone(shop: Workspace) -> None:
    """However PostgreSQL would rather join: a merge reads everybody once more for every part of the file."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
    given = {"workspace": current_workspace_id(), "after": 0, "limit": 2000}
    plan = fetch("EXPLAIN " + statement(registry()["consents"]), given)
    assert not [line for (line,) in plan if "Merge" in line or "Hash" in line]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_customers_taken_out_and_brought_into_another_shop_are_the_same(
    shop: Workspace, now: datetime, form: str
) -> None:
    brought_in((PEOPLE + DEWI).encode(), "customers", now)
    file = taken_out("contacts", form).read()
    shown = ("name", "phone", "email", "city", "details_at")
    before = list(Contact.objects.values_list(*shown))
    with workspace_scope(found_shop("Toko Lain", "citra@lain.test").pk):
        brought_in(file, "customers", now)
        assert list(Contact.objects.values_list(*shown)) == before
        assert lines("contacts")[0]["promo_consent"] == "granted"
        assert lines("contacts")[0]["customer_id"] == "C1"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_orders_taken_out_and_brought_into_another_shop_are_the_same(
    shop: Workspace, now: datetime, form: str
) -> None:
    brought_in(ORDERS.encode(), "orders", now)
    file = taken_out("orders", form).read()
    shown = ("external_id", "contact__phone", "status", "placed_at", "paid_at", "amount", "goods")
    before = list(Order.objects.order_by("external_id").values_list(*shown))
    with workspace_scope(found_shop("Toko Lain", "citra@lain.test").pk):
        assert brought_in(file, "orders", now).created == 2
        assert list(Order.objects.order_by("external_id").values_list(*shown)) == before


def test_a_customer_comes_with_tags_and_the_shops_own_fields(shop: Workspace, now: datetime) -> None:
    dewi, twin = (Contact.objects.create(name="Dewi", created_at=now) for _ in range(2))
    field = CustomField.objects.create(name="Anak", key="anak", kind="number", created_at=now)
    CustomValue.objects.create(contact=twin, field=field, value="-2.5", updated_at=now)
    Tag.objects.create(contact=twin, name="VIP", key="vip", created_at=now)
    record_consent(contact_id=twin.pk, state="denied", source="chat", at=now)
    merge(contact_id=twin.pk, into_id=dewi.pk)
    (line,) = lines("contacts")
    assert (line["tags"], line["Anak"], line["promo_consent"]) == ("VIP", "-2.5", "denied")


def test_the_goods_of_an_order_have_lines_of_their_own(shop: Workspace, now: datetime) -> None:
    brought_in(ORDERS.encode(), "orders", now)
    apply_baskets(
        told=[Basket("A1", [Item("K-1", "Kopi", 2), Item("T-1", "Teh")], now)], source="csv", now=now
    )
    told = [(one["order_id"], one["sku"], one["quantity"]) for one in lines("order_lines")]
    assert told == [("A1", "K-1", "2"), ("A1", "T-1", "1")]


def test_phones_and_addresses_are_masked_for_those_who_may_not_see_them(
    shop: Workspace, now: datetime
) -> None:
    brought_in((PEOPLE + DEWI).encode(), "customers", now)
    Consent.objects.update(proof="Formulir 0812-1111-2222")
    assert Consent.objects.exists()
    (line,) = lines("contacts", masked=True)
    assert (line["phone"], line["email"]) == ("+6281******222", "d***@example.com")
    whole = "".join(taken_out(what, masked=True).read().decode() for what in registry())
    assert "81211112222" not in whole.replace("-", "")
    assert "dewi@example" not in whole


def test_every_kind_holds_the_rows_of_this_shop_and_no_others(db: None, now: datetime) -> None:
    """Each model has one row in either shop, but for events, whose one row is no score."""
    for name, email in (("Toko Sari", "budi@tokosari.test"), ("Toko Lain", "citra@lain.test")):
        shop = found_shop(name, email)
        with workspace_scope(shop.pk):
            fill(now, User.objects.get(email=email))
    with workspace_scope(shop.pk):
        found = {what: len(lines(what)) for what in registry()}
    assert found == dict.fromkeys(registry(), 1) | {"scores": 0, "tickets": 0}


def test_every_kind_has_a_name_on_the_page_and_a_word_on_the_command_line() -> None:
    assert list(NAMES) == list(KINDS) == list(registry())


def test_a_file_is_made_by_a_worker_and_told_of(shop: Workspace, now: datetime) -> None:
    brought_in(ORDERS.encode(), "orders", now)
    run = services.ask_export(what="orders", form="csv", masked=False, now=now)
    done = services.run_export(workspace_id=shop.pk, run_id=run.pk, now=now)
    assert (done.state, done.lines, done.total, done.expires_at) == ("done", 2, 2, now + timedelta(hours=24))
    assert AuditEntry.objects.get(action="data.exported").data["what"] == "orders"
    with services.open_export(run=done, now=now) as file:
        assert file.read().count(b"\n") == 3


def test_a_file_is_gone_after_a_day(shop: Workspace, now: datetime) -> None:
    run = services.ask_export(what="orders", form="csv", masked=False, now=now)
    done = services.run_export(workspace_id=shop.pk, run_id=run.pk, now=now)
    with pytest.raises(FileNotFoundError):
        services.open_export(run=done, now=now + timedelta(hours=24))
    assert services.delete_old_exports(workspace_id=shop.pk, now=now + timedelta(hours=23)) == 0
    assert services.delete_old_exports(workspace_id=shop.pk, now=now + timedelta(hours=25)) == 1
    assert list(services.folder().iterdir()) == []


def test_a_file_whose_worker_was_killed_is_written_again(shop: Workspace, now: datetime) -> None:
    run = services.ask_export(what="orders", form="csv", masked=False, now=now)
    (services.folder() / "half.csv").write_text("half")
    ExportRun.objects.filter(pk=run.pk).update(state="running", path="half.csv", lines=7)
    assert services.run_export(workspace_id=shop.pk, run_id=run.pk, now=now).lines == 0
    assert len(list(services.folder().iterdir())) == 1


def asked(client: Client, what: str) -> int:
    return client.post(reverse("reports:exports"), {"what": what, "form": "csv"}).status_code


def test_an_analyst_takes_out_no_conversations_and_no_phones(
    committed_shop: Workspace, now: datetime
) -> None:
    client = browser(committed_shop, Role.ANALYST)
    assert (asked(client, "messages"), asked(client, "orders")) == (422, 302)
    with workspace_scope(committed_shop.pk):
        assert ExportRun.objects.get().masked is True


def test_only_who_asked_for_a_file_may_download_it(committed_shop: Workspace, now: datetime) -> None:
    budi = browser(committed_shop, Role.OWNER)
    asked(budi, "orders")
    with workspace_scope(committed_shop.pk):
        run = ExportRun.objects.get()
    tasks.run_export(committed_shop.pk, run.pk)
    address = reverse("reports:export", args=[run.public_id])
    told = budi.get(address)
    assert (told.status_code, told.headers["Cache-Control"]) == (200, "no-store")
    assert b"".join(told).startswith(b"\xef\xbb\xbforder_id,")
    told.close()
    assert "Unduh" in budi.get(reverse("reports:exports")).content.decode()
    other = browser(committed_shop, Role.SUPERVISOR, email="sari@tokosari.test")
    assert other.get(address).status_code == 404
    assert workspace_ids() == [committed_shop.pk]


def test_a_file_is_written_from_the_command_line(
    committed_shop: Workspace,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sapa.base.postgres.running_database", nullcontext)
    monkeypatch.setattr("django.setup", lambda: None)
    with workspace_scope(committed_shop.pk):
        Contact.objects.create(name="Dewi", phone="+6281211112222", created_at=now)
    parser = argparse.ArgumentParser()
    commands.add(parser.add_subparsers())
    for name, words in {"a.csv": [], "b.xlsx": ["--masked"]}.items():
        args = parser.parse_args(["export", "contacts", str(tmp_path / name), *words])
        assert args.run(args) == 0
    assert "1 " in capsys.readouterr().out
    files = [io.BytesIO((tmp_path / name).read_bytes()) for name in ("a.csv", "b.xlsx")]
    phones = [open_sheet(file) for file in files]
    assert [next(sheet.rows).cells[sheet.header.index("phone")] for sheet in phones] == [
        "+6281211112222",
        "+6281******222",
    ]
    with workspace_scope(committed_shop.pk):
        assert AuditEntry.objects.filter(action="data.exported", subject="command line").count() == 2
