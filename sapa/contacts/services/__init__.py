"""Writes of the room: people and their identities, the lock of a contact, the facts the policy reads."""

from sapa.contacts.services.consents import end_opt_outs, opt_out, record_consent
from sapa.contacts.services.facts import (
    Paid,
    close_ticket,
    note_paid,
    open_ticket,
    withdraw_sent,
    write_ledger,
)
from sapa.contacts.services.gates import lock
from sapa.contacts.services.merging import MERGE_ITSELF, merge, unmerge
from sapa.contacts.services.people import Found, Person, find_or_make

__all__ = [
    "MERGE_ITSELF",
    "Found",
    "Paid",
    "Person",
    "close_ticket",
    "end_opt_outs",
    "find_or_make",
    "lock",
    "merge",
    "note_paid",
    "open_ticket",
    "opt_out",
    "record_consent",
    "unmerge",
    "withdraw_sent",
    "write_ledger",
]
