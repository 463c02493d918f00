"""Asking the services what they may never have told: every quarter of an hour, each within its own pace.

What is found goes through the same appliers as deliveries do, so that nothing happens twice. `since` only moves
over what was applied; each look begins a little earlier than the last one ended.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from sapa.accounts.selectors import workspace
from sapa.base.clock import unix_clock
from sapa.base.scope import workspace_scope
from sapa.base.sealed import SealError
from sapa.commerce.models import Sender
from sapa.commerce.schemas import CLOCK_SLACK, Heard, Moment
from sapa.commerce.selectors.reconciled import Open, open_at, standing
from sapa.commerce.services.asking import access_of, asking, renew_access
from sapa.commerce.services.hearing import ANY_TIME, apply_heard
from sapa.commerce.services.rounds import in_each_workspace
from sapa.commerce.sources.asking import Access, AskFailed, Page, Span
from sapa.commerce.sources.reconcilers import LOOKS
from sapa.events.schemas import TooEarly, Unreadable

EVERY, SOON = timedelta(minutes=15), timedelta(minutes=1)
LEASE = timedelta(minutes=5)
FIRST = timedelta(days=3)
OVERLAP = timedelta(minutes=15)
LAG = timedelta(minutes=2)  # what happens right now is told by a delivery anyway
LONGEST_REST = timedelta(hours=6)
MOST_PAGES, MOST_SECONDS = 100, 30.0  # of one look: the loop is not to be held up when it shall stop
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One sender, taken for five minutes."""

    workspace_id: int
    sender_id: int
    kind: str
    source: str
    access: Access
    span: Span
    open: Open


@dataclass(slots=True)
class Tally:
    pages: int = 0
    found: int = 0
    unread: int = 0
    reached: datetime | None = None


def look_at_sources(*, now: datetime, pause: float | None = None) -> int:
    """One sender of each workspace that is due. Not within a scope, and not inside an event loop.

    Returns how many were looked at.
    """
    return in_each_workspace("the look", lambda workspace_id: _look_in(workspace_id, now, pause))


def look_soon(*, endpoint_id: int, now: datetime) -> None:
    """A person does not want to wait."""
    Sender.objects.filter(endpoint_id=endpoint_id).exclude(access="").update(next_at=now)


def _look_in(workspace_id: int, now: datetime, pause: float | None) -> int:
    with workspace_scope(workspace_id):
        job = _taken(workspace_id, now)
    if job is None:
        return 0
    tally = Tally()
    try:
        whole = _look(job, tally, now, pause)
    except AskFailed as failure:
        logger.warning("sender %s could not be asked: %s", job.sender_id, failure.code)
        _failed(job, tally, failure.code, now, timedelta(seconds=failure.wait))
    except Exception:
        logger.exception("what sender %s answered could not be applied", job.sender_id)
        _failed(job, tally, "broken_here", now)
    else:
        _done(job, tally, now, whole=whole)
    return 1


def _taken(workspace_id: int, now: datetime) -> Job | None:
    """The lease keeps others away while this worker asks, and ends by itself if it dies."""
    due = Q(next_at=None) | Q(next_at__lte=now)
    rows = Sender.objects.exclude(access="").filter(due, endpoint__kind__in=LOOKS, endpoint__active=True)
    sender = rows.order_by("next_at", "pk").select_for_update(skip_locked=True, of=("self",)).first()
    if sender is None:
        return None
    Sender.objects.filter(pk=sender.pk).update(next_at=now + LEASE)
    try:
        return _job(workspace_id, sender, now)
    except SealError:
        logger.error("the credentials of sender %s cannot be read", sender.pk)
        Sender.objects.filter(pk=sender.pk).update(error="no_key", next_at=now + LONGEST_REST)
        return None


def _job(workspace_id: int, sender: Sender, now: datetime) -> Job:
    """Raises SealError."""
    endpoint, access = sender.endpoint, access_of(sender, sender.endpoint)

    def keep(fields: Mapping[str, str]) -> None:
        with workspace_scope(workspace_id):
            renew_access(sender_id=sender.pk, fields=fields, given_at=sender.access_at)

    access.keep = keep
    still = open_at(endpoint, sender.position, now)
    span = Span(
        since=(sender.since or now - FIRST) - OVERLAP,
        until=now - LAG,
        moment=Moment(ZoneInfo(workspace().timezone), now, ANY_TIME if settings.SAPA.demo else CLOCK_SLACK),
        stamp=unix_clock(),
        open=still.numbers,
    )
    source = f"{endpoint.kind}-{endpoint.pk}"
    return Job(workspace_id, sender.pk, endpoint.kind, source, access, span, still)


def _look(job: Job, tally: Tally, now: datetime, pause: float | None) -> bool:
    """False when there is more than one look takes. Raises AskFailed."""
    until = time.monotonic() + MOST_SECONDS
    with asking(pause) as ask:
        for count, page in enumerate(LOOKS[job.kind](ask, job.access, job.span), 1):
            with workspace_scope(job.workspace_id):
                _apply(job, page, tally, now)
            tally.pages = count
            if count >= MOST_PAGES or time.monotonic() >= until:
                return False
    return True


def _apply(job: Job, page: Page, tally: Tally, now: datetime) -> None:
    before = standing(page.heard, job.source)
    tally.unread += page.unread + _apply_heard(page.heard, job.source, now)
    after = standing(page.heard, job.source)
    tally.found += sum(1 for thing, state in after.items() if before.get(thing) != state)
    tally.reached = page.reached or tally.reached


def _apply_heard(heard: Sequence[Heard], source: str, now: datetime) -> int:
    """Returns how many nobody can read. All at once, else one by one, so that one cannot hold up the others."""
    try:
        with transaction.atomic():
            apply_heard(heard=heard, source=source, now=now)
    except Exception:
        return sum(_alone(one, source, now) for one in heard)
    return 0


def _alone(heard: Heard, source: str, now: datetime) -> int:
    try:
        with transaction.atomic():
            apply_heard(heard=[heard], source=source, now=now)
    except TooEarly:
        return 0
    except Unreadable:
        return 1
    except Exception:
        logger.exception("something that %s answered could not be applied", source)
        return 1
    return 0


def _done(job: Job, tally: Tally, now: datetime, *, whole: bool) -> None:
    """Where more is left, the next look comes soon, as long as this one came any further."""
    position = job.open.position_after(tally.pages)
    further = tally.reached is not None and tally.reached > job.span.since + OVERLAP
    values = {
        "looked_at": now,
        "failures": 0,
        "error": "",
        "found": tally.found,
        "found_ever": F("found_ever") + tally.found,
        "unread": tally.unread,
        "since": job.span.until if whole else tally.reached or job.span.since + OVERLAP,
        "position": position,
        "next_at": now + (SOON if position or (further and not whole) else EVERY),
    }
    with workspace_scope(job.workspace_id):
        Sender.objects.filter(pk=job.sender_id).update(**values)


def _failed(job: Job, tally: Tally, code: str, now: datetime, wait: timedelta = timedelta()) -> None:
    """Twice as long each time; what was reached before stays reached."""
    with workspace_scope(job.workspace_id):
        sender = Sender.objects.select_for_update().get(pk=job.sender_id)
        rest = min(EVERY * 2 ** min(sender.failures, 8), LONGEST_REST)
        sender.failures = min(sender.failures + 1, 1000)
        sender.error, sender.next_at = code, now + max(rest, wait)
        sender.since = tally.reached or sender.since
        sender.found_ever += tally.found
        sender.save(update_fields=["failures", "error", "next_at", "since", "found_ever"])
