"""One run: rows are read as a stream, applied in batches, and the account is written with each batch."""

from collections.abc import Callable, Iterator
from copy import copy
from datetime import datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, IntegrityError, OperationalError

from sapa.accounts.selectors import workspace
from sapa.base.scope import workspace_scope
from sapa.commerce.importers.batches import BATCH, prepared, write_batch
from sapa.commerce.importers.reading import Batch, batches_of, side_by_side
from sapa.commerce.importers.tables import Line, open_table
from sapa.commerce.importers.uploads import drop, open_upload
from sapa.commerce.models import ImportRun
from sapa.commerce.services import Ready
from sapa.domain.csvorders import Mapping, UnreadableFileError
from sapa.events.services import bringing_in_the_past

Progress = Callable[[ImportRun], None]
RACES = 3
DEADLOCK = "40P01"
BEGUN = (ImportRun.State.WAITING, ImportRun.State.RUNNING)


def run_import(
    *, workspace_id: int, run_id: int, now: datetime, progress: Progress = lambda _run: None
) -> ImportRun:
    """Applies the whole file, each batch in a transaction of its own; goes on where a killed run stopped.

    Rows of the future are refused, in demo mode they wait for their time (decisions.md 35).
    """
    with workspace_scope(workspace_id):
        run = ImportRun.objects.get(pk=run_id)
        zone = ZoneInfo(workspace().timezone)
    if run.state not in BEGUN:
        return run
    upload = run.path
    try:
        with open_upload(run.path) as stream:
            _apply_all(workspace_id, run, stream, zone, now, progress)
    except (UnreadableFileError, FileNotFoundError) as error:
        return _finish(workspace_id, run, ImportRun.State.FAILED, now, getattr(error, "code", "file_gone"))
    except Exception:
        _finish(workspace_id, run, ImportRun.State.FAILED, now, "reading_failed")
        raise
    done = _finish(workspace_id, run, ImportRun.State.DONE, now)
    drop(upload)  # last: killed before, it would be missed by a second try
    return done


def _apply_all(
    workspace_id: int, run: ImportRun, stream: BinaryIO, zone: ZoneInfo, now: datetime, progress: Progress
) -> None:
    known_until = None if settings.SAPA.demo else now

    def rows() -> Iterator[Line]:
        table = open_table(stream, Mapping.from_json(run.mapping), zone, known_until)
        return (row for row in table if row.line > run.line)

    def prepare(lines: list[Line]) -> dict[str, Ready]:
        return prepared(run.holds, run.mapping, lines)

    with side_by_side(), batches_of(rows, stream.tell, prepare, BATCH) as batches:
        for batch in batches:
            _apply(workspace_id, run, batch, now)
            progress(run)


def _apply(workspace_id: int, run: ImportRun, batch: Batch[Line, dict[str, Ready]], now: datetime) -> None:
    """Rows and account in one transaction. Again, when a shop told of the same orders or people meanwhile."""
    for attempt in range(RACES):
        done = copy(run)
        try:
            with workspace_scope(workspace_id), bringing_in_the_past(now):
                done.state, done.position = ImportRun.State.RUNNING, batch.position
                write_batch(done, batch.rows, batch.ready, now)
        except (IntegrityError, OperationalError) as error:
            if attempt == RACES - 1 or not _is_race(error):
                raise
        else:
            run.__dict__.update(done.__dict__)
            return


def _is_race(error: DatabaseError) -> bool:
    return isinstance(error, IntegrityError) or getattr(error.__cause__, "sqlstate", "") == DEADLOCK


def _finish(workspace_id: int, run: ImportRun, state: str, now: datetime, error: str = "") -> ImportRun:
    run.state, run.error, run.finished_at = state, error, now
    if state == ImportRun.State.DONE:
        run.position, run.path = run.size, ""
    with workspace_scope(workspace_id):
        ImportRun.objects.bulk_update([run], ["state", "error", "finished_at", "position", "path"])
    return run
