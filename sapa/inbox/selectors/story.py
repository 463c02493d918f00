"""One conversation as a story: bubbles, days, hand-offs and what was held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from sapa.accounts.models import User
from sapa.accounts.selectors import settings_in_force, workspace
from sapa.contacts.models import Contact
from sapa.domain.guard import Findings, GuardCase, check, guard_settings
from sapa.inbox.models import Handoff
from sapa.inbox.selectors.bubbles import bubble
from sapa.journeys.models import FollowUp
from sapa.journeys.selectors import held_between, recipe_name
from sapa.messaging import selectors as messaging
from sapa.messaging.models import Conversation, Message
from sapa.messaging.selectors.media import files_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the story: kind day, bubble or handoff."""

    kind: str
    at: datetime
    value: Any


def story(conversation: Conversation, *, zone: str, before: messaging.Cursor | None) -> dict[str, Any]:
    """Thirty messages, oldest first, with days, hand-offs and what was held between them."""
    page = messaging.messages_of(conversation.pk, before=before)
    authors, files, kind = _authors(page.rows), files_of(page.rows), conversation.channel.kind
    lines = [
        Line("bubble", message.at, bubble(message, authors, files.get(message.pk), kind))
        for message in page.rows
    ]
    if page.rows:
        until = page.rows[-1].at if before else None
        lines += _between(conversation, page.rows[0].at, until)
    return {"lines": _with_days(sorted(lines, key=lambda line: line.at), zone), "older": page.next}


def _between(conversation: Conversation, since: datetime, until: datetime | None) -> list[Line]:
    """What is not a message: hand-offs of this conversation, follow-ups of this person that are held."""
    handoffs = Handoff.objects.filter(conversation=conversation, at__gte=since).order_by("at")
    held = held_between(conversation.contact_id, since=since)
    lines = [Line("handoff", one.at, one) for one in handoffs]
    lines += [Line("held", one.decided_at, _held(one)) for one in held]  # type: ignore[attr-defined]
    return [line for line in lines if until is None or line.at <= until]


def _held(one: FollowUp) -> dict[str, Any]:
    return {
        "name": recipe_name(one.recipe),
        "reasons": [code for code in one.reasons if code != "not_due"],
        "dropped": one.state == FollowUp.State.DROPPED,
        "next_at": one.next_at,
        "url": reverse("journeys:why", args=[one.public_id]),
    }


def _with_days(lines: Sequence[Line], zone: str) -> list[Line]:
    found: list[Line] = []
    day = None
    for line in lines:
        local = line.at.astimezone(ZoneInfo(zone)).date()
        if local != day:
            found.append(Line("day", line.at, local))
            day = local
        found.append(line)
    return found


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


def _authors(messages: Sequence[Message]) -> dict[int, str]:
    ids = {message.author_id for message in messages if message.author_id}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)} if ids else {}
