"""One row of the list: who, the newest words and whose they are, and the chips that say what is needed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapa.accounts.models import User
from sapa.base.masking import seen_text
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.commerce.templatetags.orders import STATUSES
from sapa.domain import formats
from sapa.inbox.models import Label, Labelled, Team
from sapa.inbox.selectors.greetings import beyond_greeting
from sapa.messaging.models import Conversation
from sapa.messaging.selectors import window_from
from sapa.messaging.services.conversations import one_line
from sapa.web.templatetags.formats import language

# What stands in a preview instead of words (messaging keeps the type in brackets).
PREVIEWS = {
    "[image]": gettext_lazy("Picture"),
    "[video]": gettext_lazy("Video"),
    "[audio]": gettext_lazy("Voice message"),
    "[document]": gettext_lazy("Document"),
    "[sticker]": gettext_lazy("Sticker"),
    "[location]": gettext_lazy("Location"),
    "[contacts]": gettext_lazy("Contact"),
    "[order]": gettext_lazy("Order from the catalogue"),
    "[reaction]": gettext_lazy("Reaction"),
    "[interactive]": gettext_lazy("Choice"),
    "[call]": gettext_lazy("Call"),
    "[revoke]": gettext_lazy("(deleted)"),
}
WRITERS = {"assistant": gettext_lazy("Assistant"), "phone": gettext_lazy("Phone")}
PRIORITIES = {1: gettext_lazy("High"), 2: gettext_lazy("Urgent")}
SOON = timedelta(minutes=15)
HOUR, LONG = timedelta(hours=1), timedelta(hours=4)  # until then neither colour nor minutes are of use
# The newest order of each customer, and who wrote the newest message of ours: one look into an index for each row.
ORDERS = """
SELECT u.id, o.number, o.status FROM unnest(%(ids)b::bigint[], %(roots)b::bigint[]) AS u (id, root)
CROSS JOIN LATERAL (SELECT number, status, placed_at FROM commerce_order
    WHERE workspace_id = %(workspace)b AND contact_id = u.root ORDER BY placed_at DESC LIMIT 1) AS o
ORDER BY u.id, o.placed_at
"""
# Where a customer waits and the assistant spoke last, the customer's words are what a person decides by.
AUTHORS = """
SELECT u.id, m.by, m.author_id, coalesce(nullif(asked.text, ''), '[' || asked.type || ']', '')
FROM unnest(%(ids)b::bigint[], %(waits)b::boolean[]) AS u (id, waits)
CROSS JOIN LATERAL (SELECT by, author_id FROM messaging_message
    WHERE workspace_id = %(workspace)b AND conversation_id = u.id ORDER BY at DESC, id DESC LIMIT 1) AS m
LEFT JOIN LATERAL (SELECT left(text, 160) AS text, type FROM messaging_message
    WHERE workspace_id = %(workspace)b AND conversation_id = u.id AND direction = 'in'
    ORDER BY at DESC, id DESC LIMIT 1) AS asked ON u.waits AND m.by = 'assistant'
"""


@dataclass(frozen=True, slots=True)
class Chip:
    """`left` or `passed` is counted on by the page after the words, `more` is not; `quiet` words are only heard."""

    text: str
    hue: str = ""
    icon: str = ""
    left: timedelta | None = None
    passed: timedelta | None = None
    quiet: bool = False
    more: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What other tables know of a page's conversations, by their ids."""

    now: datetime
    zone: str
    user_id: int
    orders: Mapping[int, tuple[str, str]]
    authors: Mapping[int, tuple[str, int | None]]
    labels: Mapping[int, Sequence[Label]]
    people: Mapping[int, str]
    teams: Mapping[int, str]
    said: Mapping[int, str] = field(default_factory=dict)


def beside(
    talks: Sequence[Conversation],
    *,
    user_id: int,
    now: datetime,
    zone: str,
    said: Mapping[int, str] | None = None,
) -> Beside:
    """Five queries, however many rows. `said`: words that were searched for, instead of the newest."""
    ids = [one.pk for one in talks]
    waits = [one.waiting_since is not None for one in talks]
    newest = list(_rows(AUTHORS, ids=ids, waits=waits))
    authors = {pk: (by, author) for pk, by, author, _asked in newest}
    asked = {pk: _shown(one_line(words)) for pk, _by, _author, words in newest if words}
    people = {one.assignee_id or 0 for one in talks} | {author or 0 for _by, author in authors.values()}
    return Beside(
        now=now,
        zone=zone,
        user_id=user_id,
        orders=_orders(talks),
        authors=authors,
        labels=_labels(ids),
        people={one.pk: str(one) for one in User.objects.filter(pk__in=people)},
        teams=dict(Team.objects.filter(pk__in={one.team_id or 0 for one in talks}).values_list("pk", "name")),
        said=asked | dict(said or {}),
    )


