"""Calls: a customer who rings opens the window like one who writes, and waits for an answer."""

from collections.abc import Sequence
from datetime import datetime

from sapa.contacts.services import write_ledger
from sapa.events.services import NewEvent, record
from sapa.messaging.models import Channel, Message
from sapa.messaging.schemas import Call
from sapa.messaging.services.conversations import News, open_conversations
from sapa.messaging.services.incoming.rows import Arrived, claim, fact, people, unseen, written_at


def receive_calls(channel: Channel, calls: Sequence[Call], now: datetime) -> Arrived:
    """Each call is one line however many events it has; calls that the shop makes are not the customer's."""
    new = unseen(channel, [one for one in calls if one.by_customer and (one.phone or one.user_id)])
    if not new:
        return Arrived()
    contacts = people(channel, new, now)
    ids = claim(channel, [one.id for one in new])
    pairs = {one.id: (contacts[one.id], channel.pk) for one in new}
    conversations = open_conversations(pairs=pairs.values(), now=now)
    messages = [
        _message(ids[one.id], one, pairs[one.id], conversations[pairs[one.id]], now)
        for one in new
        if one.id in ids
    ]
    Message.objects.bulk_create(messages)
    write_ledger(entries=[fact(message, channel) for message in messages])
    record(events=[_event(message, channel) for message in messages], now=now)
    return Arrived([News(m.conversation_id, m.at, "[call]", "in", True) for m in messages])


def _message(
    message_id: int, one: Call, pair: tuple[int, int], conversation_id: int, now: datetime
) -> Message:
    contact_id, channel_id = pair
    return Message(
        id=message_id,
        conversation_id=conversation_id,
        contact_id=contact_id,
        channel_id=channel_id,
        direction="in",
        by="customer",
        type="call",
        state=Message.State.RECEIVED,
        at=written_at(one, now),
        not_before=now,
        wamid=one.id,
    )


def _event(message: Message, channel: Channel) -> NewEvent:
    return NewEvent(
        name="message.received",
        key=f"{channel.kind}:message:{message.wamid}:received",
        at=message.at,
        contact_id=message.contact_id,
        data={
            "message_id": message.pk,
            "conversation_id": message.conversation_id,
            "channel": channel.kind,
            "type": "call",
            "hold": "call",
        },
    )
