"""A look back: what a journey would have done over the past days, found out without writing anything.

Each start of the event log is walked with what was known at its time, and every message asks the policy of today
as it would have stood then. Not known are answers that nobody was asked for, and states that were never dated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sapa.contacts.selectors import members
from sapa.domain.journeys import Trigger
from sapa.domain.journeys.definition import TIMED, Definition
from sapa.events.models import Event
from sapa.journeys.services import gathering
from sapa.journeys.services.enrolling import REFS, Start, wanted_of
from sapa.journeys.services.house import house_of
from sapa.journeys.services.past.lives import lives_of
from sapa.journeys.services.past.walking import PastMessage, Walk
from sapa.journeys.services.scanning import SCANS, Look
from sapa.journeys.services.scenes import backdrop

MOST_STARTS = 500
DAYS = 30


@dataclass(frozen=True, slots=True)
class Past:
    """`found` starts are in the log, the newest `read` of them were walked; `people` would have got
    something; `skipped`: reasons by how often."""

    since: datetime
    until: datetime
    found: int
    read: int
    people: int
    messages: Sequence[PastMessage]
    tasks: int
    skipped: Mapping[str, int]


def rehearse_past(
    *,
    definition: Definition,
    settings: Mapping[str, Any],
    now: datetime,
    instead_of: Iterable[str] = (),
    share: int = 0,
    days: int = DAYS,
    most: int = MOST_STARTS,
) -> Past:
    """What this journey would have done in the last `days`, walking the newest `most` starts.

    `instead_of`: journeys whose own messages of that time are left out, such as the recipe it was copied from.
    """
    since = now - timedelta(days=days)
    found, starts = _starts(definition, settings, since, now, most)
    roots, given = members({one.contact_id for one in starts}), gathering.rules()
    lives = lives_of(roots, given, now, {definition.id, *instead_of})
    seen = backdrop([wanted_of(one, roots) for one in starts])
    walk = Walk(definition, settings, given, house_of(given.shop, now=now), seen, roots, lives, now, share)
    for one in starts:
        walk.take(one)
    people = len({one.contact_id for one in walk.messages if one.outcome == "sent"})
    return Past(since, now, found, len(starts), people, tuple(walk.messages), walk.tasks, dict(walk.skipped))


def _starts(
    definition: Definition, settings: Mapping[str, Any], since: datetime, now: datetime, most: int
) -> tuple[int, list[Start]]:
    """How many there were, and the newest of them in the order in which they happened."""
    names = [name for name in definition.trigger.on if name not in TIMED]
    rows = Event.objects.filter(name__in=names, at__gt=since, at__lte=now, contact_id__isnull=False)
    look = Look(definition, definition.with_defaults(settings), since, now)
    timed = [one for name in definition.trigger.on if name in SCANS for one in SCANS[name](look)]
    told = [_start(row) for row in rows.order_by("-at", "-pk")[:most]]
    chosen = sorted([*told, *timed], key=lambda one: one.trigger.at)[-most:]
    return rows.count() + len(timed), chosen


def _start(event: Event) -> Start:
    refs = {kind: event.data[name] for name, kind in REFS.items() if name in event.data}
    return Start(Trigger(event.name, event.at), event.contact_id or 0, event.order_id, event.pk, refs)


__all__ = ["Past", "PastMessage", "rehearse_past"]