def row_of(one: Conversation, known: Beside, *, query: str, url: str, current: bool) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "url": f"{url}?{query}" if query else url,
        "name": formats.phone(str(one.contact)) or _("Unknown"),
        "at": one.last_message_at,
        "by": "" if one.pk in known.said else _writer(one, known),
        "preview": known.said.get(one.pk) or _shown(one.preview),
        "unread": one.unread,
        "current": current,
        "chips": [chip for chip in _chips(one, known) if chip],
    }


def _shown(words: str) -> str:
    return str(PREVIEWS[words]) if words in PREVIEWS else seen_text(beyond_greeting(words))


def _writer(one: Conversation, known: Beside) -> str:
    by, author_id = known.authors.get(one.pk, ("", None))
    if one.preview_direction != "out" or by == "customer":
        return ""
    if author_id == known.user_id:
        return _("You")
    return known.people.get(author_id or 0) or str(WRITERS.get(by, _("Sapa")))


def _chips(one: Conversation, known: Beside) -> Iterable[Chip | None]:
    urgent = PRIORITIES.get(one.priority)
    yield Chip(str(urgent), "bata" if one.priority > 1 else "kunyit", "chevrons-up") if urgent else None
    yield _promise(one, known.now)
    yield _window(one, known.now) if one.open else Chip(_("Done"), "daun", "check")
    yield _snoozed(one, known)
    yield _owner(one, known)
    yield _order(known.orders.get(one.pk))
    yield from (Chip(label.name, label.hue, "tag") for label in known.labels.get(one.pk, ()))
    team = known.teams.get(one.team_id or 0)
    yield Chip(team, "", "users") if team else None
    yield Chip("B2B", "", "building-2") if one.contact.segment == "b2b" else None


def _promise(one: Conversation, now: datetime) -> Chip | None:
    """How long the customer may still wait, or how long too long it has been."""
    if not one.open or one.waiting_since is None or one.owner == Conversation.Owner.ASSISTANT:
        return None
    if one.due_at is None:
        return Chip(_("Waits for an answer"), "kunyit", "clock")
    if one.due_at <= now:
        return Chip(_("Late by"), "bata", "circle-alert", passed=now - one.due_at)
    left = one.due_at - now
    if left > LONG:
        return Chip(_("Answer within"), "", "clock", more=_hours(left))
    return Chip(_("Answer within"), "bata" if left < SOON else "kunyit", "clock", left=left)


def _snoozed(one: Conversation, known: Beside) -> Chip | None:
    until = one.snoozed_until
    if until is None:
        return None
    day = formats.relative_day(until, known.now, known.zone, language())
    when = f"{day} {formats.clock(until, known.zone, language())}"
    return Chip(_("Snoozed until"), "nila", "alarm-clock", quiet=True, more=when)


def _owner(one: Conversation, known: Beside) -> Chip | None:
    if not one.open:
        return None
    if one.owner == Conversation.Owner.ASSISTANT:
        return Chip(_("Assistant"), "nila", "bot")
    name = known.people.get(one.assignee_id or 0)
    return Chip(name, "", "circle-user") if name else Chip(_("Not taken"), "", "hand", quiet=True)


def _order(order: tuple[str, str] | None) -> Chip | None:
    if order is None:
        return None
    words, hue = STATUSES[order[1]]
    return Chip(f"{order[0]} · {words}", hue, "package")


def _window(one: Conversation, now: datetime) -> Chip:
    window = window_from(one.last_inbound_at, now)
    if window.open and window.until:
        left = window.until - now
        if left > LONG:
            return Chip(_("Window"), "", "hourglass", quiet=True, more=_hours(left))
        return Chip(_("Window"), "bata" if left < HOUR else "kunyit", "hourglass", quiet=True, left=left)
    return Chip(_("Window closed"), "", "lock")


def _hours(left: timedelta) -> str:
    return formats.span(left // HOUR * HOUR, language())


def _orders(talks: Sequence[Conversation]) -> dict[int, tuple[str, str]]:
    """Of joined records those of both count; the newest stands last."""
    pairs = [(one.pk, contact) for one in talks for contact in {one.contact_id, one.contact.root_id} - {None}]
    found = _rows(ORDERS, ids=[pk for pk, _c in pairs], roots=[contact for _pk, contact in pairs])
    return {pk: (number, status) for pk, number, status in found}


def _labels(ids: Sequence[int]) -> dict[int, list[Label]]:
    found: dict[int, list[Label]] = {}
    rows = Labelled.objects.filter(conversation_id__in=ids).select_related("label").order_by("label__name")
    for one in rows:
        found.setdefault(one.conversation_id, []).append(one.label)
    return found


def _rows(sql: str, **given: Any) -> list[tuple[Any, ...]]:
    return fetch(sql, {"workspace": current_workspace_id(), **given})
