"""Chores of the room."""

import asyncio
import json
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sapa.accounts.selectors import workspace_ids
from sapa.base.scope import workspace_scope
from sapa.messaging.channels.whatsapp.client import client
from sapa.messaging.models import Template
from sapa.messaging.schemas import Sender
from sapa.messaging.selectors import sender
from sapa.messaging.services import push_body, template_pushed
from sapa.messaging.services.templates import DRAFT

logger = logging.getLogger(__name__)
Answer = tuple[int, bytes]


def push_templates(workspace_id: int, now: datetime) -> int:
    """Hands templates that the provider has not seen to it; returns how many it took. Not within a scope."""
    with workspace_scope(workspace_id):
        drafts = list(
            Template.objects.filter(status=DRAFT, channel__kind="whatsapp").select_related("channel")
        )
        requests = [(sender(draft.channel), push_body(draft)) for draft in drafts]
    answers = asyncio.run(_push(requests))
    with workspace_scope(workspace_id):
        return sum(_keep(draft, *answer, now) for draft, answer in zip(drafts, answers, strict=True))


async def _push(requests: Sequence[tuple[Sender, dict[str, Any]]]) -> list[Answer]:
    async with client() as whatsapp:
        return [await whatsapp.create_template(channel, body) for channel, body in requests]


def _keep(draft: Template, http: int, body: bytes, now: datetime) -> bool:
    answer = json.loads(body) if http == 200 else {}
    if not answer.get("id"):
        logger.warning("template %s was not taken: HTTP %s", draft.pk, http)
        return False
    template_pushed(
        template_id=draft.pk,
        external_id=str(answer["id"]),
        status=str(answer.get("status", "PENDING")),
        category=str(answer.get("category", "")),
        now=now,
    )
    return True


def push_due_templates(*, now: datetime) -> int:
    """One round of the worker over all workspaces."""
    return sum(push_templates(workspace_id, now) for workspace_id in workspace_ids())
