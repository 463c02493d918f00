"""Reads of the room; merged contacts are read as their root (decisions.md 16)."""

from sapa.contacts.selectors.clocks import ContactClock, Piece, clock_of_contact, zones_to_choose
from sapa.contacts.selectors.people import (
    consents_of,
    contact_by_public_id,
    identities_of,
    members,
    merged_into,
    newer,
    newest,
    opt_outs_of,
    roots,
    search,
    stopped_at_whatsapp,
    zones_of,
)
from sapa.contacts.selectors.policy import customers, histories
from sapa.contacts.selectors.talks import first_contacts, interactions, interactions_of, tickets, tickets_of

__all__ = [
    "ContactClock",
    "Piece",
    "clock_of_contact",
    "consents_of",
    "contact_by_public_id",
    "customers",
    "first_contacts",
    "histories",
    "identities_of",
    "interactions",
    "interactions_of",
    "members",
    "merged_into",
    "newer",
    "newest",
    "opt_outs_of",
    "roots",
    "search",
    "stopped_at_whatsapp",
    "tickets",
    "tickets_of",
    "zones_of",
    "zones_to_choose",
]
