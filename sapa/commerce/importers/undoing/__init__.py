"""A whole import is taken back: what only this file made, and what nobody has used since.

Done in the batches in which it was made, each in a transaction of its own, so that a stopped one goes on.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from sapa.accounts.services import audit
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.commerce.importers.undoing.prospects import Going, going_of
from sapa.commerce.importers.undoing.removals import remove
from sapa.commerce.models import ImportBatch, ImportRow, ImportRun
from sapa.web.errors import Refused, refusal

UNDO = "commerce.undo_import"
NOT_UNDOABLE = refusal(
    "import_not_undoable",
    _("This import cannot be taken back."),
    _("Only a finished import that made something new can be, and only once."),
)
MOST_COUNTED = 20_000


@transaction.atomic
def start_undo(*, run_id: int, now: datetime) -> None:
    """Leaves the work to a worker. Raises Refused."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if not can_be_undone(run):
        raise Refused(NOT_UNDOABLE)
    ImportRun.objects.filter(pk=run_id).update(state=ImportRun.State.UNDOING)
    ImportRow.objects.filter(run=run, next_at__isnull=False).update(next_at=None, facts=None)
    audit(action="import.undone", subject=str(run.public_id), now=now, data={"rows": run.rows})
    chore = app.configure_task(UNDO, lock=f"import:{current_workspace_id()}")
    chore.defer(workspace_id=current_workspace_id(), run_id=run_id)


def can_be_undone(run: ImportRun) -> bool:
    ended = run.state in (ImportRun.State.DONE, ImportRun.State.FAILED)
    made = ImportBatch.objects.filter(run=run).exclude(orders=[], contacts=[], others={})
    return ended and made.exists()


def run_undo(*, workspace_id: int, run_id: int, now: datetime) -> None:
    """Goes on where a killed one stopped; one that failed may be asked for again."""
    try:
        while _undo_newest(workspace_id, run_id, now):
            pass
    except Exception:
        _finish(workspace_id, run_id, ImportRun.State.DONE, now)
        raise
    _finish(workspace_id, run_id, ImportRun.State.UNDONE, now)


def _undo_newest(workspace_id: int, run_id: int, now: datetime) -> bool:
    with workspace_scope(workspace_id):
        batch = ImportBatch.objects.filter(run_id=run_id).order_by("-pk").first()
        if batch:
            remove(batch, now)
    return batch is not None


def _finish(workspace_id: int, run_id: int, state: str, now: datetime) -> None:
    with workspace_scope(workspace_id):
        undoing = ImportRun.objects.filter(pk=run_id, state=ImportRun.State.UNDOING)
        undoing.update(state=state, finished_at=now)


def outlook(run: ImportRun) -> Going | None:
    """What would go and what would stay; None where there is too much to be counted while somebody waits."""
    if run.created > MOST_COUNTED:
        return None
    return going_of(_whole(run), only_look=True)


def _whole(run: ImportRun) -> ImportBatch:
    whole = ImportBatch(run=run)
    for batch in ImportBatch.objects.filter(run=run):
        whole.orders += batch.orders
        whole.contacts += batch.contacts
        for name, ids in batch.others.items():
            whole.others[name] = whole.others.get(name, []) + ids
    return whole
