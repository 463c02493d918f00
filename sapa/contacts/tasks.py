"""Chores of the room, known by their names."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from sapa.accounts.selectors import workspace_ids
from sapa.base.clock import machine_now
from sapa.base.scope import workspace_scope
from sapa.contacts.services import compare_records


@app.periodic(cron="* * * * *")
@app.task(name="contacts.compare_records")
def compare(timestamp: int) -> None:  # noqa: ARG001
    """The records of every workspace whose turn it is."""
    try:
        for workspace_id in workspace_ids():
            with workspace_scope(workspace_id):
                compare_records(now=machine_now())
    finally:
        close_old_connections()
