"""Tickets: opened, read, solved and opened again by other programs."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema, Status
from pydantic import StringConstraints

from sapa.accounts.api import needs, now_of
from sapa.accounts.schemas import Scope
from sapa.commerce.models import Product
from sapa.commerce.selectors import order_by_public_id
from sapa.contacts.selectors import contact_by_public_id, members
from sapa.inbox.models import Ticket
from sapa.inbox.selectors.tickets import ticket_by_public_id
from sapa.inbox.services import tickets
from sapa.web.shapes import NO_NUL, Given, Page, Paging, Word, newest_first

router = Router(tags=["tickets"])
READ, WRITE = needs(Scope.TICKETS_READ), needs(Scope.TICKETS_WRITE)
Kind = Literal["delivery", "defective", "return", "payment", "warranty", "change", "complaint", "other"]
State = Literal["open", "waiting", "solved", "merged"]
Summary = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_NUL)]
Value = Annotated[str, StringConstraints(max_length=300, pattern=NO_NUL)]
WITH = ("contact__root", "order", "product", "merged_into", "repeats")


class TicketTold(Schema):
    """A problem of one customer. `due_at`: the promise that runs; `repeats_id`: the ticket before, of the same problem.

    `merged_into_id`: where it goes on. `priority`: 0 normal, 1 important, 2 urgent.
    """

    id: UUID
    number: int
    contact_id: UUID
    order_id: UUID | None
    product_id: UUID | None
    courier: str
    kind: Kind
    state: State
    priority: int
    summary: str
    details: dict[str, str]
    opened_by: str
    opened_at: datetime
    due_at: datetime | None
    solved_at: datetime | None
    reopened: int
    repeats_id: UUID | None
    merged_into_id: UUID | None


class TicketGiven(Given):
    """`details`: what this kind asks for, such as `issue_type` and `requested_resolution`."""

    kind: Kind
    summary: Summary
    order_id: UUID | None = None
    product_id: UUID | None = None
    priority: Literal[0, 1, 2] = 0
    details: dict[Word, Value] = Field(default_factory=dict, max_length=20)


class TicketsAsked(Paging):
    contact_id: UUID | None = Field(None, description="Of this customer alone")
    state: Literal["", "open", "waiting", "solved", "merged"] = ""
    kind: Literal[
        "", "delivery", "defective", "return", "payment", "warranty", "change", "complaint", "other"
    ] = ""


@router.get("/tickets", response=Page[TicketTold], summary=_("Tickets, last opened first"), **READ)
def list_tickets(request: HttpRequest, asked: Query[TicketsAsked]) -> dict[str, Any]:
    rows = Ticket.objects.select_related(*WITH)
    if asked.contact_id:
        rows = rows.filter(contact_id__in=members([contact_by_public_id(asked.contact_id).pk]))
    wanted = {name: value for name, value in (("state", asked.state), ("kind", asked.kind)) if value}
    return newest_first(rows.filter(**wanted), "opened_at", asked, lambda found: map(_told, found))


@router.get("/tickets/{uuid:ticket_id}", response=TicketTold, summary=_("One ticket"), **READ)
def get_ticket(request: HttpRequest, ticket_id: UUID) -> dict[str, Any]:
    return _again(ticket_by_public_id(ticket_id))


@router.post(
    "/contacts/{uuid:contact_id}/tickets",
    response={201: TicketTold},
    summary=_("Open a ticket for a customer"),
    **WRITE,
)
def open_ticket(request: HttpRequest, contact_id: UUID, given: TicketGiven) -> Status[Any]:
    """Offers rest while it is open, as the contact policy says of its kind."""
    product = get_object_or_404(Product, public_id=given.product_id) if given.product_id else None
    ticket = tickets.open_ticket(
        contact_id=contact_by_public_id(contact_id).pk,
        kind=given.kind,
        summary=given.summary,
        priority=given.priority,
        slots=given.details,
        order_id=order_by_public_id(given.order_id).pk if given.order_id else None,
        product_id=product.pk if product else None,
        opened_by="api",
        now=now_of(request),
    )
    return Status(201, _again(ticket))


@router.post("/tickets/{uuid:ticket_id}/solve", response=TicketTold, summary=_("Solve a ticket"), **WRITE)
def solve_ticket(request: HttpRequest, ticket_id: UUID) -> dict[str, Any]:
    """The question for a score follows as its recipe says."""
    ticket = ticket_by_public_id(ticket_id)
    return _again(tickets.solve(ticket=ticket, now=now_of(request), by="api"))


@router.post(
    "/tickets/{uuid:ticket_id}/reopen", response=TicketTold, summary=_("Open a solved ticket again"), **WRITE
)
def reopen_ticket(request: HttpRequest, ticket_id: UUID) -> dict[str, Any]:
    ticket = ticket_by_public_id(ticket_id)
    return _again(tickets.reopen(ticket=ticket, now=now_of(request), by="api"))


def _again(ticket: Ticket) -> dict[str, Any]:
    return _told(Ticket.objects.select_related(*WITH).get(pk=ticket.pk))


def _told(row: Ticket) -> dict[str, Any]:
    person = row.contact.root or row.contact
    same = ("number", "courier", "kind", "state", "priority", "summary", "opened_by", "opened_at", "due_at")
    return {
        **{name: getattr(row, name) for name in (*same, "solved_at", "reopened")},
        "id": row.public_id,
        "contact_id": person.public_id,
        "order_id": row.order.public_id if row.order else None,
        "product_id": row.product.public_id if row.product else None,
        "details": row.slots,
        "repeats_id": row.repeats.public_id if row.repeats else None,
        "merged_into_id": row.merged_into.public_id if row.merged_into else None,
    }
