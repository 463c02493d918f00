"""Due follow-ups are decided again, one person at a time: sent, held on, or dropped (architecture.md 4, step 5)."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from sapa.base.failpoint import failpoint
from sapa.base.rows import fetch
from sapa.base.scope import workspace_scope
from sapa.contacts.selectors import members
from sapa.contacts.services import lock, lock_free
from sapa.domain import policy
from sapa.domain.journeys.conditions import still_wanted
from sapa.domain.message_templates import Draft
from sapa.domain.recipes import LATER
from sapa.events.services import NewEvent, record
from sapa.journeys.models import FollowUp
from sapa.journeys.services import deciding, gathering
from sapa.journeys.services.approved import Approved, hold, is_undecided, name_of
from sapa.journeys.services.deciding import Kept
from sapa.journeys.services.house import house_of
from sapa.journeys.services.people import facts_of_people
from sapa.journeys.services.scenes import Sight, sights
from sapa.journeys.services.wording import Wording, worded
from sapa.messaging.schemas import Outgoing
from sapa.messaging.selectors import cancelled
from sapa.messaging.selectors.templates import drafts
from sapa.messaging.services import queue

BATCH = 500
WINDOWS = 16
# Where something is due; what is taken is decided under the workspace's own scope.
DUE = """
SELECT workspace_id, array_agg(contact_id) FROM (
    SELECT workspace_id, contact_id FROM journeys_followup WHERE state = 'waiting' AND next_at <= %(now)b
    ORDER BY next_at, id LIMIT %(limit)b OFFSET %(skip)b
) AS due GROUP BY workspace_id ORDER BY workspace_id
"""
MISSING = "variable_missing"
NOT_DECIDED = "not_decided"
PUT_OFF = timedelta(minutes=15)
log = logging.getLogger("sapa.settle")


def settle_due(*, now: datetime, limit: int = BATCH) -> int:
    """Decides every due follow-up of the people of up to `limit` due rows; returns how many people.

    Who comes first takes the oldest rows, another worker the next ones. 0: nothing is due, or others have it
    all in hand.
    """
    for skip in range(0, WINDOWS * limit, limit):
        due = fetch(DUE, {"now": now, "limit": limit, "skip": skip}, using="dispatch")
        if not due:
            return 0
        if done := sum(
            _settle_workspace(workspace_id, contact_ids, now) for workspace_id, contact_ids in due
        ):
            return done
    return 0


def _settle_workspace(workspace_id: int, contact_ids: list[int], now: datetime) -> int:
    """Those whom no other worker holds. One that cannot be decided is put off alone and told to the log."""
    try:
        return _settle_free(workspace_id, contact_ids, now)
    except Exception:
        log.exception("A batch of follow-ups could not be decided; its people are taken one by one")
    return sum(_settle_alone(workspace_id, contact_id, now) for contact_id in sorted(set(contact_ids)))


def _settle_free(workspace_id: int, contact_ids: list[int], now: datetime) -> int:
    with workspace_scope(workspace_id):
        roots = members(contact_ids)
        taken = lock_free(contact_ids=set(roots.values()))
        _settle({member: root for member, root in roots.items() if root in taken}, now)
    if taken:
        failpoint("settle.decided")
    return len(taken)


def _settle_alone(workspace_id: int, contact_id: int, now: datetime) -> int:
    try:
        return _settle_free(workspace_id, [contact_id], now)
    except Exception:
        log.exception("Follow-ups of one contact could not be decided", extra={"contact": contact_id})
    with workspace_scope(workspace_id):
        lock(contact_ids=[contact_id])
        waiting = FollowUp.objects.filter(contact_id__in=members([contact_id]), state=FollowUp.State.WAITING)
        waiting.filter(next_at__lte=now).update(next_at=now + PUT_OFF, reasons=[NOT_DECIDED])
    return 1


@transaction.atomic
def settle(*, contact_ids: Iterable[int], now: datetime) -> None:
    """One transaction under the locks of these people: no two decisions can pass each other."""
    wanted = set(contact_ids)
    lock(contact_ids=wanted)
    _settle(members(wanted), now)


def _settle(roots: dict[int, int], now: datetime) -> None:
    """The locks of these people are held."""
    given = gathering.rules()
    found = gathering.situations(roots, now=now)
    due = {root: [row for row in one.follow_ups if _is_due(row, now)] for root, one in found.items()}
    found = {root: one for root, one in found.items() if due[root]}
    if not found:
        return
    gathering.complete([row for rows in due.values() for row in rows])
    here = {member: root for member, root in roots.items() if root in found}
    customers = {root: situation.customer for root, situation in found.items()}
    decided: list[tuple[FollowUp, policy.Decision]] = []
    for root, situation in found.items():
        answers = gathering.decide(situation, given, now=now)
        decided += [(row, answers[row.id]) for row in due[root]]
    alive = [row for row, decision in decided if decision.action != "drop"]
    people = facts_of_people(here, known=customers, chosen=given.policy) if alive else {}
    house = house_of(given.shop, now=now, settings=given.settings)
    seen = sights(alive, roots=here, people=people, house=house, now=now)
    templates = drafts(name_of(row) for row in alive) if alive else {}
    decisions: list[Kept] = []
    letters: list[tuple[FollowUp, Outgoing]] = []
    for row, decision in decided:
        ready = Ready(seen.get(row.id), templates.get(name_of(row)), given.approved)
        if letter := _apply(row, decision, ready, now):
            letters.append((row, letter))
        decisions.append(deciding.kept(row, decision, stage="settle", version=given.version, now=now))
    _queue(letters, now)
    deciding.save([row for rows in due.values() for row in rows], decisions)


def _is_due(row: FollowUp, now: datetime) -> bool:
    return row.state == FollowUp.State.WAITING and row.next_at is not None and row.next_at <= now


class Ready(NamedTuple):
    """What a follow-up is written from: `sight` None when it is given up anyway."""

    sight: Sight | None
    template: Draft | None
    approved: Approved


def _apply(row: FollowUp, decision: policy.Decision, ready: Ready, now: datetime) -> Outgoing | None:
    """The follow-up's new state, and the message that it wants."""
    sight = ready.sight
    if sight is None:
        deciding.drop(row, decision.reasons, now)
    elif reason := unwanted(row, sight, moment="waiting" if decision.action == "wait" else "sending"):
        deciding.drop(row, [reason], now)
    elif decision.action == "wait":
        deciding.wait(row, decision)
    elif is_undecided(row, decision.form, ready.approved):
        hold(row, now)
    else:
        return _letter(row, worded(row, sight, now, template=ready.template, form=decision.form), now)
    return None


