"""What is done to a message that stands already: other words, taken back, a reaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sapa.contacts.selectors import roots
from sapa.messaging.models import Channel, Conversation, Message, Wamid
from sapa.messaging.services.conversations import one_line
from sapa.messaging.services.media import forget_files

CHANGES = frozenset({"edit", "revoke", "reaction"})
LONGEST_EMOJI = 16
TAKEN_BACK = "[revoke]"


class Change(NamedTuple):
    """`about` is the wamid of the message that it concerns, `side` who did it: in or out."""

    wamid: str
    kind: str
    about: str
    text: str
    at: datetime
    side: str
    contact_id: int


@dataclass(slots=True)
class Changed:
    """`rows`: the messages as they are now. `edited`: those with other words, with the id of the change.

    `unknown`: changes whose message has not come (yet), by their own ids.
    """

    rows: dict[int, Message] = field(default_factory=dict)
    edited: list[tuple[str, Message]] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    @property
    def conversations(self) -> set[int]:
        return {message.conversation_id for message in self.rows.values()}


def apply_changes(channel: Channel, changes: Sequence[Change]) -> Changed:
    """In the order in which they were made; what was done later than a change that comes late stands."""
    done = Changed()
    if not changes:
        return done
    known = _messages(channel, {one.about for one in changes})
    root = roots({one.contact_id for one in changes} | {m.contact_id for m in known.values()})
    for one in sorted(changes, key=lambda change: change.at):
        message = known.get(one.about)
        if message is None or root.get(message.contact_id) != root.get(one.contact_id):
            done.unknown.add(one.wamid)
        elif _apply(one, message):
            done.rows[message.pk] = message
            done.edited += [(one.wamid, message)] if one.kind == "edit" else []
    return done


def waiting_changes(channel: Channel, messages: Sequence[Message]) -> list[Change]:
    """Changes that came before the message which they are about."""
    places = {message.conversation_id for message in messages}
    rows = Message.objects.filter(conversation_id__in=places, channel=channel, type__in=CHANGES)
    early = rows.filter(reply_to_wamid__in=[message.wamid for message in messages])
    return [
        Change(row.wamid, row.type, row.reply_to_wamid, row.text, row.at, row.direction, row.contact_id)
        for row in early
    ]


def _messages(channel: Channel, wamids: set[str]) -> dict[str, Message]:
    named = Wamid.objects.filter(channel=channel, wamid__in=wamids - {""})
    ids = dict(named.values_list("message_id", "wamid"))
    rows = Message.objects.filter(pk__in=ids).exclude(type__in=CHANGES).order_by("pk").select_for_update()
    return {ids[message.pk]: message for message in rows}


def _apply(one: Change, message: Message) -> bool:
    if one.kind == "reaction":
        return _react(one, message)
    if one.side != message.direction:
        return False
    return _take_back(one, message) if one.kind == "revoke" else _edit(one, message)


def _react(one: Change, message: Message) -> bool:
    """One reaction a side; without a sign it was taken back."""
    reactions = dict(message.payload.get("reactions") or {})
    if one.at.isoformat() < str((reactions.get(one.side) or {}).get("at", "")):
        return False
    reactions[one.side] = {"emoji": one.text[:LONGEST_EMOJI], "at": one.at.isoformat()}
    return _write(message, message.text, {**message.payload, "reactions": reactions})


def _edit(one: Change, message: Message) -> bool:
    """The words before are not kept: the customer wanted others."""
    payload = message.payload
    if "revoked_at" in payload or one.at.isoformat() <= str(payload.get("edited_at", "")):
        return False
    return _write(message, one.text, {**payload, "edited_at": one.at.isoformat()})


def _take_back(one: Change, message: Message) -> bool:
    """Words and file are gone, that something stood here remains."""
    if "revoked_at" in message.payload:
        return False
    forget_files(message_id=message.pk, error="revoked")
    lasting = {key: message.payload[key] for key in ("reactions", "standby") if key in message.payload}
    return _write(message, "", {**lasting, "revoked_at": one.at.isoformat()})


def _write(message: Message, text: str, payload: dict[str, object]) -> bool:
    """A preview that shows these words changes with them."""
    before = preview_of(message)
    message.text, message.payload = text, payload
    message.save(update_fields=["text", "payload"])
    if (shown := preview_of(message)) != before:
        Conversation.objects.filter(pk=message.conversation_id, preview=before).update(preview=shown)
    return True


def preview_of(message: Message) -> str:
    """A picture without words is previewed by its type in brackets, which the page translates."""
    shown = TAKEN_BACK if "revoked_at" in message.payload else message.text or f"[{message.type}]"
    return one_line(shown)
