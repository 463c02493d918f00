"""Chores of the room as a worker runs them."""

from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.commerce.importers import begin_import, keep_upload, known_mapping, start_import
from sapa.commerce.importers.files import streamed
from sapa.commerce.models import ImportRun, Order
from sapa.commerce.tasks import resume_lost_imports

FILE = b"no_order,hp,tanggal\nA1,081211112222,2020-09-10 09:00\n"


@pytest.fixture(autouse=True)
def home(settings: LazySettings, tmp_path: Path) -> None:
    settings.SAPA = settings.SAPA.model_copy(update={"home": tmp_path})


def test_every_chore_is_known_by_its_name() -> None:
    assert {"commerce.run_import", "commerce.delete_old_uploads", "commerce.resume_imports"} <= set(app.tasks)


def test_a_worker_runs_the_import_that_was_handed_over(committed_shop: Workspace, now: datetime) -> None:
    with workspace_scope(committed_shop.pk):
        run = keep_upload(chunks=[FILE], filename="x.csv", now=now)
        start_import(run_id=run.pk, mapping=known_mapping(tuple(run.header)), now=now)
    work()
    assert ProcrastinateJob.objects.get(task_name="commerce.run_import").status == "succeeded"
    with workspace_scope(committed_shop.pk):
        assert ImportRun.objects.get().state == "done"
        assert Order.objects.get().number == "A1"


def work() -> None:
    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    with app.replace_connector(connector) as worker:
        worker.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)


def test_an_import_that_could_not_even_write_that_it_failed_goes_on(
    committed_shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_all: object) -> None:
        raise OperationalError("the database is away")

    with workspace_scope(committed_shop.pk):
        run = keep_upload(chunks=[FILE], filename="x.csv", now=now)
        start_import(run_id=run.pk, mapping=known_mapping(tuple(run.header)), now=now)
    with monkeypatch.context() as away:
        away.setattr("sapa.commerce.importers.running._apply_all", gone)
        away.setattr("sapa.commerce.importers.running._finish", gone)
        work()
    jobs = ProcrastinateJob.objects.filter(task_name="commerce.run_import")
    assert set(jobs.values_list("status", flat=True)) == {"failed"}
    for _minute in range(2):
        resume_lost_imports(timestamp=0)
    assert jobs.filter(status="todo").count() == 1
    work()
    with workspace_scope(committed_shop.pk):
        assert (ImportRun.objects.get().state, Order.objects.count()) == ("done", 1)


def test_an_import_that_a_command_works_on_is_left_to_it(committed_shop: Workspace, now: datetime) -> None:
    with workspace_scope(committed_shop.pk):
        run = keep_upload(chunks=[FILE], filename="x.csv", now=now)
        begin_import(run_id=run.pk, mapping=known_mapping(tuple(run.header)), now=now)
    resume_lost_imports(timestamp=0)
    assert not ProcrastinateJob.objects.filter(task_name="commerce.run_import").exists()


async def test_a_download_is_read_between_other_work() -> None:
    assert [part async for part in streamed(iter([b"a", b"b"]))] == [b"a", b"b"]
