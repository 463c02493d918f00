"""Due follow-ups are decided again, one person at a time: sent, held on, or dropped (architecture.md 4, step 5)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import connections, transaction

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.commerce.selectors import facts_of
from sapa.contacts.selectors import members
from sapa.contacts.services import lock
from sapa.domain import journeys, policy
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.services import deciding, gathering
from sapa.journeys.services.people import facts_of_people, working_week
from sapa.journeys.services.wording import Wording, worded
from sapa.messaging.schemas import Outgoing
from sapa.messaging.services import queue

# Locked only while it is read: a second worker that asks meanwhile gets other people.
DUE = """
SELECT workspace_id, contact_id FROM (
    SELECT workspace_id, contact_id FROM journeys_followup WHERE state = 'waiting' AND next_at <= %s
    ORDER BY next_at, id LIMIT %s FOR UPDATE SKIP LOCKED
) AS due GROUP BY workspace_id, contact_id ORDER BY workspace_id, contact_id
"""
MISSING = "variable_missing"


def settle_due(*, now: datetime, limit: int = 200) -> int:
    """Decides every due follow-up of up to `limit` rows; returns how many people were looked at."""
    with connections["dispatch"].cursor() as cursor:
        cursor.execute(DUE, [now, limit])
        rows = cursor.fetchall()
    people: dict[int, list[int]] = defaultdict(list)
    for workspace_id, contact_id in rows:
        people[workspace_id].append(contact_id)
    for workspace_id, contact_ids in people.items():
        with workspace_scope(workspace_id):
            settle(contact_ids=contact_ids, now=now)
    return len(rows)


@transaction.atomic
def settle(*, contact_ids: Iterable[int], now: datetime) -> None:
    """One transaction under the locks of these people: no two decisions can pass each other."""
    roots = members(contact_ids)
    lock(contact_ids=roots)
    given = gathering.rules()
    found = gathering.situations(roots, now=now)
    customers = {root: situation.customer for root, situation in found.items()}
    people = facts_of_people(roots, known=customers, chosen=given.policy)
    changed: list[FollowUp] = []
    decisions: list[Decision] = []
    for root, situation in found.items():
        answers = gathering.decide(situation, given, now=now)
        for row in situation.follow_ups:
            if row.state == FollowUp.State.WAITING and row.next_at and row.next_at <= now:
                decision = answers[row.pk]
                _apply(row, decision, people[root], given.shop, now)
                changed.append(row)
                decisions.append(deciding.kept(row, decision, stage="settle", version=given.version, now=now))
    deciding.save(changed, decisions)


def _apply(
    row: FollowUp, decision: policy.Decision, person: journeys.PersonFacts, shop: Workspace, now: datetime
) -> None:
    if decision.action == "drop":
        deciding.drop(row, decision.reasons, now)
    elif reason := unwanted(row, person, shop, now):
        deciding.drop(row, [reason], now)
    elif decision.action == "wait":
        deciding.wait(row, decision)
    else:
        _send(row, person, shop, now)


def unwanted(row: FollowUp, person: journeys.PersonFacts, shop: Workspace, now: datetime) -> str | None:
    """The code of the recipe's own condition that no longer holds (domain.md 3), or None."""
    known = next(one for one in person.follow_ups if one.key == row.key)
    return journeys.still_wanted(
        known,
        order=facts_of(row.order) if row.order else None,
        person=person,
        settings=row.journey.settings,
        now=now,
        is_day_off=working_week(shop),
    )


def _send(row: FollowUp, person: journeys.PersonFacts, shop: Workspace, now: datetime) -> None:
    wording = worded(row, person, now, shop=shop)
    if wording.missing:
        deciding.drop(row, [MISSING], now)
        return
    row.message_id = queue(outgoing=[_outgoing(row, wording, now)], now=now)[0]
    row.state = FollowUp.State.QUEUED
    row.next_at = None
    row.reasons = []


def _outgoing(row: FollowUp, wording: Wording, now: datetime) -> Outgoing:
    """The key holds the time: a follow-up that the gate sent back may be queued once more later."""
    return Outgoing(
        contact_id=row.contact_id,
        klass=row.klass,
        kind=row.recipe,
        category=row.category,
        by="system",
        text=wording.text,
        template=wording.template,
        parameters=wording.parameters or {},
        key=f"follow-up:{row.key}:{now.isoformat()}",
        order_id=row.order_id,
        follow_up_id=row.pk,
        deadline=row.expires_at,
        priority=row.priority,
    )
