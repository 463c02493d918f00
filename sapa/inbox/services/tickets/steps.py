"""What happened to a ticket, written down and never changed."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sapa.contacts.services import lock
from sapa.inbox.models import Ticket, TicketStep
from sapa.web.errors import Refused, refusal

TICKET_STATE = refusal(
    "ticket_state",
    _("Ticket T-%(number)s is not at that step any more."),
    _("Load the page again: somebody has taken it further."),
)


def add_step(
    ticket: Ticket, action: str, *, now: datetime, author_id: int | None = None, **data: Any
) -> None:
    """`data` holds ids and codes, no words of customers."""
    TicketStep.objects.create(ticket=ticket, at=now, author_id=author_id, action=action, data=data)


def held(ticket: Ticket, *states: str) -> Ticket:
    """As it is now, with its person and its row held. Raises Refused when it is in none of these states."""
    lock(contact_ids=[ticket.contact_id])
    row = Ticket.objects.select_for_update(no_key=True).get(pk=ticket.pk)
    if row.state not in states:
        raise Refused(TICKET_STATE, number=row.number)
    return row
