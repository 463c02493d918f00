"""Clocks of service: begun, paused, met and dropped as conversations and tickets go (measurement.md 1).

Each call locks its conversations or ticket, changes `Clock` rows and keeps `due_at` beside them.
"""

from sapa.inbox.services.clocks.talks import (
    answered,
    customer_wrote,
    handed_off,
    released,
    taken_up_again,
    unanswered,
)
from sapa.inbox.services.clocks.tickets import (
    reprioritised,
    ticket_goes_on,
    ticket_joined,
    ticket_opened,
    ticket_reopened,
    ticket_solved,
    ticket_waits,
    waiting_since,
)

__all__ = [
    "answered",
    "customer_wrote",
    "handed_off",
    "released",
    "reprioritised",
    "taken_up_again",
    "ticket_goes_on",
    "ticket_joined",
    "ticket_opened",
    "ticket_reopened",
    "ticket_solved",
    "ticket_waits",
    "unanswered",
    "waiting_since",
]
