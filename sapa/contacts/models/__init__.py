"""Rows of the room, by noun."""

from sapa.contacts.models.details import CustomField, CustomValue, Tag
from sapa.contacts.models.ledger import Interaction, LedgerEntry
from sapa.contacts.models.likeness import Comparison, Likeness, Sameness
from sapa.contacts.models.people import Contact, ContactGate, ContactState, Identity
from sapa.contacts.models.wishes import Consent, OptOut

__all__ = [
    "Comparison",
    "Consent",
    "Contact",
    "ContactGate",
    "ContactState",
    "CustomField",
    "CustomValue",
    "Identity",
    "Interaction",
    "LedgerEntry",
    "Likeness",
    "OptOut",
    "Sameness",
    "Tag",
]
