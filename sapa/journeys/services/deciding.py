"""Apply: what the policy said becomes the follow-up's state and a decision that is kept."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sapa.base.rows import insert_rows, update_rows
from sapa.domain import policy
from sapa.domain.zones.clock import moment
from sapa.journeys.models import Decision, FollowUp

Kept = dict[str, Any]
CHANGED = ["state", "next_at", "reasons", "recheck", "finished_at", "message_id"]


def kept(row: FollowUp, decision: policy.Decision, *, stage: str, version: int, now: datetime) -> Kept:
    """The decision as a row, with every rule and the value it saw (domain.md 2.15)."""
    return {
        "follow_up_id": row.pk,
        "contact_id": row.contact_id,
        "at": now,
        "stage": stage,
        "action": decision.action,
        "until": decision.at,
        "reasons": list(decision.reasons),
        "channel": decision.channel or "",
        "form": decision.form or "",
        "zones": list(decision.zones),
        "zone_source": decision.zone_source,
        "trace": trace_of(decision),
        "policy_version": version,
    }


def trace_of(decision: policy.Decision) -> dict[str, Any]:
    """Checks and rules that apply, as JSON: [code, hit, value seen, next instant]."""
    zone = ZoneInfo(decision.primary_zone)
    return {
        "checks": [[c.code, c.matched, _plain(c.saw)] for c in decision.trace.checks if c.applicable],
        "steps": [
            {
                "at": _instant(step.at, zone),
                "rules": [
                    [r.code, r.violated, r.lifted, _plain(r.saw), _instant(r.next, zone)]
                    for r in step.rules
                    if r.applicable
                ],
            }
            for step in decision.trace.steps
        ],
        "channels": [list(pair) for pair in decision.trace.channels],
    }


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _instant(at: int | None, zone: ZoneInfo) -> str | None:
    return None if at is None else moment(at, zone).isoformat()


def wait(row: FollowUp, decision: policy.Decision) -> None:
    row.state = FollowUp.State.WAITING
    row.next_at = decision.at
    row.reasons = list(decision.reasons)
    row.recheck = decision.recheck


def drop(row: FollowUp, reasons: Iterable[str], now: datetime) -> None:
    row.state = FollowUp.State.DROPPED
    row.next_at = None
    row.reasons = list(reasons)
    row.finished_at = now


def save(rows: Iterable[FollowUp], decisions: Sequence[Kept]) -> None:
    update_rows(FollowUp, [{name: getattr(row, name) for name in ("id", *CHANGED)} for row in rows])
    insert_rows(Decision, decisions)
