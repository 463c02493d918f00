"""The messages that ask to leave, with what is decided about them by: one statement for a batch."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sapa.base.rows import fetch, fetch_instances, instance
from sapa.base.scope import current_workspace_id
from sapa.messaging.models import Channel, Message
from sapa.messaging.selectors import window_from

NAMES = (
    *(
        "id",
        "conversation_id",
        "contact_id",
        "channel_id",
        "klass",
        "kind",
        "category",
        "by",
        "type",
        "text",
        "payload",
    ),
    *("order_id", "follow_up_id", "reply_to_wamid", "delivery_class", "priority", "not_before", "deadline"),
    *("state", "attempts", "error", "failed_at", "reasons", "lease_until"),
)
ASSISTANT = "assistant"
TEXTS = ("payload", "reasons")
ASKING = f"""
SELECT {", ".join(f"m.{name}{'::text' if name in TEXTS else ''}" for name in NAMES)},
    v.last_inbound_at, v.last_message_at, v.elsewhere_at, v.owner = 'human', r.id, r.phone
FROM messaging_message m
JOIN messaging_conversation v ON v.workspace_id = m.workspace_id AND v.id = m.conversation_id
JOIN contacts_contact c ON c.workspace_id = m.workspace_id AND c.id = m.contact_id
JOIN contacts_contact r ON r.workspace_id = c.workspace_id AND r.id = coalesce(c.root_id, c.id)
WHERE m.workspace_id = %(workspace)b AND m.id = ANY(%(ids)b::bigint[])
ORDER BY m.priority, m.not_before, m.id
"""  # noqa: S608 (our own columns)
HIDDEN = """
SELECT coalesce(c.root_id, c.id), i.value
FROM contacts_identity i JOIN contacts_contact c ON c.workspace_id = i.workspace_id AND c.id = i.contact_id
WHERE i.workspace_id = %(workspace)b AND (c.id = ANY(%(ids)b::bigint[]) OR c.root_id = ANY(%(ids)b::bigint[]))
    AND i.kind = 'bsuid' AND i.ended_at IS NULL
ORDER BY i.created_at, i.id
"""
BY_ID = "id = ANY(%(ids)b::bigint[])"


@dataclass(slots=True)
class Asking:
    """A message with its number at hand; `root` the customer it goes to, by `phone`, else by `user_id`.

    `spoken_at`: when the talk last moved, whoever wrote; `elsewhere_at`: since when the provider's agent has it;
    `with_person`: somebody of the team has it.
    """

    message: Message
    channel: Channel
    inbound_at: datetime | None
    spoken_at: datetime
    elsewhere_at: datetime | None
    with_person: bool
    root: int
    phone: str
    user_id: str = ""

    @property
    def pk(self) -> int:
        return int(self.message.pk)

    @property
    def of_assistant(self) -> bool:
        return self.message.by == ASSISTANT

    @property
    def taken_over(self) -> bool:
        return self.of_assistant and self.with_person

    def window_is_open(self, now: datetime) -> bool:
        return window_from(self.inbound_at, now).open


def asking(message_ids: Iterable[int]) -> list[Asking]:
    """The more urgent first; the caller holds the messages and their customers."""
    given = {"workspace": current_workspace_id(), "ids": list(message_ids)}
    rows = fetch(ASKING, given)
    place = NAMES.index("channel_id")
    channels = channels_of({row[place] for row in rows})
    found = [_asking(row, channels) for row in rows]
    _find_hidden([one for one in found if not one.phone])
    return found


def channels_of(ids: Iterable[int]) -> dict[int, Channel]:
    return {row.pk: row for row in fetch_instances(Channel, BY_ID, {"ids": list(ids)})}


def _asking(row: Sequence[Any], channels: Mapping[int, Channel]) -> Asking:
    count = len(NAMES)
    message = instance(Message, NAMES, tuple(row[:count]))
    message.payload = {} if message.payload == "{}" else json.loads(message.payload)
    message.reasons = [] if message.reasons == "[]" else json.loads(message.reasons)
    channel = channels[message.channel_id]
    message._state.fields_cache["channel"] = channel
    return Asking(message, channel, *row[count:])


def _find_hidden(hidden: Sequence[Asking]) -> None:
    """WhatsApp's own id of customers whose number is hidden."""
    if not hidden:
        return
    given = {"workspace": current_workspace_id(), "ids": [one.root for one in hidden]}
    known: dict[int, str] = dict(fetch(HIDDEN, given))
    for one in hidden:
        one.user_id = known.get(one.root, "")
