"""How fast a number may send now: its `Pace` row, shared by all workers. Machine time throughout.

Slots are reserved for a second ahead. A throttle halves the rate, which climbs back by tenths; when nobody answers
the number is closed, one message at a time asks whether it is over, and then it starts with a tenth of its rate.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id, workspace_scope

ROLE = "dispatch"
AHEAD_SECONDS = 1.0
SLOWEST = 1.0
RAMP_START = 0.1
RAMP_DOUBLES_SECONDS = 60.0
PROBE_SECONDS = 20  # longer than any request lasts
PHONE_APP_RATE = 20

TAKE = """
SELECT id, channel_id, rate, free_at, closed_until, opened_at, clock_timestamp() FROM messaging_pace
WHERE channel_id = ANY(%(channels)b::bigint[]) ORDER BY id FOR UPDATE
"""
RESERVE = """
UPDATE messaging_pace p SET free_at = new.free_at,
    closed_until = CASE WHEN p.closed_until IS NULL THEN NULL
        ELSE clock_timestamp() + %(probe)b::int * interval '1 second' END
FROM unnest(%(ids)b::bigint[], %(free)b::timestamptz[]) AS new (id, free_at) WHERE p.id = new.id
"""
# Only while nobody else has reserved behind us.
GIVE_BACK = """
UPDATE messaging_pace p SET free_at = back.until
FROM unnest(%(ids)b::bigint[], %(ends)b::timestamptz[], %(untils)b::timestamptz[]) AS back (id, ends, until)
WHERE p.id = back.id AND p.free_at = back.ends
"""
SLOW_DOWN = """
UPDATE messaging_pace SET rate = greatest(rate / 2, 1), slowed_at = clock_timestamp()
WHERE channel_id = ANY(%(channels)b::bigint[])
    AND (slowed_at IS NULL OR slowed_at < clock_timestamp() - interval '2 seconds')
"""
# What was sent before it closed may fail later: that closes nothing once more.
CLOSE = """
UPDATE messaging_pace SET closings = least(closings + 1, 10),
    closed_until = clock_timestamp() + least(60 * 2 ^ closings, 900) * interval '1 second'
WHERE channel_id = ANY(%(channels)b::bigint[])
    AND (closed_until IS NULL OR closed_until <= clock_timestamp() + %(probe)b::int * interval '1 second')
"""
OPEN = """
UPDATE messaging_pace SET closed_until = NULL, opened_at = clock_timestamp()
WHERE channel_id = ANY(%(channels)b::bigint[])
    AND closed_until <= clock_timestamp() + %(probe)b::int * interval '1 second'
"""
REST = """
UPDATE messaging_pace p SET closed_until = greatest(p.closed_until, clock_timestamp() + r.seconds * interval '1 second')
FROM unnest(%(channels)b::bigint[], %(seconds)b::int[]) AS r (channel_id, seconds) WHERE p.channel_id = r.channel_id
"""
NEW_PACES = """
INSERT INTO messaging_pace (workspace_id, channel_id, rate, free_at, closings)
SELECT c.workspace_id, c.id, greatest(c.rate_per_second, 1), clock_timestamp(), 0 FROM messaging_channel c
WHERE c.workspace_id = %(workspace)b AND NOT EXISTS (SELECT 1 FROM messaging_pace p
    WHERE p.workspace_id = c.workspace_id AND p.channel_id = c.id)
ORDER BY c.id ON CONFLICT DO NOTHING
"""
CLIMB = """
UPDATE messaging_pace p SET
    rate = CASE WHEN p.slowed_at IS NULL THEN f.most ELSE least(f.most, p.rate + f.most / 10) END,
    slowed_at = CASE WHEN p.rate + f.most / 10 < f.most AND p.slowed_at IS NOT NULL THEN clock_timestamp() END,
    closings = CASE WHEN p.closed_until IS NULL AND p.opened_at < clock_timestamp() - interval '10 minutes'
        THEN 0 ELSE p.closings END
FROM messaging_channel c, LATERAL (SELECT
    greatest(CASE WHEN c.coexistence THEN least(c.rate_per_second, %(app)b::int) ELSE c.rate_per_second END, 1)::float
    AS most) f
WHERE p.workspace_id = %(workspace)b AND c.workspace_id = p.workspace_id AND c.id = p.channel_id
    AND (p.rate > f.most OR (p.slowed_at IS NULL AND p.rate < f.most)
        OR p.slowed_at < clock_timestamp() - interval '6 seconds'
        OR (p.closings > 0 AND p.closed_until IS NULL AND p.opened_at < clock_timestamp() - interval '10 minutes'))
