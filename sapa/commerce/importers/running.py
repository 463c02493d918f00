"""One run: rows are read as a stream, applied in batches, and the account is written with each batch."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.conf import settings

from sapa.accounts.selectors import workspace
from sapa.base.scope import workspace_scope
from sapa.commerce.importers.batches import BATCH, write_batch
from sapa.commerce.importers.tables import Line, open_table
from sapa.commerce.importers.uploads import drop, open_upload
from sapa.commerce.models import ImportRun
from sapa.domain.csvorders import Mapping, UnreadableFileError

Progress = Callable[[ImportRun], None]


def run_import(
    *, workspace_id: int, run_id: int, now: datetime, progress: Progress = lambda _run: None
) -> ImportRun:
    """Applies the whole file, each batch in a transaction of its own; goes on where a killed run stopped.

    Rows of the future are refused, in demo mode they wait for their time (decisions.md 35).
    """
    with workspace_scope(workspace_id):
        run = ImportRun.objects.get(pk=run_id)
        zone = ZoneInfo(workspace().timezone)
    if run.state in (ImportRun.State.DONE, ImportRun.State.FAILED):
        return run
    try:
        with open_upload(run.path) as stream:
            _apply_all(workspace_id, run, stream, zone, now, progress)
    except (UnreadableFileError, FileNotFoundError) as error:
        return _finish(workspace_id, run, ImportRun.State.FAILED, now, getattr(error, "code", "file_gone"))
    except Exception:
        _finish(workspace_id, run, ImportRun.State.FAILED, now, "reading_failed")
        raise
    drop(run.path)
    return _finish(workspace_id, run, ImportRun.State.DONE, now)


def _apply_all(
    workspace_id: int, run: ImportRun, stream: BinaryIO, zone: ZoneInfo, now: datetime, progress: Progress
) -> None:
    known_until = None if settings.SAPA.demo else now
    reader = open_table(stream, Mapping.from_json(run.mapping), zone, known_until)
    for batch in _batches(row for row in reader if row.line > run.line):
        with workspace_scope(workspace_id):
            run.state, run.position = ImportRun.State.RUNNING, stream.tell()
            write_batch(run, batch, now)
        progress(run)


def _batches(rows: Iterator[Line]) -> Iterator[list[Line]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _finish(workspace_id: int, run: ImportRun, state: str, now: datetime, error: str = "") -> ImportRun:
    run.state, run.error, run.finished_at = state, error, now
    if state == ImportRun.State.DONE:
        run.position, run.path = run.size, ""
    with workspace_scope(workspace_id):
        ImportRun.objects.bulk_update([run], ["state", "error", "finished_at", "position", "path"])
    return run
