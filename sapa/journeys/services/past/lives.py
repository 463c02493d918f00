"""People as they were on any of the past days: what really happened to them, and what was made up since."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sapa.commerce.models import Order
from sapa.commerce.selectors import facts_of
from sapa.contacts.selectors import customers
from sapa.domain import policy
from sapa.domain.journeys import KnownFollowUp, PersonFacts, Run
from sapa.domain.orders import OrderFacts, facts_at
from sapa.journeys.services import gathering
from sapa.journeys.services.people import facts_of_people


@dataclass(slots=True)
class Life:
    """One person through the days: what really happened, and what the journey would have added."""

    customer: policy.Customer
    facts: PersonFacts
    contacts: tuple[policy.Contact, ...]
    events: tuple[policy.HistoryEvent, ...]
    orders: Sequence[OrderFacts]
    runs: dict[str, Run] = field(default_factory=dict)
    ours: list[policy.Contact] = field(default_factory=list)
    made: dict[str, KnownFollowUp] = field(default_factory=dict)

    def customer_at(self, at: datetime) -> policy.Customer:
        return replace(self.customer, opt_out=tuple(one for one in self.customer.opt_out if one.at <= at))

    def history_at(self, at: datetime) -> policy.History:
        contacts = [one for one in (*self.contacts, *self.ours) if one.at <= at]
        return policy.History(tuple(contacts), tuple(one for one in self.events if one.at <= at))

    def facts_at(self, at: datetime) -> PersonFacts:
        """What is dated as of then; the rest as of today."""
        known = [told for one in self.orders if (told := facts_at(one, at))]
        paid = [one.paid_at for one in known if one.paid_at and not one.cancelled_at]
        return replace(
            self.facts,
            last_paid_at=max(paid, default=None),
            paid_orders=len(paid),
            delivered_orders=sum(bool(one.delivered_at) for one in known if not one.cancelled_at),
            last_order_at=max((one.placed_at for one in known), default=None),
            purchases=tuple(one for one in self.facts.purchases if one.at <= at),
            follow_ups=(
                *(_then(one, at) for one in self.facts.follow_ups if one.created_at <= at),
                *self.made.values(),
            ),
        )


def _then(one: KnownFollowUp, at: datetime) -> KnownFollowUp:
    ended_later = one.finished_at is not None and one.finished_at > at
    return replace(one, state="waiting", finished_at=None) if ended_later else one


def lives_of(
    roots: dict[int, int], given: gathering.Rules, now: datetime, left_out: set[str]
) -> dict[int, Life]:
    if not roots:
        return {}
    known = customers(roots.values(), root=roots)
    people = facts_of_people(roots, known=known, chosen=given.policy)
    told = gathering.situations(roots, known=known, now=now)
    orders: dict[int, list[OrderFacts]] = defaultdict(list)
    for row in Order.objects.filter(contact_id__in=list(roots)).order_by("placed_at"):
        orders[roots[row.contact_id]].append(facts_of(row))
    return {
        root: Life(
            customer=one.customer,
            facts=_without(people[root], left_out),
            contacts=tuple(entry for entry in one.history.contacts if entry.kind not in left_out),
            events=one.history.events,
            orders=orders[root],
        )
        for root, one in told.items()
    }


def _without(person: PersonFacts, left_out: set[str]) -> PersonFacts:
    return replace(person, follow_ups=tuple(one for one in person.follow_ups if one.recipe not in left_out))
