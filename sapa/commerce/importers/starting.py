"""From a file to a run that may begin: kept, its header read, its columns guessed or remembered."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from sapa.accounts.selectors import settings_in_force
from sapa.base.scope import current_scope, current_workspace_id
from sapa.commerce.importers.uploads import FileTooLargeError, drop, keep, open_upload
from sapa.commerce.models import ColumnMapping, ImportRun
from sapa.domain.csvorders import (
    Mapping,
    UnreadableFileError,
    guess_mapping,
    open_sheet,
    preset_mapping,
    refuse_damaged,
)
from sapa.web.errors import Refused, refusal

FILE_TOO_LARGE = refusal(
    "file_too_large",
    _("This file is too large; 200 MB is the most."),
    _("Split it by month, for example, and import the parts one after the other."),
)
IMPORT_BEGUN = refusal(
    "import_begun",
    _("This import has begun already."),
    _("Wait for its result, or upload the file again."),
)
TASK = "commerce.run_import"


def keep_upload(*, chunks: Iterable[bytes], filename: str, now: datetime, holds: str = "orders") -> ImportRun:
    """The file is kept and waits for its mapping. Raises UnreadableFileError and Refused(FILE_TOO_LARGE)."""
    try:
        kept = keep(chunks)
    except FileTooLargeError:
        raise Refused(FILE_TOO_LARGE) from None
    try:
        with open_upload(kept.name) as stream:
            refuse_damaged(stream)
            header = open_sheet(stream).header
    except UnreadableFileError:
        drop(kept.name)
        raise
    return ImportRun.objects.create(
        filename=filename[:200],
        sha256=kept.sha256,
        size=kept.size,
        path=kept.name,
        header=list(header),
        mapping=known_mapping(header, holds).to_json(),
        state=ImportRun.State.MAPPING,
        author_id=current_scope().user_id,
        started_at=now,
    )


def known_mapping(header: tuple[str, ...], holds: str = "orders") -> Mapping:
    """As the last file with this header was read, else the best guess with the shop's own constants."""
    remembered = ColumnMapping.objects.filter(header_hash=_hash(header, holds)).first()
    if remembered:
        return Mapping.from_json(remembered.mapping).asked_anew()
    _version, settings = settings_in_force()
    constants = settings.get("import_constants")
    market = preset_mapping(header, constants) if holds == "orders" else None
    return market or guess_mapping(header, constants, holds)


@transaction.atomic
def begin_import(*, run_id: int, mapping: Mapping, now: datetime) -> ImportRun:
    """The mapping is settled and remembered. Raises UnreadableFileError for a column that is missing."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state != ImportRun.State.MAPPING:
        raise Refused(IMPORT_BEGUN)
    header = tuple(run.header)
    if missing := mapping.missing(header):
        raise UnreadableFileError("missing_columns", missing)
    ColumnMapping.objects.update_or_create(
        header_hash=_hash(header, mapping.holds), defaults={"mapping": mapping.to_json(), "updated_at": now}
    )
    run.mapping, run.state, run.started_at = mapping.to_json(), ImportRun.State.WAITING, now
    ImportRun.objects.bulk_update([run], ["mapping", "state", "started_at"])
    return run


def start_import(*, run_id: int, mapping: Mapping, now: datetime) -> None:
    """Begins and leaves the work to a worker."""
    begin_import(run_id=run_id, mapping=mapping, now=now)
    _hand_over(run_id)


def restart_import(*, run_id: int) -> None:
    """A run that failed goes on after the last line that was done."""
    failed = ImportRun.objects.filter(pk=run_id, state=ImportRun.State.FAILED).exclude(path="")
    if failed.update(state=ImportRun.State.WAITING, error="", finished_at=None):
        _hand_over(run_id)


def resume_lost() -> int:
    """Runs whose work ended while nobody could write so, as when the database went away; returns how many go on.

    A run that a command works on has no job at all, and is left to it.
    """
    begun = ImportRun.objects.filter(state__in=(ImportRun.State.WAITING, ImportRun.State.RUNNING))
    lost = [pk for pk in begun.values_list("pk", flat=True) if _is_lost(pk)]
    for run_id in lost:
        _hand_over(run_id)
    return len(lost)


def _is_lost(run_id: int) -> bool:
    own = {"workspace_id": current_workspace_id(), "run_id": run_id}
    jobs = ProcrastinateJob.objects.filter(task_name=TASK, args__contains=own)
    states = set(jobs.values_list("status", flat=True))
    return "failed" in states and not states & {"todo", "doing"}


def _hand_over(run_id: int) -> None:
    """Imports of one workspace run one after the other."""
    workspace_id = current_workspace_id()
    chore = app.configure_task(TASK, lock=f"import:{workspace_id}")
    chore.defer(workspace_id=workspace_id, run_id=run_id)


def _hash(header: tuple[str, ...], holds: str) -> str:
    """The same columns may be orders today and customers tomorrow."""
    words = header if holds == "orders" else (holds, *header)
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()
