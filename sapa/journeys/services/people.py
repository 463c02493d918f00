"""What the pure journeys must know about people, by set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sapa.base.rows import Row, fetch
from sapa.base.scope import current_workspace_id
from sapa.contacts.selectors import customers
from sapa.domain import journeys, policy
from sapa.domain.journeys.facts import Purchase
from sapa.domain.zones.resolve import resolve
from sapa.journeys.services.gathering import rules

PEOPLE = """
SELECT id, segment, name, company, gender, preferred_address FROM contacts_contact
WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[]) ORDER BY id
"""
STATES = """
SELECT contact_id, last_paid_at, last_csat FROM contacts_contactstate
WHERE workspace_id = %(workspace)b AND contact_id = ANY(%(ids)b::bigint[]) ORDER BY updated_at
"""
KNOWN = """
SELECT f.contact_id, f.key, f.recipe, f.step, f.state, f.created_at, f.due_at, f.order_id, coalesce(o.amount, 0),
    f.finished_at
FROM journeys_followup f LEFT JOIN commerce_order o ON o.workspace_id = f.workspace_id AND o.id = f.order_id
WHERE f.workspace_id = %(workspace)b AND f.contact_id = ANY(%(ids)b::bigint[]) ORDER BY f.id
"""
ORDERS = """
SELECT contact_id, count(*) FILTER (WHERE paid_at IS NOT NULL AND cancelled_at IS NULL),
    count(*) FILTER (WHERE delivered_at IS NOT NULL AND cancelled_at IS NULL), max(placed_at)
FROM commerce_order WHERE workspace_id = %(workspace)b AND contact_id = ANY(%(ids)b::bigint[]) GROUP BY contact_id
"""
SUBSCRIBED = """
SELECT contact_id, min(started_at) FROM commerce_subscription
WHERE workspace_id = %(workspace)b AND contact_id = ANY(%(ids)b::bigint[]) AND status IN ('active', 'grace')
GROUP BY contact_id
"""
ANSWERED = """
SELECT contact_id, max(at) FROM contacts_ledgerentry
WHERE workspace_id = %(workspace)b AND contact_id = ANY(%(ids)b::bigint[]) AND fact = 'sent'
    AND (by IN ('agent', 'assistant') OR kind IN ('survey', 'review'))
GROUP BY contact_id
"""
BOUGHT = """
SELECT o.contact_id, l.product_id, l.order_id, o.paid_at, l.quantity, p.name
FROM commerce_order o
JOIN commerce_orderline l ON l.workspace_id = o.workspace_id AND l.order_id = o.id
JOIN commerce_product p ON p.workspace_id = l.workspace_id AND p.id = l.product_id
WHERE o.workspace_id = %(workspace)b AND o.contact_id = ANY(%(ids)b::bigint[]) AND o.paid_at IS NOT NULL
    AND o.cancelled_at IS NULL
ORDER BY o.paid_at, l.id
"""
SCORES = """
SELECT contact_id, name, (data ->> 'score')::int FROM events_event
WHERE workspace_id = %(workspace)b AND contact_id = ANY(%(ids)b::bigint[])
    AND name IN ('feedback.rated', 'nps.answered')
    AND data ->> 'score' ~ '^-?[0-9]+$' AND jsonb_typeof(data -> 'score') = 'number'
ORDER BY at, id
"""


@dataclass(slots=True)
class Dealings:
    """What a person bought and was told, from all records that were merged into the root."""

    follow_ups: list[journeys.KnownFollowUp] = field(default_factory=list)
    purchases: list[Purchase] = field(default_factory=list)
    paid_orders: int = 0
    delivered_orders: int = 0
    last_order_at: datetime | None = None
    last_paid_at: datetime | None = None
    last_csat: int | None = None
    last_nps: int | None = None
    subscribed_since: datetime | None = None
    last_answered_at: datetime | None = None


def facts_of_people(
    roots: dict[int, int],
    *,
    known: Mapping[int, policy.Customer] | None = None,
    chosen: policy.Policy | None = None,
) -> dict[int, journeys.PersonFacts]:
    """By root contact; `roots` are all records of these people, merged ones too, with their root.

    `known` and `chosen`: customers and policy where the caller has read them already.
    """
    if not roots:
        return {}
    wanted = sorted(set(roots.values()))
    people = known or customers(wanted)
    rules_in_force = chosen or rules().policy
    dealings = _dealings(roots)
    return {
        row[0]: _person(row, zone_of(people[row[0]], rules_in_force), dealings[row[0]])
        for row in _of(PEOPLE, wanted)
    }


def _of(sql: str, contact_ids: Iterable[int]) -> list[Row]:
    return fetch(sql, {"workspace": current_workspace_id(), "ids": list(contact_ids)})


def _person(row: Row, zone: str, told: Dealings) -> journeys.PersonFacts:
    """`row`: the columns of `PEOPLE`."""
    contact_id, segment, name, company, gender, preferred_address = row
    return journeys.PersonFacts(
        contact_id=contact_id,
        segment=segment,
        zone=zone,
        name=name,
        company=company,
        gender=gender,
        preferred_address=preferred_address,
        last_paid_at=told.last_paid_at,
        last_csat=told.last_csat,
        last_nps=told.last_nps,
        has_subscription=told.subscribed_since is not None,
        follow_ups=tuple(told.follow_ups),
        paid_orders=told.paid_orders,
        delivered_orders=told.delivered_orders,
        last_order_at=told.last_order_at,
        subscribed_since=told.subscribed_since,
        last_answered_at=told.last_answered_at,
        purchases=tuple(told.purchases),
    )


def _dealings(roots: Mapping[int, int]) -> dict[int, Dealings]:
    """One question of each kind for the whole batch; merged records are added up by their root."""
    found = {root: Dealings() for root in set(roots.values())}
    for pk, *known in _of(KNOWN, roots):
        found[roots[pk]].follow_ups.append(journeys.KnownFollowUp(*known))
    for pk, *bought in _of(BOUGHT, roots):
        found[roots[pk]].purchases.append(Purchase(*bought))
    for pk, paid, delivered, newest in _of(ORDERS, roots):
        mine = found[roots[pk]]
        mine.paid_orders += paid
        mine.delivered_orders += delivered
        mine.last_order_at = _later(mine.last_order_at, newest)
    for pk, paid_at, rated in _of(STATES, roots):
        mine = found[roots[pk]]
        mine.last_paid_at = _later(mine.last_paid_at, paid_at)
        mine.last_csat = mine.last_csat if rated is None else rated
    for pk, name, score in _of(SCORES, roots):
        if name == "nps.answered":
            found[roots[pk]].last_nps = score
        else:
            found[roots[pk]].last_csat = score
    for pk, since in _of(SUBSCRIBED, roots):
        mine = found[roots[pk]]
        mine.subscribed_since = _earlier(mine.subscribed_since, since)
    for pk, at in _of(ANSWERED, roots):
        found[roots[pk]].last_answered_at = _later(found[roots[pk]].last_answered_at, at)
    return found


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one and other else one or other


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(one, other) if one and other else one or other


def zone_of(customer: policy.Customer, chosen: policy.Policy) -> str:
    """The customer's primary zone, by which days are counted and times are written (domain.md 2.3)."""
    found = customer.evidence
    return resolve(
        found.timezone,
        found.country,
        found.province,
        found.postcode,
        found.region,
        found.phone,
        chosen.business_timezone,
        chosen.unknown_zone,
    ).primary
