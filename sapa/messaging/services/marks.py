"""Blue ticks and «writing …»: told when somebody of the shop has read. Never messages, never worth a trouble."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from django.conf import settings
from django.db.models import Exists, F, OuterRef
from django.utils.module_loading import import_string

from sapa.accounts.selectors import workspace_ids
from sapa.base.scope import workspace_scope
from sapa.base.sealed import SealError
from sapa.messaging.models import Channel, Conversation, Message
from sapa.messaging.schemas import Sender
from sapa.messaging.selectors import sender

AT_ONCE = 40
TRIES = 2
logger = logging.getLogger(__name__)


class Mark(NamedTuple):
    conversation_id: int
    sender: Sender
    wamid: str
    typing: bool


class Marker(Protocol):
    async def mark_read(self, channel: Sender, wamid: str, *, typing: bool = False) -> bool: ...


def see(*, conversation_id: int) -> None:
    """The newest message of the customer is read by somebody, or is being answered by the assistant."""
    newest = Message.objects.filter(conversation_id=conversation_id, direction="in").exclude(wamid="")
    wamid = newest.order_by("-at", "-id").values_list("wamid", flat=True).first()
    if wamid:
        unseen = Conversation.objects.filter(pk=conversation_id).exclude(seen_wamid=wamid)
        unseen.update(seen_wamid=wamid)


def send_marks(*, now: datetime) -> int:  # noqa: ARG001 (the shape of every step)
    """Tells the provider of all workspaces' marks. Not in a scope, not in an event loop."""
    return sum(_send_some(workspace_id) for workspace_id in workspace_ids())


def _send_some(workspace_id: int) -> int:
    """What fails twice is forgotten: the next message of the customer marks all before it."""
    with workspace_scope(workspace_id):
        marks = _due()
    if not marks:
        return 0
    failed = marks
    for _try in range(TRIES):
        failed = asyncio.run(_send(failed))
    if failed:
        logger.info("%s read marks were not taken", len(failed))
    with workspace_scope(workspace_id):
        for mark in marks:
            Conversation.objects.filter(pk=mark.conversation_id).update(marked_wamid=mark.wamid)
    return len(marks)


def _due() -> list[Mark]:
    answering = Message.objects.filter(
        conversation_id=OuterRef("pk"), direction="out", by="assistant", state="planned"
    )
    rows = Conversation.objects.exclude(seen_wamid=F("marked_wamid")).filter(
        channel__stopped="", channel__standby=False
    )
    rows = rows.select_related("channel").annotate(answering=Exists(answering)).order_by("id")[:AT_ONCE]
    senders: dict[int, Sender | None] = {}
    for row in rows:
        if row.channel_id not in senders:
            senders[row.channel_id] = _sender(row.channel)
    found = [(row, senders[row.channel_id]) for row in rows]
    return [Mark(row.pk, who, row.seen_wamid, row.answering) for row, who in found if who]


def _sender(channel: Channel) -> Sender | None:
    """A token that cannot be opened is somebody else's alarm."""
    try:
        return sender(channel)
    except SealError:
        return None


async def _send(marks: Sequence[Mark]) -> list[Mark]:
    """Returns those that were not taken."""
    left: list[Mark] = []
    for kind in {mark.sender.kind for mark in marks}:
        async with import_string(settings.CHANNELS)[kind].client() as client:
            mine = [mark for mark in marks if mark.sender.kind == kind]
            taken = await asyncio.gather(*(_told(client, mark) for mark in mine))
            left += [mark for mark, good in zip(mine, taken, strict=True) if not good]
    return left


async def _told(client: Marker, mark: Mark) -> bool:
    return await client.mark_read(mark.sender, mark.wamid, typing=mark.typing)
