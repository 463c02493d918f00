"""Chores of the room, known by their names."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from sapa.accounts.selectors import workspace_ids
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.inbox.services.notices import forget_old


@app.periodic(cron="41 3 * * *")
@app.task(name="inbox.forget_notices")
def forget_notices(timestamp: int) -> None:  # noqa: ARG001
    try:
        for workspace_id in workspace_ids():
            with workspace_scope(workspace_id):
                forget_old(now=business_now())
    finally:
        close_old_connections()
