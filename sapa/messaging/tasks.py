"""Chores of the room."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sapa.accounts.selectors import workspace_ids
from sapa.base.scope import workspace_scope
from sapa.messaging.channels.whatsapp.client import client
from sapa.messaging.channels.whatsapp.templates import put_template
from sapa.messaging.models import Template
from sapa.messaging.schemas import Sender
from sapa.messaging.selectors import sender
from sapa.messaging.services import push_body, template_pushed
from sapa.messaging.services.templates import DRAFT

REFUSED = "REJECTED"
logger = logging.getLogger(__name__)


def push_due_templates(*, now: datetime) -> int:
    """Hands new and changed templates of all workspaces to the provider; returns how many it took.

    Not within a scope, and not inside an event loop. What nobody answered to is tried again next time.
    """
    return sum(push_templates(workspace_id, now) for workspace_id in workspace_ids())


def push_templates(workspace_id: int, now: datetime) -> int:
    """The same for one workspace."""
    with workspace_scope(workspace_id):
        drafts = list(
            Template.objects.filter(status=DRAFT, channel__kind="whatsapp").select_related("channel")
        )
        requests = [(sender(draft.channel), push_body(draft)) for draft in drafts]
    if not requests:
        return 0
    answers = asyncio.run(_push(requests))
    with workspace_scope(workspace_id):
        return sum(_keep(draft, answer, now) for draft, answer in zip(drafts, answers, strict=True))


async def _push(requests: Sequence[tuple[Sender, dict[str, Any]]]) -> list[dict[str, Any]]:
    async with client() as whatsapp:
        return [await put_template(whatsapp, channel, body) for channel, body in requests]


def _keep(draft: Template, answer: dict[str, Any], now: datetime) -> bool:
    """A refusal is kept until the text changes: asking again would only annoy."""
    taken = bool(answer.get("id"))
    if taken or "error" in answer:
        template_pushed(
            template_id=draft.pk,
            external_id=str(answer.get("id", "")),
            status=str(answer.get("status") or "PENDING") if taken else REFUSED,
            category=str(answer.get("category", "")),
            now=now,
        )
    if not taken:
        logger.warning("template %s was not taken", draft.pk)
    return taken
