"""What is under way for one customer beside the orders, as a page lists it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sapa.commerce.selectors.subjects import Facts, subjects_of
from sapa.contacts.selectors import tickets_of
from sapa.domain.orders import Money
from sapa.domain.subjects import InvoiceFacts, ReturnFacts, ShipmentFacts, SubscriptionFacts, TicketFacts

SETTLED = frozenset({"paid", "cancelled", "refunded", "rejected", "ended"})


@dataclass(frozen=True, slots=True)
class Affair:
    """`meaning` of `at`: since, expected, until or due. `kind`: shipment, subscription, invoice, return, ticket."""

    kind: str
    text: str
    status: str
    meaning: str
    at: datetime | None
    link: str = ""
    amount: Money | None = None


def affairs_of(contact_id: int) -> list[Affair]:
    """Open cases first, then parcels, subscriptions, open invoices and returns."""
    cases = [_case(case) for found in tickets_of([contact_id]).values() for case in found]
    kinds = subjects_of([contact_id]).get(contact_id, {})
    others = (affair for found in kinds.values() for facts in found for affair in _affairs(facts))
    return [
        *sorted(cases, key=lambda case: case.status),
        *(one for one in others if one.status not in SETTLED),
    ]


def _case(case: TicketFacts) -> Affair:
    text = " ".join(filter(None, (case.number, case.summary)))
    if case.resolved_at:
        return Affair("ticket", text, "resolved", "since", case.resolved_at)
    return Affair("ticket", text, "open", "since", case.opened_at)


def _affairs(facts: Facts) -> Iterator[Affair]:
    match facts:
        case ShipmentFacts():
            text = " ".join(filter(None, (facts.courier, facts.tracking_number or facts.external_id)))
            ahead = facts.eta is not None and facts.delivered_at is None
            meaning, at = ("expected", facts.eta) if ahead else ("since", facts.status_at)
            yield Affair("shipment", text, facts.status, meaning, at, facts.link)
        case SubscriptionFacts():
            yield Affair("subscription", facts.plan, facts.status, "until", facts.period_end, facts.link)
        case InvoiceFacts():
            yield Affair("invoice", facts.number, facts.status, "due", facts.due_at, facts.link, facts.amount)
        case ReturnFacts():
            meaning, at = ("expected", facts.expected_at) if facts.expected_at else ("since", facts.status_at)
            yield Affair("return", facts.number, facts.status, meaning, at)