"""


class PaceRow(NamedTuple):
    """The columns of `TAKE`; `now` is the database's clock when they were read."""

    id: int
    channel_id: int
    rate: float
    free_at: datetime
    closed_until: datetime | None
    opened_at: datetime | None
    now: datetime

    @property
    def probing(self) -> bool:
        """Closed long enough: one message asks whether anybody answers."""
        return self.closed_until is not None and self.closed_until <= self.now

    @property
    def starts_at(self) -> datetime:
        return max(self.free_at, self.now)


class Slots(NamedTuple):
    """Reserved for one batch of one number: seconds from now to the first, and between two."""

    pace_id: int
    first: float
    step: float
    starts_at: datetime
    ends_at: datetime
    probing: bool

    def of(self, place: int) -> float:
        return self.first + place * self.step


def speed(pace: PaceRow) -> float:
    """Messages a second, slow at first after a time without answers."""
    if pace.opened_at is None:
        return max(pace.rate, SLOWEST)
    minutes = (pace.now - pace.opened_at).total_seconds() / RAMP_DOUBLES_SECONDS
    share = min(RAMP_START * float(2.0 ** min(minutes, 10.0)), 1.0)
    return max(pace.rate * share, SLOWEST)


def free_slots(pace: PaceRow) -> int:
    """How many may be reserved now. Crumbs are not worth a batch: half a second must be free."""
    if pace.closed_until is not None:
        return 1 if pace.probing else 0
    seconds = AHEAD_SECONDS - (pace.starts_at - pace.now).total_seconds()
    return max(int(seconds * speed(pace)), 1) if seconds >= AHEAD_SECONDS / 2 else 0


def reserved(pace: PaceRow, count: int) -> Slots:
    step = 1.0 / speed(pace)
    ends_at = pace.starts_at + timedelta(seconds=count * step)
    first = (pace.starts_at - pace.now).total_seconds()
    return Slots(pace.id, first, step, pace.starts_at, ends_at, pace.probing)


def take(channel_ids: Sequence[int]) -> list[PaceRow]:
    """Holds the paces of these numbers until the transaction of the dispatcher's role ends."""
    return [PaceRow(*row) for row in fetch(TAKE, {"channels": list(channel_ids)}, using=ROLE)]


def reserve(slots: Iterable[Slots]) -> None:
    chosen = list(slots)
    if chosen:
        ids, free = [one.pace_id for one in chosen], [one.ends_at for one in chosen]
        fetch(RESERVE, {"ids": ids, "free": free, "probe": PROBE_SECONDS}, using=ROLE)


def give_back(slots: Mapping[int, Slots], used: Mapping[int, int]) -> None:
    """What the gate kept back does not use up the second."""
    spare = [(one, used.get(pk, 0)) for pk, one in slots.items()]
    rows = [(one, one.starts_at + timedelta(seconds=count * one.step)) for one, count in spare]
    rows = [(one, until) for one, until in rows if until < one.ends_at]
    if rows:
        given: dict[str, Any] = {
            "ids": [one.pace_id for one, _ in rows],
            "ends": [one.ends_at for one, _ in rows],
            "untils": [until for _, until in rows],
        }
        fetch(GIVE_BACK, given, using=ROLE)


def slow_down(channel_ids: Iterable[int]) -> None:
    """The provider throttled: half the rate, once for all that was under way."""
    _tell(SLOW_DOWN, channel_ids)


def close(channel_ids: Iterable[int]) -> None:
    """Nobody answers: a minute of silence, twice as long each time, a quarter of an hour at most."""
    _tell(CLOSE, channel_ids, probe=PROBE_SECONDS)


def open_again(channel_ids: Iterable[int]) -> None:
    """Somebody answered the message that asked."""
    _tell(OPEN, channel_ids, probe=PROBE_SECONDS)


def rest(seconds: Mapping[int, int]) -> None:
    """The provider asks for some time without calls: by number, how long; then one message asks again."""
    if seconds:
        fetch(REST, {"channels": list(seconds), "seconds": list(seconds.values())}, using=ROLE)


def _tell(sql: str, channel_ids: Iterable[int], **given: Any) -> None:
    wanted = sorted(set(channel_ids))
    if wanted:
        fetch(sql, {"channels": wanted, **given}, using=ROLE)


def tend(workspace_ids: Iterable[int]) -> None:
    """To be called every few seconds: paces of new numbers, chosen rates, rates that climb back."""
    for workspace_id in sorted(set(workspace_ids)):
        with workspace_scope(workspace_id):
            fetch(NEW_PACES, {"workspace": current_workspace_id()})
            fetch(CLIMB, {"workspace": current_workspace_id(), "app": PHONE_APP_RATE})
