"""Reads of the room; merged contacts are read as their root (decisions.md 16)."""

from sapa.contacts.selectors.clocks import ContactClock, Piece, clock_of_contact, zones_to_choose
from sapa.contacts.selectors.consents import in_force
from sapa.contacts.selectors.duplicates import (
    START,
    STRENGTHS,
    Pair,
    Place,
    compared_at,
    decisions,
    duplicates,
)
from sapa.contacts.selectors.hours import OpenHours, hours_profile, open_hours, profile_names, waking_hours
from sapa.contacts.selectors.people import (
    author_names,
    consents_of,
    contact_by_public_id,
    identities_of,
    members,
    merged_into,
    newer,
    newest,
    opt_outs_of,
    people,
    roots,
    stopped_at_whatsapp,
    tag_key,
    zones_of,
)
from sapa.contacts.selectors.policy import customers, histories
from sapa.contacts.selectors.searching import handles_of, search
from sapa.contacts.selectors.tags import Answer, answers_of, custom_fields, known_tags, tags_of
from sapa.contacts.selectors.talks import first_contacts, interactions, interactions_of, tickets, tickets_of

__all__ = [
    "START",
    "STRENGTHS",
    "Answer",
    "ContactClock",
    "OpenHours",
    "Pair",
    "Piece",
    "Place",
    "answers_of",
    "author_names",
    "clock_of_contact",
    "compared_at",
    "consents_of",
    "contact_by_public_id",
    "custom_fields",
    "customers",
    "decisions",
    "duplicates",
    "first_contacts",
    "handles_of",
    "histories",
    "hours_profile",
    "identities_of",
    "in_force",
    "interactions",
    "interactions_of",
    "known_tags",
    "members",
    "merged_into",
    "newer",
    "newest",
    "open_hours",
    "opt_outs_of",
    "people",
    "profile_names",
    "roots",
    "search",
    "stopped_at_whatsapp",
    "tag_key",
    "tags_of",
    "tickets",
    "tickets_of",
    "waking_hours",
    "zones_of",
    "zones_to_choose",
]
