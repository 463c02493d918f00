"""How the team does, from clocks of service and tickets (measurement.md 1: FRT, ART, resolution, repeat, reopen rate).

The same words that count a figure list the rows behind it, so that both agree. Four statements, whatever there is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.inbox.models import Clock, Ticket
from sapa.messaging.models import Conversation
from sapa.web.cursors import Cursor, older_than

PAGE = 30
OVERALL, PERSON, TEAM = "overall", "person", "team"
PATIENCE = timedelta(hours=24)  # WhatsApp takes no free text after that

# Each is a condition over `inbox_clock`; `%(now)b` is the end of the period. What was closed without an answer is
# dropped with the time that it ran.
FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "first": "kind = 'first' AND state = 'met' AND met_by = 'agent'",
        "turn": "kind = 'turn' AND state = 'met' AND met_by = 'agent'",
        "missed": "kind = 'turn' AND state IN ('met', 'running')"
        " AND coalesce(met_at, %(now)b::timestamptz) - started_at > %(patience)b::interval"
        " OR kind = 'turn' AND state = 'dropped'"
        " AND calendar_seconds * interval '1 second' > %(patience)b::interval",
        "kept": "target_seconds IS NOT NULL AND state = 'met' AND met_by = 'agent' AND breached_at IS NULL",
        "broken": "target_seconds IS NOT NULL AND breached_at IS NOT NULL",
        "solved": "kind = 'resolution' AND state = 'met'",
    }
)
REOPENED, REPEATED = "reopened", "repeated"
OF_TICKETS = (REOPENED, REPEATED)
ROWS_BEHIND = (*FIGURES, *OF_TICKETS)
COMES_BACK = timedelta(
    days=7
)  # measurement.md 1: the same problem again; a ticket counts once these have passed
CLOCKS = f"""
SELECT started_at >= %(since)b::timestamptz AS is_now, author_id, team_id, grouping(author_id), grouping(team_id),
    {", ".join(f"count(*) FILTER (WHERE {words})" for words in FIGURES.values())},
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE {FIGURES["first"]}),
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE {FIGURES["turn"]}),
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE {FIGURES["solved"]}),
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY calendar_seconds) FILTER (WHERE {FIGURES["solved"]})
FROM inbox_clock WHERE workspace_id = %(workspace)b AND kind IN ('first', 'turn', 'handoff', 'resolution')
    AND started_at >= %(before)b::timestamptz AND started_at < %(now)b::timestamptz
GROUP BY GROUPING SETS ((is_now), (is_now, author_id), (is_now, team_id))
"""  # noqa: S608 (our own words)
TICKETS = """
SELECT opened_at >= %(since)b::timestamptz AS is_now, solved_by_id, team_id, grouping(solved_by_id), grouping(team_id),
    count(*) FILTER (WHERE solved_at IS NOT NULL), count(*) FILTER (WHERE reopened > 0)
FROM inbox_ticket WHERE workspace_id = %(workspace)b AND state <> 'merged'
    AND opened_at >= %(before)b::timestamptz AND opened_at < %(now)b::timestamptz
GROUP BY GROUPING SETS ((is_now), (is_now, solved_by_id), (is_now, team_id))
"""
REPEATS = """
SELECT solved_at >= %(since)b::timestamptz AS is_now, solved_by_id, team_id, grouping(solved_by_id), grouping(team_id),
    count(*), count(*) FILTER (WHERE again)
FROM (SELECT t.solved_at, t.solved_by_id, t.team_id, EXISTS (
        SELECT 1 FROM inbox_ticket n WHERE n.workspace_id = t.workspace_id AND n.repeats_id = t.id
            AND n.state <> 'merged' AND n.opened_at > t.solved_at
            AND n.opened_at <= t.solved_at + %(comes_back)b::interval) AS again
    FROM inbox_ticket t WHERE t.workspace_id = %(workspace)b AND t.state = 'solved'
        AND t.solved_at >= %(before)b::timestamptz
        AND t.solved_at < %(now)b::timestamptz - %(comes_back)b::interval) AS ripe
GROUP BY GROUPING SETS ((is_now), (is_now, solved_by_id), (is_now, team_id))
"""
LOAD = """
SELECT assignee_id, team_id, grouping(assignee_id), grouping(team_id), count(*),
    count(*) FILTER (WHERE waiting_since IS NOT NULL)
FROM messaging_conversation WHERE workspace_id = %(workspace)b AND open AND assignee_id IS NOT NULL
GROUP BY GROUPING SETS ((), (assignee_id), (team_id))
"""
BEHIND = """
SELECT id FROM inbox_clock WHERE workspace_id = %(workspace)b AND kind IN ('first', 'turn', 'handoff', 'resolution')
    AND started_at >= %(since)b::timestamptz AND started_at < %(now)b::timestamptz AND ({figure})"""


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to `now`; what it is compared with begins as long before."""

    since: datetime
    now: datetime

    @classmethod
    def of(cls, days: int, now: datetime) -> "Period":
        return cls(now - timedelta(days=days), now)

    @property
    def before(self) -> datetime:
        return self.since - (self.now - self.since)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts by figure; medians and nineties in business seconds, None without an answer.

    `solved`, `calendar`: until a ticket was solved, in open hours without waiting for the customer, and in all.
    `tickets` were solved, `ripe` of them at least seven days ago.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    first: tuple[float | None, float | None] = (None, None)
    turn: tuple[float | None, float | None] = (None, None)
    solved: tuple[float | None, float | None] = (None, None)
    calendar: tuple[float | None, float | None] = (None, None)
    tickets: int = 0
    reopened: int = 0
    ripe: int = 0
    repeated: int = 0
    open: int = 0
    waiting: int = 0

    def count(self, figure: str) -> int:
        if figure in OF_TICKETS:
            return self.reopened if figure == REOPENED else self.repeated
        return self.counts.get(figure, 0)

    @property
    def promises(self) -> int:
        return self.count("kept") + self.count("broken")

    @property
    def kept_share(self) -> float | None:
        return self.count("kept") / self.promises if self.promises else None

    @property
    def reopened_share(self) -> float | None:
        return self.reopened / self.tickets if self.tickets else None

    @property
    def repeated_share(self) -> float | None:
        return self.repeated / self.ripe if self.ripe else None


