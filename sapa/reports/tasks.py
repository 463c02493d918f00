"""Chores of the room, known by their names."""

from django.db import close_old_connections
from procrastinate import JobContext
from procrastinate.contrib.django import app

from sapa.accounts.selectors import workspace_ids
from sapa.base.clock import business_now
from sapa.reports import services
from sapa.reports.services import TASK

SILENT_SECONDS = 90


@app.task(name=TASK)
def run_export(workspace_id: int, run_id: int) -> None:
    try:
        services.run_export(workspace_id=workspace_id, run_id=run_id, now=business_now())
    finally:
        close_old_connections()


@app.periodic(cron="41 * * * *")
@app.task(name="reports.delete_old_exports")
def delete_old_exports(timestamp: int) -> None:  # noqa: ARG001
    try:
        for workspace_id in workspace_ids():
            services.delete_old_exports(workspace_id=workspace_id, now=business_now())
    finally:
        close_old_connections()


@app.periodic(cron="* * * * *")
@app.task(name="reports.resume_exports", pass_context=True)
async def resume_exports(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Files whose worker was killed are written again."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(task_name=TASK, seconds_since_heartbeat=SILENT_SECONDS):
        await jobs.retry_job(job)