def _letter(row: FollowUp, wording: Wording, now: datetime) -> Outgoing | None:
    if wording.missing:
        deciding.drop(row, [MISSING], now)
        return None
    if row.dry:
        deciding.rehearse(row, now)
        return None
    return _outgoing(row, wording, now)


def _queue(letters: Sequence[tuple[FollowUp, Outgoing]], now: datetime) -> None:
    message_ids = _message_ids([letter for _row, letter in letters], now)
    for (row, _letter), message_id in zip(letters, message_ids, strict=True):
        row.message_id = message_id
        row.state = FollowUp.State.QUEUED
        row.next_at = None
        row.reasons = []
    _tell_left([row for row, _letter in letters if row.recipe == LATER], now)


def _tell_left(rows: Sequence[FollowUp], now: datetime) -> None:
    """What a person wrote for later is their answer from now on."""
    events = [
        NewEvent(
            name="followup.left",
            key=f"message:{row.message_id}:left",
            at=now,
            contact_id=row.contact_id,
            data={"follow_up": row.pk, "recipe": row.recipe, "message_id": row.message_id},
        )
        for row in rows
    ]
    if events:
        record(events=events, now=now)


def _message_ids(letters: Sequence[Outgoing], now: datetime) -> list[int]:
    """What the gate sent back in this very instant keeps its key: the new message gets another."""
    found = queue(outgoing=letters, now=now)
    gone = cancelled(found)
    if not gone:
        return found
    pairs = zip(letters, found, strict=True)
    return _message_ids(
        [replace(one, key=f"{one.key}:{pk}") if pk in gone else one for one, pk in pairs], now
    )


def unwanted(row: FollowUp, sight: Sight, *, moment: str = "sending") -> str | None:
    """The code of the journey's own condition that no longer holds (domain.md 3), or None."""
    if not row.journey.enabled:
        return "disabled"
    return still_wanted(sight.definition, row.step, sight.scene, moment=moment)


def _outgoing(row: FollowUp, wording: Wording, now: datetime) -> Outgoing:
    """The key holds the time: a follow-up that the gate sent back may be queued once more later.

    What a person wrote for one customer leaves as that person's.
    """
    told = row.composed if row.composed and row.recipe == LATER else {}
    return Outgoing(
        contact_id=row.contact_id,
        channel_id=told.get("channel"),
        author_id=told.get("author"),
        reply_to_wamid=told.get("reply_to", ""),
        klass=row.klass,
        kind=row.recipe,
        category=row.category,
        by="agent" if told else "system",
        text=wording.text,
        template=wording.template,
        parameters=wording.parameters or {},
        parts=wording.parts or {},
        content=wording.content or {},
        key=f"follow-up:{row.key}:{now.isoformat()}",
        order_id=row.order_id,
        follow_up_id=row.id,
        deadline=row.expires_at,
        delivery_class="ask" if told else "must" if row.klass == "notice" else "once",
        priority=row.priority,
    )