Key = tuple[str, int | None]


def scores(period: Period) -> tuple[dict[Key, Score], Score]:
    """By (overall, person or team; its id) in the period, and everything of the period before it."""
    found: dict[tuple[bool, Key], dict[str, Any]] = {}
    given = _given(period)
    for is_now, person, team, not_person, not_team, *rest in fetch(CLOCKS, given):
        counts, times = rest[: len(FIGURES)], [tuple(one or (None, None)) for one in rest[len(FIGURES) :]]
        found[is_now, _key(person, team, not_person, not_team)] = {
            "counts": dict(zip(FIGURES, counts, strict=True)),
            **dict(zip(("first", "turn", "solved", "calendar"), times, strict=True)),
        }
    for is_now, person, team, not_person, not_team, tickets, reopened in fetch(TICKETS, given):
        one = found.setdefault((is_now, _key(person, team, not_person, not_team)), {})
        one |= {"tickets": tickets, "reopened": reopened}
    for is_now, person, team, not_person, not_team, ripe, repeated in fetch(REPEATS, given):
        one = found.setdefault((is_now, _key(person, team, not_person, not_team)), {})
        one |= {"ripe": ripe, "repeated": repeated}
    for person, team, not_person, not_team, talks, waiting in fetch(LOAD, given):
        one = found.setdefault((True, _key(person, team, not_person, not_team)), {})
        one |= {"open": talks, "waiting": waiting}
    now = {key: Score(**one) for (is_now, key), one in found.items() if is_now}
    return now, Score(**found.get((False, (OVERALL, None)), {}))


def clocks_behind(
    figure: str, period: Period, *, person: int | None, team: int | None, before: Cursor | None
) -> tuple[list[Clock], Cursor | None]:
    """The clocks that a figure counts, newest first, and the place of older ones."""
    whose = {"author_id": person, "team_id": team}
    words = BEHIND.format(figure=FIGURES[figure])
    words += "".join(f" AND {name} = %({name})b::bigint" for name, value in whose.items() if value)
    given: dict[str, Any] = _given(period) | whose | {"limit": PAGE + 1}
    if before:
        words += " AND (started_at, id) < (%(at)b::timestamptz, %(place)b::bigint)"
        given |= {"at": before[0], "place": before[1]}
    ids = [pk for (pk,) in fetch(f"{words} ORDER BY started_at DESC, id DESC LIMIT %(limit)b", given)]
    rows = Clock.objects.filter(pk__in=ids[:PAGE]).select_related("contact", "conversation", "ticket")
    found = list(rows.order_by("-started_at", "-pk"))
    return found, (found[-1].started_at, found[-1].pk) if len(ids) > PAGE else None


def tickets_behind(
    figure: str, period: Period, *, person: int | None, team: int | None, before: Cursor | None
) -> tuple[list[Ticket], Cursor | None]:
    """Tickets of the period that were opened again, or whose problem came again; last opened first."""
    rows = _reopened(period) if figure == REOPENED else _repeated(period)
    rows = rows.filter(Q(solved_by_id=person) if person else Q(), Q(team_id=team) if team else Q())
    if before:
        rows = rows.filter(older_than("opened_at", before))
    found = list(rows.select_related("contact").order_by("-opened_at", "-pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], (last.opened_at, last.pk) if last else None


def open_load() -> int:
    """Conversations that wait and that nobody has."""
    rows = Conversation.objects.filter(open=True, assignee_id=None, waiting_since__isnull=False)
    return rows.exclude(owner=Conversation.Owner.ASSISTANT).count()


def _reopened(period: Period) -> "QuerySet[Ticket]":
    rows = Ticket.objects.exclude(state=Ticket.State.MERGED).filter(reopened__gt=0)
    return rows.filter(opened_at__gte=period.since, opened_at__lt=period.now)


def _repeated(period: Period) -> "QuerySet[Ticket]":
    solved_at = OuterRef("solved_at")
    newer = Ticket.objects.filter(repeats=OuterRef("pk"), opened_at__gt=solved_at)
    again = newer.exclude(state=Ticket.State.MERGED).filter(opened_at__lte=solved_at + COMES_BACK)
    rows = Ticket.objects.filter(state=Ticket.State.SOLVED, solved_at__gte=period.since)
    return rows.filter(Exists(again), solved_at__lt=period.now - COMES_BACK)


def _given(period: Period) -> dict[str, Any]:
    return {
        "workspace": current_workspace_id(),
        "since": period.since,
        "before": period.before,
        "now": period.now,
        "patience": PATIENCE,
        "comes_back": COMES_BACK,
    }


def _key(person: int | None, team: int | None, not_person: int, not_team: int) -> Key:
    if not_person and not_team:
        return OVERALL, None
    return (TEAM, team) if not_person else (PERSON, person)
