"""What a channel brought: each customer message exactly once, statuses, news of templates and account."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from sapa.base.scope import current_workspace_id
from sapa.contacts.models import LedgerEntry
from sapa.contacts.services import Person, find_or_make, lock, write_ledger
from sapa.domain.phones import normalise
from sapa.events.services import NewEvent, record
from sapa.messaging.models import Channel, Message, Wamid
from sapa.messaging.schemas import InboundMessage, Parsed
from sapa.messaging.services.accounts import apply_account, apply_preferences
from sapa.messaging.services.conversations import News, open_conversations, tell
from sapa.messaging.services.media import want_media
from sapa.messaging.services.refusals import heard_from
from sapa.messaging.services.statuses import apply_statuses
from sapa.messaging.services.templates import apply_template_changes

SILENT = frozenset({"system", "request_welcome"})
NO_WINDOW = SILENT | {"reaction"}
OLDEST = timedelta(days=30)
LONGEST_NAME = 80
logger = logging.getLogger(__name__)

CLAIM_WAMIDS = """
WITH wanted AS MATERIALIZED (
    SELECT wamid, nextval(pg_get_serial_sequence('messaging_message', 'id')) AS message_id
    FROM unnest(%(wamids)s::text[]) AS given (wamid)
)
INSERT INTO messaging_wamid (workspace_id, channel_id, wamid, message_id)
SELECT %(workspace)s, %(channel)s, wamid, message_id FROM wanted ORDER BY wamid
ON CONFLICT (workspace_id, channel_id, wamid) DO NOTHING RETURNING wamid, message_id
"""


@transaction.atomic
def receive(*, channel: Channel, parsed: Parsed, now: datetime) -> None:
    """Applies everything that the bodies said of one channel; repeats and any order change nothing."""
    news = _receive_messages(channel, parsed.messages, now)
    apply_preferences(channel=channel, preferences=parsed.preferences, now=now)
    changed = apply_statuses(channel=channel, statuses=parsed.statuses, now=now)
    tell(news=news, changed=changed)
    apply_template_changes(channel=channel, changes=parsed.templates, now=now)
    apply_account(channel=channel, changes=parsed.account)
    if parsed.unknown or parsed.errors:
        logger.warning(
            "channel %s: not understood %s, errors %s",
            channel.pk,
            sorted(set(parsed.unknown))[:10],
            sorted(set(parsed.errors))[:10],
        )


def _receive_messages(channel: Channel, inbound: Sequence[InboundMessage], now: datetime) -> list[News]:
    new = _unseen(channel, {one.id: one for one in inbound if one.type not in SILENT})
    if not new:
        return []
    contacts = _contacts(new, channel, now)
    ids = _claim(channel, [one.id for one in new])
    pairs = {one.id: (contacts[one.id], channel.pk) for one in new}
    conversations = open_conversations(pairs=pairs.values(), now=now)
    messages = [
        _message(ids[one.id], one, contacts[one.id], conversations[pairs[one.id]], channel, now)
        for one in new
        if one.id in ids
    ]
    Message.objects.bulk_create(messages)
    want_media(messages=messages, now=now)
    heard_from(contact_ids=[message.contact_id for message in messages], now=now)
    write_ledger(entries=[_fact(message, channel) for message in messages])
    record(events=[_event(message, channel) for message in messages], now=now)
    return [_news(message) for message in messages]


def _unseen(channel: Channel, inbound: dict[str, InboundMessage]) -> list[InboundMessage]:
    seen = set(Wamid.objects.filter(channel=channel, wamid__in=list(inbound)).values_list("wamid", flat=True))
    return [one for wamid, one in inbound.items() if wamid not in seen]


def _contacts(new: Sequence[InboundMessage], channel: Channel, now: datetime) -> dict[str, int]:
    """Contacts by wamid, found or made and then held: their decisions wait until this is committed."""
    people = [_person(one) for one in new]
    found = find_or_make(people=people, source=channel.kind, now=now)
    lock(contact_ids=[one.contact_id for one in found])
    return {one.id: contact.contact_id for one, contact in zip(new, found, strict=True)}


def _person(one: InboundMessage) -> Person:
    """The name in a profile fills a blank but never changes what the shop knows."""
    phone = normalise("+" + one.phone, "") if one.phone else None
    return Person(
        phone=phone if phone and phone.e164 else None,
        raw_phone=one.phone,
        bsuid=one.user_id,
        external=("whatsapp", one.phone) if one.phone and not (phone and phone.e164) else None,
        name=one.name[:LONGEST_NAME],
    )


def _claim(channel: Channel, wamids: Sequence[str]) -> dict[str, int]:
    given: dict[str, Any] = {
        "workspace": current_workspace_id(),
        "channel": channel.pk,
        "wamids": list(wamids),
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_WAMIDS, given)
        return dict(cursor.fetchall())


def _message(
    message_id: int,
    one: InboundMessage,
    contact_id: int,
    conversation_id: int,
    channel: Channel,
    now: datetime,
) -> Message:
    """A provider's clock may run ahead or be broken: nothing was written later than now."""
    at = min(one.at or now, now)
    extra = {
        "payload": one.payload,
        "media_id": one.media_id,
        "media_type": one.media_type,
        "filename": one.filename,
        "data": dict(one.data),
        "errors": list(one.errors),
    }
    return Message(
        id=message_id,
        conversation_id=conversation_id,
        contact_id=contact_id,
        channel_id=channel.pk,
        direction="in",
        by="customer",
        type=one.type[:16],
        text=one.text,
        payload={name: value for name, value in extra.items() if value},
        reply_to_wamid=one.reply_to,
        state=Message.State.RECEIVED,
        at=at if at > now - OLDEST else now,
        not_before=now,
        wamid=one.id,
    )


def _fact(message: Message, channel: Channel) -> LedgerEntry:
    return LedgerEntry(
        contact_id=message.contact_id,
        at=message.at,
        fact="received",
        channel=channel.kind,
        by="customer",
        message_id=message.pk,
    )


def _news(message: Message) -> News:
    """A picture without words is previewed by its type in brackets, which the page translates."""
    shown = message.text or f"[{message.type}]"
    return News(message.conversation_id, message.at, shown, "in", message.type not in NO_WINDOW)


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
            "type": message.type,
        },
    )
