"""How the assistant does (assistant.md 5.3; measurement.md 1): each figure with what it is counted from.

Everything is counted where it is kept, over the workspace in scope; a window must have passed before something counts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.domain.statistics.intervals import Estimate, wilson

COMES_BACK = timedelta(hours=72)
REPEATS_WITHIN = timedelta(days=7)
SATISFIED = 4

TALKS = """
WITH talk AS (
    SELECT c.id, c.contact_id, c.last_inbound_at AS ended FROM messaging_conversation c
    WHERE c.workspace_id = %(workspace)b AND c.last_message_at >= %(since)b::timestamptz
        AND c.last_inbound_at >= %(since)b::timestamptz AND c.last_inbound_at < %(until)b::timestamptz
), turns AS (
    SELECT t.conversation_id, bool_or(t.reply_message_id IS NOT NULL) AS replied,
        bool_or(t.reason <> '' OR t.intent = 'talk_to_human' OR t.outcome IN ('handed_off', 'ticket')) AS wanted,
        bool_or(t.trace ?| ARRAY['unknown', 'rejected', 'failed']) AS refused,
        (array_agg(t.outcome IN ('done', 'recorded') OR t.outcome = 'answered'
            AND (t.trace ?| ARRAY['cites', 'records'] OR t.intent = 'store_info') ORDER BY t.id DESC)
            FILTER (WHERE t.intent NOT IN ('greeting', 'thanks_closing')))[1] AS whole
    FROM assistant_turn t JOIN talk ON talk.id = t.conversation_id
    WHERE t.workspace_id = %(workspace)b AND t.at >= %(since)b::timestamptz GROUP BY t.conversation_id
), judged AS (
    SELECT talk.id, turns.replied, turns.whole,
        turns.replied AND NOT turns.wanted
        AND NOT EXISTS (SELECT 1 FROM inbox_handoff h WHERE h.workspace_id = %(workspace)b
            AND h.conversation_id = talk.id AND h.at >= %(since)b::timestamptz)
        AND NOT EXISTS (SELECT 1 FROM messaging_message m WHERE m.workspace_id = %(workspace)b
            AND m.conversation_id = talk.id AND m.at >= %(since)b::timestamptz
            AND m.direction = 'out' AND m.by IN ('agent', 'phone'))
        AND NOT EXISTS (SELECT 1 FROM messaging_message m WHERE m.workspace_id = %(workspace)b
            AND m.contact_id = talk.contact_id AND m.conversation_id <> talk.id AND m.direction = 'in'
            AND m.at > talk.ended AND m.at <= talk.ended + %(comes_back)b::interval) AS assumed,
        turns.refused OR EXISTS (SELECT 1 FROM feedback_rating r
            WHERE r.workspace_id = %(workspace)b AND r.kind = 'csat' AND r.conversation_id = talk.id
            AND r.at >= %(since)b::timestamptz AND r.score < %(satisfied)b::int) AS unhappy
    FROM talk LEFT JOIN turns ON turns.conversation_id = talk.id
)
SELECT count(*), count(*) FILTER (WHERE replied), count(*) FILTER (WHERE assumed),
    count(*) FILTER (WHERE assumed AND whole AND NOT unhappy)
FROM judged
"""
TURNS = """
SELECT count(*), count(*) FILTER (WHERE guard_blocks > 0),
    count(*) FILTER (WHERE trace -> 'tools' ? 'kb_search' OR trace ? 'unknown' OR reason = 'not_grounded'),
    count(*) FILTER (WHERE trace ? 'unknown' OR reason = 'not_grounded'),
    count(*) FILTER (WHERE trace ->> 'asked' = 'intent')
FROM assistant_turn WHERE workspace_id = %(workspace)b
    AND at >= %(since)b::timestamptz AND at < %(until)b::timestamptz
"""
HANDOFFS = """
SELECT count(*), count(taken_at),
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY extract(epoch FROM taken_at - at))
FROM inbox_handoff WHERE workspace_id = %(workspace)b
    AND at >= %(since)b::timestamptz AND at < %(until)b::timestamptz
"""
TO_A_PERSON = """
SELECT count(*), percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seconds)
FROM inbox_clock WHERE workspace_id = %(workspace)b AND kind = 'handoff' AND state = 'met' AND met_by = 'agent'
    AND started_at >= %(since)b::timestamptz AND started_at < %(until)b::timestamptz
