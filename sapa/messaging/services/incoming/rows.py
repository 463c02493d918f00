"""What arrivals have in common: ids claimed once, people found, rows and facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol, TypeVar

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.contacts import services as contacts
from sapa.contacts.models import LedgerEntry
from sapa.domain.disguises import plain_name
from sapa.domain.phones import normalise
from sapa.messaging.models import Channel, Message, Wamid
from sapa.messaging.services.conversations import News

OLDEST = timedelta(days=30)
LONGEST_NAME = 80
PHONE, BSUID = "phone", "bsuid"

CLAIM_WAMIDS = """
WITH wanted AS MATERIALIZED (
    SELECT wamid, nextval(pg_get_serial_sequence('messaging_message', 'id')) AS message_id
    FROM unnest(%(wamids)b::text[]) AS given (wamid)
)
INSERT INTO messaging_wamid (workspace_id, channel_id, wamid, message_id)
SELECT %(workspace)b, %(channel)b, wamid, message_id FROM wanted ORDER BY wamid
ON CONFLICT (workspace_id, channel_id, wamid) DO NOTHING RETURNING wamid, message_id
"""


class Named(Protocol):
    """By what a person is recognised."""

    @property
    def phone(self) -> str: ...
    @property
    def user_id(self) -> str: ...


class Told(Named, Protocol):
    """A message of any kind: whose it is and when it was written."""

    @property
    def id(self) -> str: ...
    @property
    def at(self) -> datetime | None: ...


T = TypeVar("T", bound=Told)


class Seen(NamedTuple):
    """A new message of a conversation, as it decides who has the conversation from here."""

    conversation_id: int
    at: datetime
    standby: bool
    by_person: bool


@dataclass(slots=True)
class Arrived:
    """News for the conversations, those that changed otherwise, and what was seen there."""

    news: list[News] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    seen: list[Seen] = field(default_factory=list)

    def __add__(self, other: "Arrived") -> "Arrived":
        return Arrived(self.news + other.news, self.changed | other.changed, self.seen + other.seen)


def unseen(channel: Channel, told: Iterable[T]) -> list[T]:
    """Those that were never received here, each once."""
    by_id = {one.id: one for one in told}
    if not by_id:
        return []
    known = Wamid.objects.filter(channel=channel, wamid__in=list(by_id)).values_list("wamid", flat=True)
    seen = set(known)
    return [one for wamid, one in by_id.items() if wamid not in seen]


def claim(channel: Channel, wamids: Sequence[str]) -> dict[str, int]:
    """Ids of messages that are now ours to write; who loses a race writes none."""
    given: dict[str, Any] = {"workspace": current_workspace_id(), "channel": channel.pk}
    return dict(fetch(CLAIM_WAMIDS, given | {"wamids": list(wamids)})) if wamids else {}


class Writers(NamedTuple):
    """Contacts by wamid, and for some of them another contact who is the same person, for a person to join."""

    contacts: dict[str, int]
    also: dict[int, int]


def people(channel: Channel, told: Sequence[Told], now: datetime) -> dict[str, int]:
    return writers(channel, told, now).contacts


def writers(channel: Channel, told: Sequence[Told], now: datetime) -> Writers:
    """Found or made and then held: their decisions wait until this is committed."""
    persons = [person(one) for one in told]
    _give_up_ended(told, persons, now)
    found = contacts.find_or_make(people=persons, source=channel.kind, now=now)
    apart = _join_hidden(persons)
    contacts.note_usernames(usernames=_usernames(told))
    contacts.lock(contact_ids=[one.contact_id for one in found])
    by_wamid = {one.id: contact.contact_id for one, contact in zip(told, found, strict=True)}
    return Writers(by_wamid, dict(apart))


def person(one: Named) -> contacts.Person:
    """The name in a profile fills a blank but never changes what the shop knows."""
    phone = normalise("+" + one.phone, "") if one.phone else None
    parent = getattr(one, "parent_user_id", "")
    return contacts.Person(
        phone=phone if phone and phone.e164 else None,
        raw_phone=one.phone,
        bsuid=one.user_id,
        external=("whatsapp", one.phone) if one.phone and not (phone and phone.e164) else None,
        handles=(("whatsapp-parent", parent),) if parent else (),
        name=plain_name(getattr(one, "name", ""))[:LONGEST_NAME],
    )


def _give_up_ended(told: Sequence[Told], persons: Sequence[contacts.Person], now: datetime) -> None:
    seen: dict[tuple[str, str], datetime] = {}
    with_id: dict[tuple[str, str], str] = {}
    for one, known in zip(told, persons, strict=True):
        keys = [(PHONE, known.phone.e164)] if known.phone else []
        for key in [*keys, (BSUID, known.bsuid)] if known.bsuid else keys:
            at = written_at(one, now)
            seen[key], with_id[key] = max(at, seen.get(key, at)), known.bsuid
    contacts.give_up_ended(seen=seen, with_id=with_id)


def _join_hidden(persons: Sequence[contacts.Person]) -> list[tuple[int, int]]:
    pairs = {((PHONE, one.phone.e164), (BSUID, one.bsuid)) for one in persons if one.phone and one.bsuid}
    return contacts.join_hidden(pairs=pairs) if pairs else []


def _usernames(told: Sequence[Told]) -> Mapping[str, str]:
    named = ((one.user_id, getattr(one, "username", "")) for one in told)
    return {user_id: username for user_id, username in named if user_id and username}


def written_at(one: Told, now: datetime) -> datetime:
    """A provider's clock may run ahead or be broken: nothing was written later than now."""
    at = min(one.at or now, now)
    return at if at > now - OLDEST else now


def fact(message: Message, channel: Channel) -> LedgerEntry:
    """A received message, or an answer that a person (or the provider's agent) sent without Sapa."""
    came = message.direction == "in"
    by = "agent" if message.by == "phone" else "assistant"
    return LedgerEntry(
        contact_id=message.contact_id,
        at=message.at,
        fact="received" if came else "sent",
        channel=channel.kind,
        klass="" if came else message.klass,
        kind="" if came else message.kind,
        by="customer" if came else by,
        message_id=message.pk,
    )
