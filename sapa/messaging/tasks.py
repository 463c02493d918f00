"""Chores of the room."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db import close_old_connections
from django.db.models import Q, QuerySet
from procrastinate.contrib.django import app

from sapa.accounts.selectors import workspace_ids
from sapa.base.clock import business_now
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.messaging.channels.whatsapp.client import WhatsAppClient, client
from sapa.messaging.channels.whatsapp.templates import (
    delete_template,
    error_of,
    list_templates,
    put_template,
    refusal_of,
    unpause_template,
    upload_sample,
)
from sapa.messaging.models import Channel, Media, Template
from sapa.messaging.schemas import Sender
from sapa.messaging.selectors import sender
from sapa.messaging.services import push_body, template_pushed
from sapa.messaging.services.templates import (
    apply_listed,
    template_deleted,
    template_refused,
    template_unpaused,
)
from sapa.messaging.services.templates.states import BUSY, DELETING, DRAFT, TO_DO

Json = dict[str, Any]
SYNC_TASK = "messaging.sync_templates"
AGAIN = timedelta(minutes=5)
RETRIED = frozenset({"1", "2", "4", "80007", "80008", "0", "190"})
logger = logging.getLogger(__name__)


def push_due_templates(*, now: datetime) -> int:
    """Hands new and changed templates of all workspaces to the provider; returns how many it took.

    Not within a scope, and not inside an event loop. What nobody answered to is tried again next time.
    """
    return sum(push_templates(workspace_id, now) for workspace_id in workspace_ids())


def push_templates(workspace_id: int, now: datetime) -> int:
    """The same for one workspace; deletions and pauses that a person ended with it."""
    with workspace_scope(workspace_id):
        rows = list(_due(now))
        requests = [(row.status, sender(row.channel), _request(row)) for row in rows]
    if not requests:
        return 0
    answers = asyncio.run(_push(requests))
    with workspace_scope(workspace_id):
        return sum(_keep(row, answer, now) for row, answer in zip(rows, answers, strict=True))


def _due(now: datetime) -> QuerySet[Template]:
    """Those that the provider could not take yet rest for some minutes, unless they were changed since."""
    rested = ~Q(rejection=BUSY) | Q(synced_at__lte=now - AGAIN)
    due = Template.objects.filter(rested, status__in=TO_DO, channel__kind="whatsapp")
    return due.select_related("channel").order_by("id")


def _request(row: Template) -> Json:
    """With `sample` for a header whose example Meta has not seen yet: kind and the file's name in storage."""
    if row.status != DRAFT:
        return {"name": row.name, "id": row.external_id}
    media = row.header.get("media") if not row.header.get("handle") else None
    file = Media.objects.filter(pk=media).first() if media else None
    return push_body(row) | ({"sample": (file.type, file.name)} if file else {})


async def _push(requests: Sequence[tuple[str, Sender, Json]]) -> list[Json]:
    async with client() as whatsapp:
        return [await _ask(whatsapp, status, channel, body) for status, channel, body in requests]


async def _ask(whatsapp: WhatsAppClient, status: str, channel: Sender, body: Json) -> Json:
    if status == DRAFT:
        return await _put(whatsapp, channel, body)
    if status == DELETING:
        return await delete_template(whatsapp, channel, body["name"], body["id"])
    return await unpause_template(whatsapp, channel, body["id"])


async def _put(whatsapp: WhatsAppClient, channel: Sender, body: Json) -> Json:
    """The example of a media header goes first; its handle is kept with the answer."""
    if (sample := body.pop("sample", None)) is None:
        return await put_template(whatsapp, channel, body)
    content = await asyncio.to_thread(_read, sample[1])
    handle = await upload_sample(whatsapp, channel, content, sample[0])
    if not handle:
        return {}
    header = next(one for one in body["components"] if one["type"] == "HEADER")
    header["example"] = {"header_handle": [handle]}
    return await put_template(whatsapp, channel, body) | {"handle": handle}


def _read(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())


def _keep(row: Template, answer: Json, now: datetime) -> bool:
    """A refusal is kept until the text changes: asking again would only annoy."""
    if answer.get("handle"):
        header = {**row.header, "handle": answer["handle"]}
        Template.objects.filter(pk=row.pk).update(header=header)
    if answer.get("busy") or refusal_of(answer)[0] in RETRIED:
        Template.objects.filter(pk=row.pk, status=row.status).update(synced_at=now, rejection=BUSY)
        return False
    if row.status != DRAFT:
        return _keep_wish(row, answer, now)
    if answer.get("id"):
        status, category = str(answer.get("status") or "PENDING"), str(answer.get("category", ""))
        template_pushed(
            template_id=row.pk, external_id=str(answer["id"]), status=status, category=category, now=now
        )
        return True
    if error_of(answer):
        code, told = refusal_of(answer)
        template_refused(template_id=row.pk, code=code, detail=told, now=now)
        logger.warning("template %s was not taken: %s", row.pk, code)
    return False


def _keep_wish(row: Template, answer: Json, now: datetime) -> bool:
    if not answer:
        return False
    code, told = refusal_of(answer)
    settle = template_deleted if row.status == DELETING else template_unpaused
    settle(template_id=row.pk, refusal=f"{code} {told}".strip() if code else "", now=now)
    return not code


def sync_due_templates(*, now: datetime) -> int:
    """Compares the templates of all workspaces with what the provider has: webhooks get lost.

    Not within a scope. Always 0: after one look it rests.
    """
    for workspace_id in workspace_ids():
        try:
            sync_templates(workspace_id, now)
        except Exception:
            logger.exception("templates of workspace %s could not be compared", workspace_id)
    return 0


def sync_templates(workspace_id: int, now: datetime) -> int:
    """The same for one workspace; returns how many were new or had changed."""
    with workspace_scope(workspace_id):
        channels = list(Channel.objects.filter(kind="whatsapp").exclude(account_id="").order_by("id"))
        senders = [sender(channel) for channel in channels]
    if not senders:
        return 0
    lists = asyncio.run(_lists(senders))
    with workspace_scope(workspace_id):
        return sum(
            apply_listed(channel=channel, listed=listed, now=now)
            for channel, listed in zip(channels, lists, strict=True)
            if listed is not None
        )


async def _lists(senders: Sequence[Sender]) -> list[list[Json] | None]:
    async with client() as whatsapp:
        return [await list_templates(whatsapp, one) for one in senders]


def ask_sync() -> None:
    """A person wants it now; the worker does it."""
    workspace_id = current_workspace_id()
    app.configure_task(SYNC_TASK, lock=f"templates:{workspace_id}").defer(workspace_id=workspace_id)


@app.task(name=SYNC_TASK)
def sync(workspace_id: int) -> None:
    try:
        sync_templates(workspace_id, business_now())
    finally:
        close_old_connections()
