"""Gather: everything the pure policy needs to know about some people, by set."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sapa.accounts.models import Workspace
from sapa.accounts.selectors import calendar, settings_in_force, workspace
from sapa.base.rows import fetch, fetch_instances
from sapa.base.scope import current_workspace_id
from sapa.contacts.selectors import customers, histories
from sapa.domain import policy
from sapa.domain.calendars import Calendar
from sapa.domain.events import EXITS
from sapa.domain.recipes import LATER
from sapa.journeys.models import FollowUp, Journey
from sapa.journeys.services.approved import Approved, as_approved, name_of
from sapa.journeys.services.rushing import held_back
from sapa.messaging.selectors.rushes import rush
from sapa.messaging.selectors.templates import recategorised

BUILT = ("whatsapp",)  # of the channels that a journey may name
NOTHING_CHANGED: Approved = MappingProxyType({})
LOOK_BACK = timedelta(days=400)
OPEN = (FollowUp.State.WAITING, FollowUp.State.QUEUED)
EXIT_NAMES = [name for name in EXITS if name != "message.received"]
HAPPENED = """
SELECT contact_id, name, at, CASE WHEN name <> 'order.placed' THEN order_id END,
    coalesce('invoice-' || (data ->> 'invoice'), 'subscription-' || (data ->> 'subscription'))
FROM events_event
WHERE workspace_id = %(workspace)b AND contact_id = ANY(%(ids)b::bigint[]) AND at BETWEEN %(since)b AND %(now)b
    AND name = ANY(%(names)b::text[])
ORDER BY at, id
"""
ABOUT = re.compile(r":(invoice|subscription|period)-(\d+)[-:]")
BY_ID = "id = ANY(%(ids)b::bigint[])"
OPEN_ONES = "contact_id = ANY(%(ids)b::bigint[]) AND state IN ('waiting', 'queued') ORDER BY id"


@dataclass(frozen=True, slots=True)
class Rules:
    """The workspace, its contact policy and calendar, and the version of the settings that a decision names.

    `approved`: templates whose category is another than their journey wanted. `settings`: all of the workspace's.
    `is_rush`: more customers wait for an answer than people can give.
    """

    shop: Workspace
    policy: policy.Policy
    calendar: Calendar
    version: int
    approved: Approved = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    is_rush: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """One person as the policy sees them, and all open follow-ups that compete for their attention."""

    customer: policy.Customer
    history: policy.History
    follow_ups: tuple[FollowUp, ...]


def rules() -> Rules:
    version, settings = settings_in_force()
    shop = workspace()
    chosen = {"business_timezone": shop.timezone, **settings.get("policy", {})}
    return Rules(
        shop,
        policy.policy_from(chosen),
        calendar(settings),
        version,
        recategorised(),
        settings,
        is_rush=rush() is not None,
    )


def situations(
    roots: dict[int, int], *, known: Mapping[int, policy.Customer] | None = None, now: datetime
) -> dict[int, Situation]:
    """By root contact, in ascending order; `roots` as `contacts.selectors.members` gives them.

    Call after `contacts.services.lock`, so that two decisions cannot pass each other.
    """
    wanted = sorted(set(roots.values()))
    people, told = known or customers(wanted, root=roots), histories(wanted, now=now, root=roots)
    happened, open_ones = _exit_events(roots, now), _open_follow_ups(roots)
    return {
        root: Situation(
            people[root],
            policy.History(contacts=told.get(root, ()), events=tuple(happened[root])),
            tuple(open_ones[root]),
        )
        for root in wanted
    }


def _exit_events(roots: dict[int, int], now: datetime) -> dict[int, list[policy.HistoryEvent]]:
    """Replies are read from the ledger, so `message.received` is not told twice.

    A new order is never the one that a follow-up is about, so it is told without its number.
    """
    given = {"ids": list(roots), "names": EXIT_NAMES, "since": now - LOOK_BACK, "now": now}
    found: dict[int, list[policy.HistoryEvent]] = defaultdict(list)
    for contact_id, name, at, order_id, other in fetch(
        HAPPENED, {"workspace": current_workspace_id(), **given}
    ):
        found[roots[contact_id]].append(policy.HistoryEvent(EXITS[name], at, order_id or other))
    return found


def _open_follow_ups(roots: dict[int, int]) -> dict[int, list[FollowUp]]:
    found: dict[int, list[FollowUp]] = defaultdict(list)
    for row in fetch_instances(FollowUp, OPEN_ONES, {"ids": list(roots)}):
        found[roots[row.contact_id]].append(row)
    return found


def complete(rows: Iterable[FollowUp]) -> None:
    """Puts the journey of each follow-up at hand; whether it is a rehearsal is what the journey says now."""
    wanted, moved = list(rows), defaultdict[bool, list[int]](list)
    ids = sorted({row.journey_id for row in wanted})
    switches = {row.id: row for row in fetch_instances(Journey, BY_ID, {"ids": ids})} if ids else {}
    for row in wanted:
        row.journey = switches[row.journey_id]
        if row.journey.enabled and row.dry != row.journey.is_rehearsed:
            row.dry = row.journey.is_rehearsed
            moved[row.dry].append(row.pk)
    for dry, ids in moved.items():
        FollowUp.objects.filter(pk__in=ids).update(dry=dry)


def about(row: FollowUp) -> int | str | None:
    """What exits are compared by: the order, else the invoice or subscription in the follow-up's key."""
    found = row.order_id or ABOUT.search(row.key)
    if found is None or isinstance(found, int):
        return found
    return f"{'subscription' if found[1] == 'period' else found[1]}-{found[2]}"


def intent_of(
    row: FollowUp, chosen: policy.Policy, now: datetime, approved: Approved = NOTHING_CHANGED
) -> policy.Intent:
    """A notice that comes late is one like any other (domain.md 2.6)."""
    klass, category = as_approved(row, approved)
    own = chosen.of(klass, row.segment)
    return policy.Intent(
        id=row.id,
        klass=klass,
        kind=row.recipe,
        category=category,
        created_at=row.created_at,
        due_at=row.due_at,
        expires_at=row.expires_at,
        channels=tuple([one for one in row.channels or BUILT if one in BUILT]),
        wa_template=row.recipe != LATER or bool(name_of(row)),
        order_id=about(row),
        exit_on=tuple(row.exits),
        recipe_cap=_cap(**row.recipe_cap) if row.recipe_cap else None,
        priority=row.priority,
        customer_initiated=row.customer_initiated and own.echoes(row.created_at, now),
        holiday_relevant=row.holiday_relevant,
    )


_cap = lru_cache(maxsize=256)(policy.RecipeCap)


def decide(situation: Situation, given: Rules, *, now: datetime) -> dict[int, policy.Decision]:
    """All open follow-ups of one person, the more important first, each seeing what those before it took.

    What is only rehearsed sees the real ones, and takes nothing from them.
    """
    real = [row for row in situation.follow_ups if not row.dry]
    answers = _answers(real, situation, given, now)
    if len(real) < len(situation.follow_ups):
        answers = _answers(situation.follow_ups, situation, given, now) | answers
    return held_back(answers, situation.follow_ups, given.approved, now) if given.is_rush else answers


def _answers(
    rows: Iterable[FollowUp], situation: Situation, given: Rules, now: datetime
) -> dict[int, policy.Decision]:
    intents = [intent_of(row, given.policy, now, given.approved) for row in rows]
    told = policy.decide_all(
        intents, situation.customer, situation.history, given.calendar, now, given.policy
    )
    return {int(intent.id): decision for intent, decision in told}