"""
SATISFACTION = """
SELECT count(*) FILTER (WHERE answered_by = 'assistant' AND score >= %(satisfied)b::int),
    count(*) FILTER (WHERE answered_by = 'assistant'),
    count(*) FILTER (WHERE answered_by = 'agent' AND score >= %(satisfied)b::int),
    count(*) FILTER (WHERE answered_by = 'agent')
FROM feedback_rating WHERE workspace_id = %(workspace)b AND kind = 'csat'
    AND asked_at >= %(since)b::timestamptz AND asked_at < %(until)b::timestamptz
"""
REPEATS = """
SELECT count(*) FILTER (WHERE ours AND again), count(*) FILTER (WHERE ours),
    count(*) FILTER (WHERE again AND NOT ours), count(*) FILTER (WHERE NOT ours)
FROM (SELECT t.opened_by = 'assistant' AS ours, EXISTS (
        SELECT 1 FROM inbox_ticket n WHERE n.workspace_id = t.workspace_id AND n.repeats_id = t.id
            AND n.state <> 'merged' AND n.opened_at > t.solved_at
            AND n.opened_at <= t.solved_at + %(within)b::interval) AS again
    FROM inbox_ticket t WHERE t.workspace_id = %(workspace)b AND t.state = 'solved'
        AND t.solved_at >= %(since)b::timestamptz AND t.solved_at < %(until)b::timestamptz) AS ripe
"""


@dataclass(frozen=True, slots=True)
class Part:
    """`hits` of `n`."""

    hits: int
    n: int

    @property
    def estimate(self) -> Estimate | None:
        return wilson(self.hits, self.n)


@dataclass(frozen=True, slots=True)
class Wait:
    """Median and nineties, in seconds, of `n`; None without any."""

    n: int
    median: float | None = None
    nineties: float | None = None


@dataclass(frozen=True, slots=True)
class Contained:
    """Of all conversations in which customers wrote: `touched` the assistant replied; `assumed` nobody else was
    needed; `verified` something says that it helped."""

    talks: int
    touched: int
    assumed: int
    verified: int


def contained(since: datetime, now: datetime) -> Contained:
    """Conversations whose customer wrote last at least 72 hours ago: whoever comes back has come by then."""
    (found,) = fetch(
        TALKS, _given(since, now - COMES_BACK) | {"comes_back": COMES_BACK, "satisfied": SATISFIED}
    )
    return Contained(*found)


def turns(since: datetime, now: datetime) -> dict[str, Part]:
    """Of the assistant's turns: stopped by the guard, asked what was meant; of its searches: nothing known."""
    ((n, guarded, searched, empty, asked),) = fetch(TURNS, _given(since, now))
    return {"guard": Part(guarded, n), "not_grounded": Part(empty, searched), "clarified": Part(asked, n)}


def pick_up(since: datetime, now: datetime) -> tuple[Part, Wait]:
    """Hand-offs that somebody took, and how long it took by the calendar."""
    ((n, taken, times),) = fetch(HANDOFFS, _given(since, now))
    return Part(taken, n), Wait(taken, *(times or (None, None)))


def to_a_person(since: datetime, now: datetime) -> Wait:
    """From a hand-off to a person's answer, in open hours."""
    ((n, times),) = fetch(TO_A_PERSON, _given(since, now))
    return Wait(n, *(times or (None, None)))


def satisfaction(since: datetime, now: datetime) -> tuple[Part, Part]:
    """CSAT 4 and 5, of what the assistant answered last and of what people answered last, by when it was asked."""
    (found,) = fetch(SATISFACTION, _given(since, now) | {"satisfied": SATISFIED})
    return Part(*found[:2]), Part(*found[2:])


def repeats(since: datetime, now: datetime) -> tuple[Part, Part]:
    """Solved tickets whose problem came again within 7 days: opened by the assistant, opened by others."""
    (found,) = fetch(REPEATS, _given(since, now - REPEATS_WITHIN) | {"within": REPEATS_WITHIN})
    return Part(*found[:2]), Part(*found[2:])


def _given(since: datetime, until: datetime) -> dict[str, Any]:
    return {"workspace": current_workspace_id(), "since": since, "until": until}
