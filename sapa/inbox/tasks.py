"""Chores of the room, known by their names."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from sapa.accounts.selectors import workspace_ids
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.inbox.services.digests import send_digests
from sapa.inbox.services.digests.sending import forget_digests
from sapa.inbox.services.notices import forget_old


@app.periodic(cron="41 3 * * *")
@app.task(name="inbox.forget_notices")
def forget_notices(timestamp: int) -> None:  # noqa: ARG001
    try:
        for workspace_id in workspace_ids():
            with workspace_scope(workspace_id):
                forget_old(now=business_now())
                forget_digests(now=business_now())
    finally:
        close_old_connections()


@app.periodic(cron="*/5 * * * *")
@app.task(name="inbox.send_digests")
def send_due_digests(timestamp: int) -> None:  # noqa: ARG001
    try:
        send_digests(now=business_now())
    finally:
        close_old_connections()
