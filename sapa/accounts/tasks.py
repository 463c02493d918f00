"""Chores of the room, known by their names."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from sapa.accounts.selectors import workspace_ids
from sapa.accounts.services.answers import forget_answers
from sapa.base.scope import workspace_scope


@app.periodic(cron="23 * * * *")
@app.task(name="accounts.forget_answers")
def forget_kept_answers(timestamp: int) -> None:  # noqa: ARG001
    try:
        for workspace_id in workspace_ids():
            with workspace_scope(workspace_id):
                forget_answers()
    finally:
        close_old_connections()
