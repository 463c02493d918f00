"""One conversation as a story: bubbles, days, hand-offs and what was held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sapa.accounts.selectors import settings_in_force, workspace
from sapa.contacts.models import Contact
from sapa.domain.guard import Findings, GuardCase, check, guard_settings
from sapa.domain.lookup import Asked
from sapa.inbox.selectors.between import Line, between
from sapa.inbox.selectors.bubbles import NOTHING, around, bubble
from sapa.inbox.selectors.folding import ordered
from sapa.messaging.models import Conversation, Message
from sapa.messaging.selectors import Cursor, stories


@dataclass(frozen=True, slots=True)
class Place:
    """Which thirty messages: the newest, or those before, after or around something (at most one is given)."""

    before: Cursor | None = None
    after: Cursor | None = None
    around: Message | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """Lines, oldest first, with the cursors of what lies beyond them. `unread`: the first message nobody has read."""

    lines: Sequence[Line]
    older: Cursor | None
    newer: Cursor | None


NEWEST = Place()


def story(
    conversation: Conversation,
    *,
    zone: str,
    place: Place = NEWEST,
    unread: str = "",
    asked: Asked = NOTHING,
) -> Story:
    """A fixed number of questions, whatever stands in it. `asked`: the words that somebody looks for."""
    part = _stretch(conversation, place)
    known = around(part.rows, conversation.channel.kind, asked)
    lines = [Line("bubble", one.at, bubble(one, known), str(one.public_id)) for one in part.rows]
    lines += between(conversation, *_span(part))
    return Story(ordered(lines, zone=zone, unread=unread), part.older, part.newer)


def _stretch(conversation: Conversation, place: Place) -> stories.Stretch:
    if place.around:
        return stories.around(place.around)
    if place.before:
        return stories.before(conversation.pk, place.before)
    return stories.after(conversation.pk, place.after) if place.after else stories.newest(conversation.pk)


def _span(part: stories.Stretch) -> tuple[datetime | None, datetime | None]:
    """What is not a message stands on the page of the messages before it."""
    return (part.rows[0].at if part.rows else None), part.until


def findings(conversation: Conversation, text: str, *, now: datetime) -> Findings:
    """What the message guard says of an answer to this customer (domain.md 4)."""
    return findings_of(conversation.contact, text, klass="reply", now=now)


def findings_of(who: Contact, text: str, *, klass: str, now: datetime) -> Findings:
    """The same of any message that a person or a program wants to send."""
    shop = workspace()
    chosen = guard_settings(settings_in_force()[1].get("guard") or {})
    return check(
        GuardCase(
            text=text,
            klass=klass,
            segment=who.segment,
            at=now.astimezone(ZoneInfo(who.timezone or shop.timezone)).replace(tzinfo=None),
            name=who.name,
            shop=shop.name,
            company=who.company,
            brand_words=chosen.brand_words,
        )
    )
