"""A file of orders becomes orders, and an account of every row."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected
from pytest_django.fixtures import Settings

from sapa.accounts.models import Workspace
from sapa.base.scope import current_workspace_id
from sapa.commerce.importers import (
    apply_due_rows,
    batches,
    begin_import,
    keep_upload,
    known_mapping,
    run_import,
    running,
    start_undo,
    uploads,
)
from sapa.commerce.importers.files import refused_csv
from sapa.commerce.models import ImportRow, ImportRun, Order
from sapa.commerce.selectors import notes_by_code, refused_by_reason, rows_ahead
from sapa.contacts.models import Contact
from sapa.domain.csvorders import Mapping, UnreadableFileError
from sapa.events.models import Event, Webhook, WebhookDelivery

HEADER = "Nomor Pesanan,ID Pelanggan,Nama,No HP,Provinsi,Tanggal Pesanan,Waktu Bayar,Total\n"
GOOD = (
    "A1,C1,Dewi Lestari,081211112222,DKI Jakarta,2026-09-10 09:00:00,2026-09-10 09:30:00,250000\n"
    "A2,C2,Made Wirawan,0812 3333 4444,Bali,2026-09-14 20:00:00,,400000\n"
)


def imported(text: str | bytes, now: datetime, mapping: Mapping | None = None) -> ImportRun:
    data = text if isinstance(text, bytes) else text.encode()
    run = keep_upload(chunks=[data], filename="pesanan.csv", now=now)
    begin_import(run_id=run.pk, mapping=mapping or known_mapping(tuple(run.header)), now=now)
    return run_import(workspace_id=current_workspace_id(), run_id=run.pk, now=now)


def account(run: ImportRun) -> tuple[int, int, int, int, int]:
    return run.rows, run.created, run.updated, run.unchanged, run.refused


def rows_of_everything() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Order, Contact, Event)]


def test_a_file_becomes_orders_of_people(shop: Workspace, now: datetime) -> None:
    assert account(imported(HEADER + GOOD, now)) == (2, 2, 0, 0, 0)
    dewi = Order.objects.select_related("contact").get(number="A1")
    assert (dewi.contact.name, dewi.contact.phone, dewi.amount) == ("Dewi Lestari", "+6281211112222", 250_000)
    assert (dewi.status, dewi.placed_at) == ("paid", datetime(2026, 9, 10, 2, 0, tzinfo=UTC))


def test_the_same_file_twice_changes_nothing(shop: Workspace, now: datetime) -> None:
    imported(HEADER + GOOD, now)
    before = rows_of_everything()
    assert account(imported(HEADER + GOOD, now + timedelta(hours=1))) == (2, 0, 0, 2, 0)
    assert rows_of_everything() == before


def test_a_newer_export_updates_what_moved_on(shop: Workspace, now: datetime) -> None:
    imported(HEADER + GOOD, now)
    paid = GOOD.replace("20:00:00,,", "20:00:00,2026-09-14 21:00:00,")
    assert account(imported(HEADER + paid, now)) == (2, 0, 1, 1, 0)
    assert Event.objects.filter(name="payment.received").count() == 2


def test_one_phone_under_two_customer_ids_is_one_contact_and_is_told(shop: Workspace, now: datetime) -> None:
    twin = GOOD + "A3,C7,Dewi L,+62 812-1111-2222,DKI Jakarta,2026-09-12 10:00:00,,90000\n"
    run = imported(HEADER + twin, now)
    assert Contact.objects.count() == 2
    assert notes_by_code(run.pk) == [("shared_phone", 1)]


def test_refused_rows_come_back_as_a_file_without_formulas(shop: Workspace, now: datetime) -> None:
    bad = 'A4,C4,"=HYPERLINK(""http://x"")",0812abc,Bali,2026-09-14 20:00:00,,5000\n'
    run = imported(HEADER + GOOD + bad, now)
    assert refused_by_reason(run.pk) == [("phone_letters", 1)]
    file = b"".join(refused_csv(shop.pk, run, "id")).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(file))
    assert header[:3] == ["Baris", "Kolom", "Alasan"]
    assert row[:6] == ["4", "No HP", "Nomor telepon berisi huruf.", "A4", "C4", '\'=HYPERLINK("http://x")']


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04rest of a workbook", "not_a_csv_file"),
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(
    shop: Workspace, now: datetime, content: bytes, code: str
) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        keep_upload(chunks=[content], filename="x.csv", now=now)
    assert refused.value.code == code
    assert ImportRun.objects.count() == 0


def test_missing_columns_are_named(shop: Workspace, now: datetime) -> None:
    run = keep_upload(chunks=[b"Nama,Kota\nDewi,Bali\n"], filename="x.csv", now=now)
    with pytest.raises(UnreadableFileError) as refused:
        begin_import(run_id=run.pk, mapping=known_mapping(tuple(run.header)), now=now)
    assert refused.value.details == ("order_id", "phone", "placed_at")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_are_read(shop: Workspace, now: datetime, encoding: str) -> None:
    name = "André Café"
    row = f"A9,C9,{name},081211112222,Bali,2026-09-10 09:00:00,,1000\n"
    imported((HEADER + row).encode(encoding), now)
    assert Contact.objects.get().name == name


def test_huge_cells_are_refused_not_read(shop: Workspace, now: datetime) -> None:
    row = f"A9,C9,{'x' * 100_000},081211112222,Bali,2026-09-10 09:00:00,,1000\n"
    run = imported(HEADER + row + GOOD, now)
    assert account(run) == (3, 2, 0, 0, 1)
    assert refused_by_reason(run.pk) == [("cell_too_long", 1)]


def test_outside_demo_a_row_from_the_future_is_refused(shop: Workspace, now: datetime) -> None:
    future = "A5,C5,Yosef,081255556666,Papua,2026-09-20 09:00:00,,1000\n"
    assert refused_by_reason(imported(HEADER + future, now).pk) == [("future_date", 1)]


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.SAPA = settings.SAPA.model_copy(update={"demo": True})


PAID_LATER = "A6,C6,Yosef,081255556666,Papua,2026-09-15 09:00:00,2026-09-15 12:00:00,1000\n"


def test_in_demo_a_payment_still_ahead_is_not_known_yet(demo: None, shop: Workspace, now: datetime) -> None:
    run = imported(HEADER + PAID_LATER, now)
    assert (run.created, run.waiting) == (1, 1)
    assert Order.objects.get().status == "awaiting_payment"


def test_in_demo_the_clock_brings_what_lay_ahead(demo: None, shop: Workspace, now: datetime) -> None:
    run = imported(HEADER + PAID_LATER, now)
    noon = datetime(2026, 9, 15, 5, 0, tzinfo=UTC)
    assert apply_due_rows(now=noon - timedelta(seconds=1)) == 0
    assert apply_due_rows(now=noon) == 1
    assert Order.objects.get().paid_at == noon
    assert not rows_ahead(run.pk)


def test_in_demo_a_whole_order_arrives_when_its_time_comes(
    demo: None, shop: Workspace, now: datetime
) -> None:
    later = "A7,C7,Rini,081277778888,Bali,2026-09-18 09:00:00,,1000\n"
    assert account(imported(HEADER + later, now)) == (1, 0, 0, 0, 0)
    assert Order.objects.count() == 0
    apply_due_rows(now=now + timedelta(days=4))
    assert list(Event.objects.values_list("name", "at")) == [
        ("order.placed", datetime(2026, 9, 18, 2, 0, tzinfo=UTC))
    ]


def test_in_demo_the_same_file_twice_waits_once(demo: None, shop: Workspace, now: datetime) -> None:
    imported(HEADER + PAID_LATER, now)
    assert account(imported(HEADER + PAID_LATER, now)) == (1, 0, 0, 1, 0)
    assert ImportRow.objects.filter(next_at__isnull=False).count() == 1


def test_the_mapping_is_remembered_for_the_same_header(shop: Workspace, now: datetime) -> None:
    header = ("Nomor Pesanan", "WA", "Tanggal", "Catatan")
    chosen = Mapping({"order_id": "Nomor Pesanan", "phone": "WA", "placed_at": "Tanggal", "goods": "Catatan"})
    text = ",".join(header) + "\nA8,081211112222,2026-09-10,2 kemeja\n"
    imported(text, now, chosen)
    assert known_mapping(header).columns == chosen.columns
    assert Order.objects.get().goods == "2 kemeja"


def test_a_killed_run_goes_on_after_the_last_line(shop: Workspace, now: datetime) -> None:
    run = keep_upload(chunks=[(HEADER + GOOD).encode()], filename="pesanan.csv", now=now)
    begin_import(run_id=run.pk, mapping=known_mapping(tuple(run.header)), now=now)
    ImportRun.objects.filter(pk=run.pk).update(state="running", line=2, rows=1, created=1)
    done = run_import(workspace_id=current_workspace_id(), run_id=run.pk, now=now)
    assert account(done) == (2, 2, 0, 0, 0)
    assert list(Order.objects.values_list("number", flat=True)) == ["A2"]


def test_a_run_that_is_killed_when_all_is_done_is_done(
    shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(name: str) -> None:
        uploads.drop(name)
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(running, "drop", killed)
        with pytest.raises(SystemExit):
            imported(HEADER + GOOD, now)
    again = run_import(workspace_id=current_workspace_id(), run_id=ImportRun.objects.get().pk, now=now)
    assert (again.state, again.error, account(again)) == ("done", "", (2, 2, 0, 0, 0))


def test_a_late_second_try_leaves_a_run_alone_that_is_taken_back(shop: Workspace, now: datetime) -> None:
    run = imported(HEADER + GOOD, now)
    start_undo(run_id=run.pk, now=now)
    run_import(workspace_id=current_workspace_id(), run_id=run.pk, now=now)
    assert ImportRun.objects.get().state == "undoing"


def test_a_batch_that_waited_in_a_circle_with_a_delivery_is_written_again(
    shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[tuple[Any, ...]] = []

    def crossed(*given: Any) -> None:
        tries.append(given)
        if len(tries) == 1:
            raise OperationalError("deadlock detected") from DeadlockDetected()
        batches.write_batch(*given)

    monkeypatch.setattr(running, "write_batch", crossed)
    assert account(imported(HEADER + GOOD, now)) == (2, 2, 0, 0, 0)


def test_webhooks_hear_of_a_files_last_day_alone(shop: Workspace, now: datetime) -> None:
    imported(HEADER + GOOD.splitlines()[0].replace("2026-09-10 09:30:00", ""), now)
    Webhook.objects.create(url="https://x.test", events=["order.placed", "payment.received"], created_at=now)
    assert account(imported(HEADER + GOOD, now)) == (2, 1, 1, 0, 0)
    assert Event.objects.count() == 3
    told = WebhookDelivery.objects.values_list("event__name", "event__at")
    assert list(told) == [("order.placed", datetime(2026, 9, 14, 13, 0, tzinfo=UTC))]
