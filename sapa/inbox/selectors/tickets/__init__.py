"""Tickets as lists, one by one, and for a customer."""

from sapa.inbox.selectors.tickets.listing import (
    TABS,
    TicketRow,
    counts,
    late_count,
    of_customer,
    page_of_tickets,
    ticket_by_public_id,
)
from sapa.inbox.selectors.tickets.telling import TicketStory, story_of

__all__ = [
    "TABS",
    "TicketRow",
    "TicketStory",
    "counts",
    "late_count",
    "of_customer",
    "page_of_tickets",
    "story_of",
    "ticket_by_public_id",
]
