"""Chores of the room, known by their names."""

from django.db import close_old_connections
from procrastinate import JobContext
from procrastinate.contrib.django import app

from sapa.base.clock import business_now
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.commerce import importers
from sapa.commerce.importers.starting import TASK
from sapa.commerce.services import find_abandoned, link_waiting
from sapa.commerce.services.rounds import in_each_workspace
from sapa.commerce.services.shelf import count_pairs

COUNT_TASK = "commerce.count_pairs"
SILENT_SECONDS = 90


@app.task(name=TASK)
def run_import(workspace_id: int, run_id: int) -> None:
    """In a thread that stays: its connection goes back to the pool when the work is done."""
    try:
        importers.run_import(workspace_id=workspace_id, run_id=run_id, now=business_now())
    finally:
        close_old_connections()


@app.task(name=importers.UNDO)
def undo_import(workspace_id: int, run_id: int) -> None:
    try:
        importers.run_undo(workspace_id=workspace_id, run_id=run_id, now=business_now())
    finally:
        close_old_connections()


@app.periodic(cron="17 3 * * *")
@app.task(name="commerce.delete_old_uploads")
def delete_old_uploads(timestamp: int) -> None:
    """Procrastinate passes the second of the machine at which it was due."""
    importers.delete_old_uploads(machine_time=timestamp)


@app.periodic(cron="*/10 * * * *")
@app.task(name="commerce.link_payments")
def link_payments(timestamp: int) -> None:  # noqa: ARG001
    """Payments and orders that were written at the same moment find each other."""
    try:
        link_waiting(now=business_now())
    finally:
        close_old_connections()


@app.periodic(cron="*/5 * * * *")
@app.task(name="commerce.find_abandoned_checkouts")
def find_abandoned_checkouts(timestamp: int) -> None:  # noqa: ARG001
    """A basket is left when nothing happened, so only the clock can tell of it."""
    try:
        find_abandoned(now=business_now())
    finally:
        close_old_connections()


@app.periodic(cron="* * * * *")
@app.task(name="commerce.resume_imports", pass_context=True)
async def resume_imports(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Imports whose worker was killed go on after the last line that was done, and so does taking them back."""
    jobs = context.app.job_manager
    for task in (TASK, importers.UNDO):
        for job in await jobs.get_stalled_jobs(task_name=task, seconds_since_heartbeat=SILENT_SECONDS):
            await jobs.retry_job(job)


@app.periodic(cron="* * * * *")
@app.task(name="commerce.resume_lost_imports")
def resume_lost_imports(timestamp: int) -> None:  # noqa: ARG001
    """Imports whose job has failed and that still look as if somebody worked on them."""
    try:
        in_each_workspace("the search for lost imports", _resume_lost_in)
    finally:
        close_old_connections()


def _resume_lost_in(workspace_id: int) -> int:
    with workspace_scope(workspace_id):
        return importers.resume_lost()


def ask_count() -> None:
    """A person wants it now; the worker does it."""
    workspace_id = current_workspace_id()
    app.configure_task(COUNT_TASK, lock=f"pairs:{workspace_id}").defer(workspace_id=workspace_id)


@app.task(name=COUNT_TASK)
def count(workspace_id: int) -> None:
    _count_in(workspace_id)


def _count_in(workspace_id: int) -> int:
    """Returns how many workspaces were counted."""
    try:
        with workspace_scope(workspace_id):
            count_pairs(now=business_now())
    finally:
        close_old_connections()
    return 1


@app.periodic(cron="23 2 * * *")
@app.task(name="commerce.count_every_pair")
def count_every_pair(timestamp: int) -> None:  # noqa: ARG001
    """What is bought together, once a night."""
    in_each_workspace("the count of pairs", _count_in)
