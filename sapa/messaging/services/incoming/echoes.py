"""Answers that a person of the shop wrote on the phone: they count like an agent's (coexistence)."""

from collections.abc import Sequence
from datetime import datetime

from sapa.contacts.services import write_ledger
from sapa.events.services import NewEvent, record
from sapa.messaging.models import Channel, Message
from sapa.messaging.schemas import Echo
from sapa.messaging.services.conversations import News, open_conversations
from sapa.messaging.services.incoming.changes import CHANGES, Change, apply_changes, preview_of
from sapa.messaging.services.incoming.messages import LONGEST_TYPE
from sapa.messaging.services.incoming.rows import Arrived, Seen, claim, fact, people, unseen, written_at
from sapa.messaging.services.media import want_media


def receive_echoes(channel: Channel, echoes: Sequence[Echo], now: datetime) -> Arrived:
    new = unseen(channel, [one for one in echoes if one.phone or one.user_id])
    if not new:
        return Arrived()
    contacts = people(channel, new, now)
    messages = _store(channel, [one for one in new if one.type not in CHANGES], contacts, now)
    changes = [_change(one, contacts[one.id], now) for one in new if one.type in CHANGES]
    changed = apply_changes(channel, changes)
    news = [_news(changed.rows.get(message.pk, message)) for message in messages]
    return Arrived(news, changed.conversations, [_seen(message) for message in messages])


def _store(channel: Channel, new: Sequence[Echo], contacts: dict[str, int], now: datetime) -> list[Message]:
    ids = claim(channel, [one.id for one in new])
    pairs = {one.id: (contacts[one.id], channel.pk) for one in new}
    conversations = open_conversations(pairs=pairs.values(), now=now)
    messages = [
        _message(ids[one.id], one, pairs[one.id], conversations[pairs[one.id]], now)
        for one in new
        if one.id in ids
    ]
    Message.objects.bulk_create(messages)
    want_media(messages=messages, now=now)
    write_ledger(entries=[fact(message, channel) for message in messages])
    answers = [message for message in messages if message.by == "phone"]
    record(events=[_event(message, channel) for message in answers], now=now)
    return messages


def _message(
    message_id: int, one: Echo, pair: tuple[int, int], conversation_id: int, now: datetime
) -> Message:
    contact_id, channel_id = pair
    at = written_at(one, now)
    file = {"media_id": one.media_id, "media_type": one.media_type, "filename": one.filename}
    payload = {**file, "data": dict(one.data), "standby": one.standby}
    return Message(
        id=message_id,
        conversation_id=conversation_id,
        contact_id=contact_id,
        channel_id=channel_id,
        direction="out",
        klass="reply",
        kind="assistant_reply" if one.standby else "agent_reply",
        category="service",
        by="elsewhere" if one.standby else "phone",
        type=one.type[:LONGEST_TYPE],
        text=one.text,
        payload={name: value for name, value in payload.items() if value},
        reply_to_wamid=one.reply_to,
        state=Message.State.ACCEPTED,
        delivery=Message.Delivery.SENT,
        at=at,
        not_before=at,
        wamid=one.id,
        accepted_at=at,
        sent_at=at,
    )


def _change(one: Echo, contact_id: int, now: datetime) -> Change:
    return Change(one.id, one.type, one.reply_to, one.text, written_at(one, now), "out", contact_id)


def _news(message: Message) -> News:
    return News(message.conversation_id, message.at, preview_of(message), "out", True)


def _seen(message: Message) -> Seen:
    return Seen(
        message.conversation_id, message.at, bool(message.payload.get("standby")), message.by == "phone"
    )


def _event(message: Message, channel: Channel) -> NewEvent:
    """A person got in touch without Sapa: what waited for that leaves (decisions.md 24)."""
    return NewEvent(
        name="agent.followed_up",
        key=f"{channel.kind}:message:{message.wamid}:echo",
        at=message.at,
        contact_id=message.contact_id,
        data={"message_id": message.pk, "conversation_id": message.conversation_id},
    )
