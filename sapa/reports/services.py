"""Files that people take out: asked for, made by a worker some lines at a time, gone after a day."""

import os
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from sapa.accounts.selectors import workspace
from sapa.accounts.services import audit
from sapa.base.exports import Export, Reading
from sapa.base.scope import current_scope, current_workspace_id, workspace_scope
from sapa.domain.spreadsheets import MOST_LINES, CsvFile, WorkbookFile, Writer
from sapa.reports.models import ExportRun
from sapa.web.errors import Refused, refusal

TASK = "reports.run_export"
KEPT = timedelta(hours=24)
TOO_MANY_LINES = refusal(
    "too_many_lines",
    _("This does not fit into a workbook: it has more than %(most)s lines."),
    _("Take it out as CSV, which has no limit."),
)
WRITERS: Mapping[str, Callable[[BinaryIO, tuple[str, ...]], Writer]] = {"csv": CsvFile, "xlsx": WorkbookFile}
Progress = Callable[[int, int], None]


class TooManyLinesError(Exception):
    """It grew beyond what a workbook holds while it was written."""


def registry() -> Mapping[str, Export]:
    """Everything that may be taken out, by name."""
    found: Mapping[str, Export] = import_string(settings.EXPORTS)
    return found


def ask_export(*, what: str, form: str, masked: bool, now: datetime) -> ExportRun:
    """Left to a worker. Raises Refused(too_many_lines)."""
    if form == "xlsx" and reading(what, masked=masked).expected() >= MOST_LINES:
        raise Refused(TOO_MANY_LINES, most=MOST_LINES - 1)
    asked = {"what": what, "form": form, "masked": masked}
    run = ExportRun.objects.create(**asked, author_id=current_scope().user_id, asked_at=now)
    audit(action="data.exported", subject=str(run.public_id), now=now, data=asked)
    workspace_id = current_workspace_id()
    chore = app.configure_task(TASK, lock=f"export:{workspace_id}")
    chore.defer(workspace_id=workspace_id, run_id=run.pk)
    return run


def run_export(*, workspace_id: int, run_id: int, now: datetime) -> ExportRun:
    """Writes the file; one whose worker was killed is written again from the start. Not within a scope."""
    with workspace_scope(workspace_id):
        run = ExportRun.objects.get(pk=run_id)
        source = reading(run.what, masked=run.masked)
    if not run.is_busy:
        return run
    drop(run.path)
    run.path, run.state = f"{secrets.token_hex(16)}.{run.form}", ExportRun.State.RUNNING
    try:
        with _new_file(run.path) as target:
            write_export(
                source, run.form, target, lambda lines, total: _note(workspace_id, run, lines, total)
            )
    except TooManyLinesError:
        return _fail(workspace_id, run, "too_many_lines", now)
    except Exception:
        _fail(workspace_id, run, "writing_failed", now)
        raise
    run.size, run.state = (folder() / run.path).stat().st_size, ExportRun.State.DONE
    return _finish(workspace_id, run, now)


def write_export(source: Reading, form: str, target: BinaryIO, progress: Progress) -> int:
    """How many lines were written, without the header. `progress` is told lines so far and in all.

    Not within a scope. Raises TooManyLinesError.
    """
    with workspace_scope(source.workspace_id):
        header, total = source.header(), source.expected()
    writer, lines = WRITERS[form](target, header), 0
    progress(lines, total)
    for rows in source.batches():
        lines += len(rows)
        if form == "xlsx" and lines >= MOST_LINES:
            raise TooManyLinesError
        writer.write(rows)
        progress(lines, total)
    writer.close()
    return lines


def reading(what: str, *, masked: bool) -> Reading:
    """Within the scope of the workspace."""
    return Reading(registry()[what], current_workspace_id(), ZoneInfo(workspace().timezone), masked)


def open_export(*, run: ExportRun, now: datetime) -> BinaryIO:
    """Raises FileNotFoundError when its time has passed. Each download is written down."""
    if run.state != ExportRun.State.DONE or run.expires_at is None or run.expires_at <= now:
        raise FileNotFoundError
    file = (folder() / Path(run.path).name).open("rb")
    audit(action="data.downloaded", subject=str(run.public_id), now=now, data={"what": run.what})
    return file


def delete_old_exports(*, workspace_id: int, now: datetime) -> int:
    """The files whose time has passed; the line that says who made them stays."""
    with workspace_scope(workspace_id):
        old = list(ExportRun.objects.filter(expires_at__lte=now).exclude(path=""))
        for run in old:
            drop(run.path)
        ExportRun.objects.filter(pk__in=[run.pk for run in old]).update(path="")
    return len(old)


def folder() -> Path:
    path: Path = settings.SAPA.home / "exports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def drop(name: str) -> None:
    if name:
        (folder() / Path(name).name).unlink(missing_ok=True)


def _new_file(name: str) -> BinaryIO:
    handle = os.open(folder() / name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(handle, "w+b")


def _note(workspace_id: int, run: ExportRun, lines: int, total: int) -> None:
    run.lines, run.total = lines, max(total, lines)
    _keep(workspace_id, run, "state", "path", "lines", "total")


def _fail(workspace_id: int, run: ExportRun, code: str, now: datetime) -> ExportRun:
    drop(run.path)
    run.path, run.state, run.error = "", ExportRun.State.FAILED, code
    return _finish(workspace_id, run, now)


def _finish(workspace_id: int, run: ExportRun, now: datetime) -> ExportRun:
    run.finished_at, run.expires_at = now, now + KEPT
    _keep(workspace_id, run, "state", "error", "path", "size", "finished_at", "expires_at")
    return run


def _keep(workspace_id: int, run: ExportRun, *names: str) -> None:
    with workspace_scope(workspace_id):
        ExportRun.objects.bulk_update([run], names)
