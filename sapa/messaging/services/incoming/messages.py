"""Messages of customers: who wrote, where it belongs, and whether a machine may answer."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sapa.contacts.services import write_ledger
from sapa.events.services import NewEvent, record
from sapa.messaging.models import Channel, Message
from sapa.messaging.schemas import InboundMessage
from sapa.messaging.services.conversations import News, open_conversations
from sapa.messaging.services.incoming.changes import (
    CHANGES,
    Change,
    apply_changes,
    preview_of,
    waiting_changes,
)
from sapa.messaging.services.incoming.rows import Arrived, Seen, claim, fact, unseen, writers, written_at
from sapa.messaging.services.media import want_media
from sapa.messaging.services.refusals import heard_from

SILENT = frozenset({"system", "request_welcome"})
NO_TALK = frozenset({"reaction", "revoke"})
LONGEST_TYPE = 16
LONGEST_TEXT = 65_536
LATE = timedelta(hours=1)
AT_ONCE = timedelta(minutes=1)
ANSWERED_AT_ONCE = 10


def receive_messages(channel: Channel, inbound: Sequence[InboundMessage], now: datetime) -> Arrived:
    """Groups are nobody's talk with the shop; without phone and user id nobody could be answered."""
    talks = [one for one in inbound if one.type not in SILENT and not one.group_id]
    new = unseen(channel, [one for one in talks if one.phone or one.user_id])
    if not new:
        return Arrived()
    contacts, also = writers(channel, new, now)
    messages = _store(channel, [one for one in new if one.type not in CHANGES], contacts, now)
    _note_same(messages, also)
    changes = [_change(one, contacts[one.id], now) for one in new if one.type in CHANGES]
    changed = apply_changes(channel, changes)
    record(events=[_edited(message, wamid, channel) for wamid, message in changed.edited], now=now)
    messages += _store(channel, [one for one in new if one.id in changed.unknown], contacts, now)
    return Arrived(
        [_news(changed.rows.get(message.pk, message)) for message in messages],
        changed.conversations,
        [_seen(message) for message in messages if message.type not in NO_TALK],
    )


def _store(
    channel: Channel, new: Sequence[InboundMessage], contacts: dict[str, int], now: datetime
) -> list[Message]:
    """Their rows, changed already where the change came first."""
    ids = claim(channel, [one.id for one in new])
    pairs = {one.id: (contacts[one.id], channel.pk) for one in new}
    conversations = open_conversations(pairs=pairs.values(), now=now)
    kept = [one for one in new if one.id in ids]
    messages = [_message(ids[one.id], one, pairs[one.id], conversations[pairs[one.id]], now) for one in kept]
    if not messages:
        return []
    Message.objects.bulk_create(messages)
    want_media(messages=messages, now=now)
    heard_from(contact_ids=[message.contact_id for message in messages], now=now)
    talk = [message for message in messages if message.type not in NO_TALK]
    write_ledger(entries=[fact(message, channel) for message in talk])
    record(events=_events(talk, {one.id: one for one in kept}, channel, now), now=now)
    changed = apply_changes(channel, waiting_changes(channel, messages)).rows
    return [changed.get(message.pk, message) for message in messages]


def _note_same(messages: Sequence[Message], also: dict[int, int]) -> None:
    """WhatsApp tells that two customers are one person: where a shop knows both, a person joins them."""
    for message in messages:
        if other := also.get(message.contact_id):
            message.payload["same_person"] = other
            message.save(update_fields=["payload"])


def _message(
    message_id: int, one: InboundMessage, pair: tuple[int, int], conversation_id: int, now: datetime
) -> Message:
    contact_id, channel_id = pair
    return Message(
        id=message_id,
        conversation_id=conversation_id,
        contact_id=contact_id,
        channel_id=channel_id,
        direction="in",
        by="customer",
        type=one.type[:LONGEST_TYPE],
        text=one.text[:LONGEST_TEXT],
        payload=_payload(one),
        reply_to_wamid=one.reply_to,
        state=Message.State.RECEIVED,
        at=written_at(one, now),
        not_before=now,
        wamid=one.id,
    )


def _payload(one: InboundMessage) -> dict[str, object]:
    said: dict[str, object] = {
        "payload": one.payload,
        "media_id": one.media_id,
        "media_type": one.media_type,
        "filename": one.filename,
        "data": dict(one.data),
        "referral": dict(one.referral),
        "errors": list(one.errors),
        "standby": one.standby,
    }
    return {name: value for name, value in said.items() if value}


def _change(one: InboundMessage, contact_id: int, now: datetime) -> Change:
    return Change(one.id, one.type, one.reply_to, one.text, written_at(one, now), "in", contact_id)


def _news(message: Message) -> News:
    counts = message.type not in NO_TALK
    return News(message.conversation_id, message.at, preview_of(message), "in", counts)


def _seen(message: Message) -> Seen:
    standby = bool(message.payload.get("standby"))
    return Seen(message.conversation_id, message.at, standby, by_person=False)


def _events(
    messages: Sequence[Message], said: dict[str, InboundMessage], channel: Channel, now: datetime
) -> list[NewEvent]:
    held = _held_back(messages, said, now)
    return [_event(message, channel, held.get(message.pk, "")) for message in messages]


def _held_back(messages: Sequence[Message], said: dict[str, InboundMessage], now: datetime) -> dict[int, str]:
    """Why a machine leaves a message alone: an hour old, watched only, or one of too many at once."""
    recent = _recent({message.conversation_id for message in messages}, {m.pk for m in messages}, now)
    held = {}
    for message in sorted(messages, key=lambda one: (one.at, one.pk)):
        recent[message.conversation_id] += 1
        if said[message.wamid].standby:
            held[message.pk] = "standby"
        elif message.at <= now - LATE:
            held[message.pk] = "late"
        elif recent[message.conversation_id] > ANSWERED_AT_ONCE:
            held[message.pk] = "storm"
    return held


def _recent(conversation_ids: set[int], new: set[int], now: datetime) -> Counter[int]:
    """How many messages of the last minute each conversation had before these."""
    rows = Message.objects.filter(conversation_id__in=conversation_ids, direction="in", at__gt=now - AT_ONCE)
    return Counter(rows.exclude(pk__in=new).values_list("conversation_id", flat=True))


def _event(message: Message, channel: Channel, hold: str) -> NewEvent:
    return NewEvent(
        name="message.received",
        key=f"{channel.kind}:message:{message.wamid}:received",
        at=message.at,
        contact_id=message.contact_id,
        data=_where(message, channel) | ({"hold": hold} if hold else {}),
    )


def _edited(message: Message, wamid: str, channel: Channel) -> NewEvent:
    """Other words may be another wish, such as BERHENTI; nobody is answered twice."""
    return NewEvent(
        name="message.received",
        key=f"{channel.kind}:message:{wamid}:received",
        at=message.at,
        contact_id=message.contact_id,
        data=_where(message, channel) | {"hold": "edited"},
    )


def _where(message: Message, channel: Channel) -> dict[str, object]:
    return {
        "message_id": message.pk,
        "conversation_id": message.conversation_id,
        "channel": channel.kind,
        "type": message.type,
    }
