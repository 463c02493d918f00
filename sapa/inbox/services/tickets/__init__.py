"""Problems of customers until they are solved: opened, worked on, solved, opened again, joined."""

from sapa.inbox.services.tickets.changing import (
    TICKET_MERGE,
    Wanted,
    change,
    goes_on,
    let_go,
    merge,
    wait,
    wake,
)
from sapa.inbox.services.tickets.ending import keep_in_step, reopen, solve, solve_and_tell
from sapa.inbox.services.tickets.opening import OPEN, open_of_score, open_ticket
from sapa.inbox.services.tickets.rules import Rules, choose_rules, rules, seen_rules

__all__ = [
    "OPEN",
    "TICKET_MERGE",
    "Rules",
    "Wanted",
    "change",
    "choose_rules",
    "goes_on",
    "keep_in_step",
    "let_go",
    "merge",
    "open_of_score",
    "open_ticket",
    "reopen",
    "rules",
    "seen_rules",
    "solve",
    "solve_and_tell",
    "wait",
    "wake",
]
