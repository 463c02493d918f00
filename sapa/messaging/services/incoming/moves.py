"""Customers who have a new number or a new id: the conversation goes on, and says so."""

from collections.abc import Sequence
from datetime import datetime

from sapa.contacts.services import Moved, move_identity
from sapa.domain.phones import normalise
from sapa.messaging.models import Channel, Message, Wamid
from sapa.messaging.schemas import IdentityChange, InboundMessage
from sapa.messaging.services.conversations import News, open_conversations
from sapa.messaging.services.incoming.rows import BSUID, PHONE, Arrived, claim


def receive_moves(
    channel: Channel, changes: Sequence[IdentityChange], messages: Sequence[InboundMessage], now: datetime
) -> Arrived:
    """Each change once: told again later, the old number may be somebody else's already."""
    ids = [change.id for change in changes]
    known = set(Wamid.objects.filter(channel=channel, wamid__in=ids).values_list("wamid", flat=True))
    words = {one.id: one.text for one in messages}
    arrived = Arrived()
    for one in sorted(changes, key=lambda change: (change.at or now, change.id)):
        if one.id not in known:
            arrived += _receive_move(channel, one, words.get(one.id, ""), now)
    return arrived


def _receive_move(channel: Channel, one: IdentityChange, words: str, now: datetime) -> Arrived:
    at = min(one.at or now, now)
    moved = move_identity(
        old=_keys(one.old_phone, one.old_user_id), new=_keys(one.new_phone, one.new_user_id), at=at, now=now
    )
    if moved.contact_id is None:
        return Arrived()
    return _line(channel, one, moved.contact_id, moved, words, at, now)


def _keys(phone: str, user_id: str) -> list[tuple[str, str]]:
    found = normalise("+" + phone, "").e164 if phone else ""
    return ([(PHONE, found)] if found else []) + ([(BSUID, user_id)] if user_id else [])


def _line(
    channel: Channel,
    one: IdentityChange,
    contact_id: int,
    moved: Moved,
    words: str,
    at: datetime,
    now: datetime,
) -> Arrived:
    """A line in the conversation; `same_person`: another contact with the new number, for a person to join."""
    ids = claim(channel, [one.id])
    if not ids:
        return Arrived()
    pair = (contact_id, channel.pk)
    conversation_id = open_conversations(pairs=[pair], now=now)[pair]
    Message.objects.create(
        id=ids[one.id],
        conversation_id=conversation_id,
        contact_id=contact_id,
        channel_id=channel.pk,
        direction="in",
        by="customer",
        type="system",
        text=words,
        payload={"same_person": moved.also} if moved.also else {},
        state=Message.State.RECEIVED,
        at=at,
        not_before=now,
        wamid=one.id,
    )
    return Arrived([News(conversation_id, at, words or "[system]", "in", False)])
