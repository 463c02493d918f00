"""Apply: what the policy said becomes the follow-up's state and a decision that is kept."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sapa.base.rows import Written, fetch, insert_rows, update_rows
from sapa.base.scope import current_workspace_id
from sapa.domain import policy
from sapa.domain.recipes import LATER
from sapa.domain.traces import packed
from sapa.events.services import NewEvent, record
from sapa.journeys.models import Decision, FollowUp
from sapa.messaging.models import Message
from sapa.messaging.services.templates import CATEGORY_CHANGED

# In ascending order, as everybody takes them.
WAKE = """
WITH held AS MATERIALIZED (SELECT id FROM journeys_enrolment WHERE workspace_id = %(workspace)b
    AND id = ANY(%(ids)b::bigint[]) AND state = 'active' ORDER BY id FOR UPDATE)
UPDATE journeys_enrolment e SET wake_at = %(at)b::timestamptz FROM held
WHERE e.workspace_id = %(workspace)b AND e.id = held.id
"""
Kept = dict[str, Any]
CANCELLED = "cancelled"
CHANGED = ["state", "next_at", "reasons", "recheck", "finished_at", "message_id"]


def kept(row: FollowUp, decision: policy.Decision, *, stage: str, version: int, now: datetime) -> Kept:
    """The decision as a row, with every rule and the value it saw (domain.md 2.15); asked after it was applied.

    Where the policy would let it go and something else gave it up or holds it, that reason is kept.
    """
    told = _told(decision, stage=stage, version=version, now=now)
    told |= {"follow_up_id": row.id, "message_id": None, "contact_id": row.contact_id}
    if row.state == FollowUp.State.DROPPED and decision.action != "drop":
        told |= {"action": "drop", "until": None, "reasons": _list(tuple(row.reasons))}
    if (
        row.state == FollowUp.State.WAITING
        and row.reasons == [CATEGORY_CHANGED]
        and decision.action == "send"
    ):
        told |= {"action": "wait", "until": row.next_at, "reasons": _list(tuple(row.reasons))}
    return told


def kept_of_message(message: Message, decision: policy.Decision, *, version: int, now: datetime) -> Kept:
    """What people and the assistant write has a decision too, and no follow-up."""
    told = _told(decision, stage="gate", version=version, now=now)
    return told | {"follow_up_id": None, "message_id": message.pk, "contact_id": message.contact_id}


def given_up(row: FollowUp) -> Kept:
    """Dropped because something happened, without the policy being asked: the reason alone is kept."""
    return {
        **{"follow_up_id": row.id, "message_id": None, "contact_id": row.contact_id},
        **{"at": row.finished_at, "stage": "event", "action": "drop", "until": None},
        **{"reasons": _list(tuple(row.reasons)), "channel": "", "form": "", "zones": _list(())},
        **{"zone_source": "", "trace": Written("[]"), "policy_version": 0},
    }


def _told(decision: policy.Decision, *, stage: str, version: int, now: datetime) -> Kept:
    return {
        "at": now,
        "stage": stage,
        "action": decision.action,
        "until": decision.at,
        "reasons": _list(decision.reasons),
        "channel": decision.channel or "",
        "form": decision.form or "",
        "zones": _list(decision.zones),
        "zone_source": decision.zone_source,
        "trace": Written(packed(decision.trace)),
        "policy_version": version,
    }


def as_row(kept: Kept) -> Decision:
    """What would be kept as the row it would be, for pages that only ask."""
    read = {name: json.loads(value) if isinstance(value, Written) else value for name, value in kept.items()}
    return Decision(**read)


@lru_cache(maxsize=4096)
def _list(codes: tuple[str, ...]) -> Written:
    return Written(json.dumps(codes))


def wait(row: FollowUp, decision: policy.Decision) -> None:
    row.state = FollowUp.State.WAITING
    row.next_at = decision.at
    row.reasons = _why(row, decision)
    row.recheck = decision.recheck


def _why(row: FollowUp, decision: policy.Decision) -> list[str]:
    """What holds beyond its time: when that has come, `not_due` would be said of one that is held."""
    beyond = decision.at is not None and decision.at > row.due_at
    return [code for code in decision.reasons if code != "not_due" or not beyond]


def drop(row: FollowUp, reasons: Iterable[str], now: datetime) -> None:
    row.state = FollowUp.State.DROPPED
    row.next_at = None
    row.reasons = list(reasons)
    row.finished_at = now


def rehearse(row: FollowUp, now: datetime) -> None:
    """It would have been sent."""
    row.state, row.next_at, row.reasons, row.finished_at = FollowUp.State.REHEARSED, None, [], now


def save(rows: Iterable[FollowUp], decisions: Sequence[Kept]) -> None:
    """What ended wakes the enrolment that waits for it; the loop of enrolments goes on with that one."""
    changed = list(rows)
    decided = {told["follow_up_id"] for told in decisions}
    silent = [row for row in changed if row.state == FollowUp.State.DROPPED and row.id not in decided]
    update_rows(FollowUp, [{name: getattr(row, name) for name in ("id", *CHANGED)} for row in changed])
    insert_rows(Decision, [*decisions, *map(given_up, silent)])
    _tell_dropped(row for row in changed if row.recipe == LATER and row.state == FollowUp.State.DROPPED)
    ended = {row.enrolment_id: row.finished_at for row in changed if row.enrolment_id and row.finished_at}
    if ended:
        at = max(at for at in ended.values() if at)
        fetch(WAKE, {"workspace": current_workspace_id(), "ids": sorted(ended), "at": at})


def _tell_dropped(rows: Iterable[FollowUp]) -> None:
    """Whoever wrote a message to be sent later learns that it was given up, unless a person did that."""
    events = [
        NewEvent(
            name="followup.dropped",
            key=f"follow-up:{row.pk}:dropped",
            at=row.finished_at,
            contact_id=row.contact_id,
            data={"follow_up": row.pk, "recipe": row.recipe, "reasons": row.reasons},
        )
        for row in rows
        if row.finished_at and row.reasons != [CANCELLED]
    ]
    if events:
        record(events=events, now=max(event.at for event in events))
