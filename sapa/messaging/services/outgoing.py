"""Messages that are wanted: written once each, and cancelled while they have not left."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from sapa.base.rows import fetch, insert_rows
from sapa.base.scope import current_workspace_id
from sapa.messaging.models import Channel, Message, MessageKey
from sapa.messaging.schemas import ChannelKind, Outgoing
from sapa.messaging.services.channels import DISCONNECTED, NO_CHANNEL
from sapa.messaging.services.conversations import open_conversations, tell
from sapa.web.errors import Refused

LONGEST_TEXT = 4096
AUTHENTICATION = "authentication"
FORBIDDEN = re.compile(r"\s*[\n\r\t\v\f\u2028\u2029]\s*| {5,}")

# The key comes first with an id that is only reserved: who loses a race writes no message at all.
CLAIM_KEYS = """
WITH wanted AS MATERIALIZED (
    SELECT key, nextval(pg_get_serial_sequence('messaging_message', 'id')) AS message_id
    FROM unnest(%(keys)b::text[]) AS given (key)
)
INSERT INTO messaging_messagekey (workspace_id, key, message_id)
SELECT %(workspace)b::bigint, key, message_id FROM wanted ORDER BY key
ON CONFLICT (workspace_id, key) DO NOTHING RETURNING key, message_id
"""


@transaction.atomic
def queue(*, outgoing: Sequence[Outgoing], now: datetime) -> list[int]:
    """Message ids in order; a key that was used before gives the message that exists.

    Raises Refused("no_channel") when a message names no channel and none is connected. What a person wrote and
    the provider would not take is refused with a sentence; of what the system wants each message fails alone.
    """
    if not outgoing:
        return []
    _check([one for one in outgoing if one.by == "agent"])
    wanted = {one.key: one for one in outgoing}
    known = _claim_keys(sorted(wanted))
    _write([(known[key], one) for key, one in wanted.items() if key in known], now)
    if used := [key for key in wanted if key not in known]:
        known |= _known(used)
    return [known[one.key] for one in outgoing]


@transaction.atomic
def cancel(*, message_ids: Iterable[int], reasons: Sequence[str], now: datetime) -> int:
    """Only what has not left yet; returns how many. The caller holds the contacts' locks."""
    waiting = Message.objects.filter(id__in=list(message_ids), state=Message.State.PLANNED).order_by("id")
    rows = list(waiting.select_for_update().values_list("id", "conversation_id"))
    Message.objects.filter(id__in=[pk for pk, _ in rows]).update(
        state=Message.State.CANCELLED, reasons=list(reasons), lease_until=None, failed_at=now
    )
    tell(changed=[conversation_id for _, conversation_id in rows])
    return len(rows)


def _known(keys: Sequence[str]) -> dict[str, int]:
    return dict(MessageKey.objects.filter(key__in=keys).values_list("key", "message_id"))


def _claim_keys(keys: Sequence[str]) -> dict[str, int]:
    if not keys:
        return {}
    return dict(fetch(CLAIM_KEYS, {"workspace": current_workspace_id(), "keys": list(keys)}))


def _write(rows: Sequence[tuple[int, Outgoing]], now: datetime) -> None:
    if not rows:
        return
    channels = _channels({one.channel_id for _, one in rows})
    pairs = [(one.contact_id, channels[one.channel_id]) for _, one in rows]
    conversations = open_conversations(pairs=pairs, now=now)
    insert_rows(
        Message,
        [
            _message(message_id, one, pair, conversations[pair], now)
            for (message_id, one), pair in zip(rows, pairs, strict=True)
        ],
    )
    tell(changed=conversations.values())


def _channels(wanted: set[int | None]) -> dict[int | None, int]:
    """The default is the channel that was connected first and not taken off since."""
    chosen: dict[int | None, int] = {channel_id: channel_id for channel_id in wanted if channel_id}
    if None in wanted:
        there = Channel.objects.exclude(stopped=DISCONNECTED).order_by("id")
        first = there.values_list("id", flat=True).first()
        if first is None:
            raise Refused(NO_CHANNEL)
        chosen[None] = first
    return chosen


def _message(
    message_id: int, one: Outgoing, pair: tuple[int, int], conversation_id: int, now: datetime
) -> dict[str, Any]:
    return {
        "id": message_id,
        "conversation_id": conversation_id,
        "contact_id": pair[0],
        "channel_id": pair[1],
        "direction": "out",
        "klass": one.klass,
        "kind": one.kind,
        "category": one.category,
        "by": one.by,
        "author_id": one.author_id,
        "type": "template" if one.template else str(one.content.get("type", "text")),
        "text": one.text[:LONGEST_TEXT],
        "payload": _payload(one),
        "order_id": one.order_id,
        "follow_up_id": one.follow_up_id,
        "reply_to_wamid": one.reply_to_wamid,
        "state": "planned",
        "delivery_class": one.delivery_class,
        "priority": one.priority,
        "at": now,
        "not_before": one.not_before or now,
        "deadline": one.deadline,
    }


def _check(written: Sequence[Outgoing]) -> None:
    """By the limits of the channel that will send it."""
    if not written:
        return
    kinds: Mapping[str, ChannelKind] = import_string(settings.CHANNELS)
    channels = _channels({one.channel_id for one in written})
    known = dict(Channel.objects.filter(pk__in=channels.values()).values_list("pk", "kind"))
    for one in written:
        if check := kinds[known[channels[one.channel_id]]].check:
            check(one)


def _payload(one: Outgoing) -> dict[str, Any]:
    """What the letter needs beside its words."""
    content = {"content": dict(one.content)} if one.content else {}
    if not one.template:
        return content
    parts = dict(one.parts) | ({"needs_phone": True} if one.category == AUTHENTICATION else {})
    values = {name: one_line(value) for name, value in one.parameters.items()}
    named = {"template": one.template, "language": one.language, "parameters": values}
    return named | ({"parts": parts} if parts else {}) | content


def one_line(value: str) -> str:
    """A template takes no new lines, no tabs and no five blanks in a row: they become one blank."""
    return FORBIDDEN.sub(" ", value) if FORBIDDEN.search(value) else value
