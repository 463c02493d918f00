"""Chores of the room, known by their names."""

from django.db import close_old_connections
from procrastinate import JobContext
from procrastinate.contrib.django import app

from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.journeys.models import Journey
from sapa.journeys.services.editing import move_batch
from sapa.journeys.services.moving import MOVE_TASK
from sapa.journeys.services.policy import TASK, replan_batch

SILENT_SECONDS = 90


@app.task(name=TASK)
def replan(workspace_id: int) -> None:
    """Everything that waits in a workspace, some people at a time, each batch for itself."""
    after: int | None = 0
    try:
        while after is not None:
            with workspace_scope(workspace_id):
                after = replan_batch(after=after, now=business_now())
    finally:
        close_old_connections()


@app.task(name=MOVE_TASK)
def move(workspace_id: int, journey_id: int, by: int | None = None) -> None:
    """Everybody on an older version of a journey; done twice it finds nobody left."""
    try:
        moved = 1
        while moved:
            with workspace_scope(workspace_id):
                moved = move_batch(journey=Journey.objects.get(pk=journey_id), now=business_now(), by=by)
    finally:
        close_old_connections()


@app.periodic(cron="* * * * *")
@app.task(name="journeys.resume_replans", pass_context=True)
async def resume_replans(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """What a killed worker left half done is done again from the start; twice does no harm."""
    jobs = context.app.job_manager
    for name in (TASK, MOVE_TASK):
        for job in await jobs.get_stalled_jobs(task_name=name, seconds_since_heartbeat=SILENT_SECONDS):
            await jobs.retry_job(job)
