"""Writes of the room: people and their identities, the lock of a contact, the facts the policy reads."""

from sapa.contacts.services.choices import choose_zone, describe, prefer_address
from sapa.contacts.services.comparing import compare_records
from sapa.contacts.services.consents import end_opt_outs, opt_out, record_consent
from sapa.contacts.services.correcting import (
    NOBODY_NAMED,
    check_told_at,
    correct,
    fill_fields,
    tell_contact,
)
from sapa.contacts.services.custom import add_field, archive_field, set_values
from sapa.contacts.services.facts import (
    Paid,
    note_csat,
    note_facts,
    note_paid,
    recount_paid,
    withdraw_sent,
    write_ledger,
)
from sapa.contacts.services.forgetting import forget_people, marks_of, untouched_people, unused_people
from sapa.contacts.services.gates import hold_free, lock, lock_free, make_gates
from sapa.contacts.services.identities import (
    Moved,
    give_up_ended,
    join_hidden,
    move_identity,
    note_usernames,
)
from sapa.contacts.services.interactions import Noted, Talk, note_interactions
from sapa.contacts.services.merging import MERGE_ITSELF, merge, unmerge
from sapa.contacts.services.people import UNDATED, Found, Key, Person, find_or_make
from sapa.contacts.services.proofs import Kept, Proven, forget_consents, keep_consents
from sapa.contacts.services.sameness import join_records, separate, tell_apart, undo_decision
from sapa.contacts.services.tags import MOST_TAGS, set_tags
from sapa.contacts.services.tickets import (
    TicketNews,
    close_ticket,
    new_ticket_ids,
    note_tickets,
    open_ticket,
    reopen_ticket,
)
from sapa.contacts.services.wishes import end_opt_out, write_consent, write_opt_out

__all__ = [
    "MERGE_ITSELF",
    "MOST_TAGS",
    "NOBODY_NAMED",
    "UNDATED",
    "Found",
    "Kept",
    "Key",
    "Moved",
    "Noted",
    "Paid",
    "Person",
    "Proven",
    "Talk",
    "TicketNews",
    "add_field",
    "archive_field",
    "check_told_at",
    "choose_zone",
    "close_ticket",
    "compare_records",
    "correct",
    "describe",
    "end_opt_out",
    "end_opt_outs",
    "fill_fields",
    "find_or_make",
    "forget_consents",
    "forget_people",
    "give_up_ended",
    "hold_free",
    "join_hidden",
    "join_records",
    "keep_consents",
    "lock",
    "lock_free",
    "make_gates",
    "marks_of",
    "merge",
    "move_identity",
    "new_ticket_ids",
    "note_csat",
    "note_facts",
    "note_interactions",
    "note_paid",
    "note_tickets",
    "note_usernames",
    "open_ticket",
    "opt_out",
    "prefer_address",
    "record_consent",
    "recount_paid",
    "reopen_ticket",
    "separate",
    "set_tags",
    "set_values",
    "tell_apart",
    "tell_contact",
    "undo_decision",
    "unmerge",
    "untouched_people",
    "unused_people",
    "withdraw_sent",
    "write_consent",
    "write_ledger",
    "write_opt_out",
]
