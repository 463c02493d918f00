"""Talks with people of the shop and the customer's cases, as facts."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Min

from sapa.contacts.models import ContactState, Interaction, LedgerEntry
from sapa.contacts.selectors.people import members
from sapa.domain.subjects import InteractionFacts, TicketFacts

TicketRef = tuple[int, int]


def interactions(ids: Iterable[int]) -> dict[int, InteractionFacts]:
    wanted = set(ids)
    return {row.pk: _talk(row) for row in Interaction.objects.filter(pk__in=wanted)} if wanted else {}


def interactions_of(contact_ids: Iterable[int]) -> dict[int, list[InteractionFacts]]:
    """By the root of the contact, newest first; merged contacts included."""
    root = members(contact_ids)
    found: dict[int, list[InteractionFacts]] = defaultdict(list)
    for row in Interaction.objects.filter(contact_id__in=root).order_by("-at", "-pk"):
        found[root[row.contact_id]].append(_talk(row))
    return dict(found)


def first_contacts(contact_ids: Iterable[int]) -> dict[int, datetime]:
    """By the root of the contact: the first contact with them that is known, either way, on any channel."""
    root = members(contact_ids)
    rows = LedgerEntry.objects.filter(contact_id__in=root).values_list("contact_id").annotate(first=Min("at"))
    found: dict[int, datetime] = {}
    for contact_id, first in rows.order_by():
        found[root[contact_id]] = min(first, found.get(root[contact_id], first))
    return found


def tickets(refs: Iterable[TicketRef]) -> dict[TicketRef, TicketFacts]:
    """Each ref is (contact, ticket), as an event carries them; merged contacts included."""
    wanted = set(refs)
    root = members(contact_id for contact_id, _ in wanted)
    cases = {(person, case.id): case for person, known in tickets_of(root).items() for case in known}
    return {
        (contact_id, ticket_id): cases[root[contact_id], ticket_id]
        for contact_id, ticket_id in wanted
        if (root.get(contact_id), ticket_id) in cases
    }


def orders_of_tickets(contact_ids: Iterable[int]) -> set[int]:
    """Orders that cases of these people are about, closed ones too."""
    rows = ContactState.objects.filter(contact_id__in=members(contact_ids)).exclude(tickets=[])
    told = rows.values_list("tickets", flat=True)
    return {ticket["order_id"] for tickets in told for ticket in tickets if ticket.get("order_id")}


def tickets_of(contact_ids: Iterable[int]) -> dict[int, list[TicketFacts]]:
    """By the root of the contact, newest first; merged contacts included."""
    root = members(contact_ids)
    found: dict[int, list[TicketFacts]] = defaultdict(list)
    for state in ContactState.objects.filter(contact_id__in=root):
        found[root[state.contact_id]] += [_case(ticket) for ticket in state.tickets]
    return {person: sorted(cases, key=_opened, reverse=True) for person, cases in found.items()}


def _opened(case: TicketFacts) -> tuple[datetime, int]:
    assert case.opened_at is not None  # noqa: S101 (a case without a beginning is never written)
    return case.opened_at, case.id


def _talk(row: Interaction) -> InteractionFacts:
    return InteractionFacts(
        id=row.pk,
        kind=row.kind,
        topic=row.topic,
        at=row.ended_at or row.at,
        by_name=row.by_name,
        open=row.ended_at is None,
        promised_at=row.promised_at,
    )


def _case(plain: dict[str, Any]) -> TicketFacts:
    """Cases of older versions carry fewer words."""
    resolved_at = plain["closed_at"] and datetime.fromisoformat(plain["closed_at"])
    return TicketFacts(
        id=plain["id"],
        number=plain.get("number", ""),
        kind=plain["kind"],
        summary=plain.get("summary", ""),
        opened_at=datetime.fromisoformat(plain["opened_at"]),
        resolved_at=resolved_at or None,
        reopened=plain.get("reopened", False),
        answered_by=plain.get("answered_by", ""),
        own=plain.get("own", False),
    )
