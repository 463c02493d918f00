"""A ticket is solved, and opened again when it was not."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sapa.accounts.models import User
from sapa.contacts.models import Interaction
from sapa.contacts.selectors import members
from sapa.contacts.services import lock
from sapa.events.models import Event
from sapa.inbox.models import Ticket
from sapa.inbox.services import clocks
from sapa.inbox.services.clocks.answers import GONE, PEOPLE, SPEECHLESS
from sapa.inbox.services.handoffs.cards import CLOSING
from sapa.inbox.services.replies import reply
from sapa.inbox.services.tickets.opening import OPEN, note
from sapa.inbox.services.tickets.steps import add_step, held
from sapa.messaging.models import Message


@transaction.atomic
def solve(*, ticket: Ticket, now: datetime, author_id: int | None = None, by: str = "agent") -> Ticket:
    """`by`: agent, assistant or api. The question for a score follows from its event (`csat`).

    Raises Refused(ticket_state).
    """
    row = held(ticket, *OPEN)
    row.state, row.solved_at, row.solved_by_id, row.updated_at = Ticket.State.SOLVED, now, author_id, now
    row.save(update_fields=["state", "solved_at", "solved_by_id", "updated_at"])
    add_step(row, "solved", now=now, author_id=author_id, by=by)
    note(row, "resolved", now=now, by=answered_by(row))
    clocks.ticket_solved(ticket_id=row.pk, now=now)
    row.refresh_from_db(fields=["due_at"])
    return row


@transaction.atomic
def solve_and_tell(*, ticket: Ticket, text: str, author: User, now: datetime) -> Ticket:
    """The customer reads the sentence as an answer of this person; what refuses it leaves the ticket open.

    Their gate is held before their conversation, as whoever hears of their messages does. Raises Refused as
    `solve` and `reply` do.
    """
    lock(contact_ids=[ticket.contact_id])
    row = Ticket.objects.select_related("conversation__contact").get(pk=ticket.pk)
    if row.conversation and row.state in OPEN:
        client_id = f"ticket-{row.pk}-{row.reopened}"
        reply(conversation=row.conversation, text=text, author=author, client_id=client_id, now=now)
    return solve(ticket=row, now=now, author_id=author.pk)


def answered_by(ticket: Ticket) -> str:
    """Who answered the customer since it was opened: agent before assistant; blank when nobody did.

    A ticket that nobody answered is not asked about (`domain.md` 3, csat). People answer on the phone too; that the
    assistant passes something on is no answer.
    """
    people = list(members([ticket.contact_id]))
    since = Message.objects.filter(contact_id__in=people, direction="out", at__gte=ticket.opened_at)
    left = since.exclude(state__in=GONE).exclude(kind=CLOSING).exclude(type__in=SPEECHLESS)
    voices = set(left.filter(by__in=[*PEOPLE, "assistant"]).values_list("by", flat=True).distinct())
    talked = Interaction.objects.filter(contact_id__in=people, at__gte=ticket.opened_at).exists()
    return "agent" if talked or voices & set(PEOPLE) else "assistant" if voices else ""


@transaction.atomic
def reopen(*, ticket: Ticket, now: datetime, author_id: int | None = None, by: str = "agent") -> Ticket:
    """Raises Refused(ticket_state) when it is open, or joined to another."""
    row = held(ticket, Ticket.State.SOLVED)
    _opened_again(row, at=now, now=now, author_id=author_id, by=by)
    note(row, "reopened", now=now)
    return row


@transaction.atomic
def keep_in_step(*, events: Sequence[Event], now: datetime) -> int:
    """Tickets that customers opened again by an answer (BELUM), which policy and journeys know already.

    What was told of a time before it was solved changes nothing; returns how many were opened again.
    """
    told = {event.data["ticket"]: event for event in events if event.data.get("ticket")}
    rows = Ticket.objects.filter(case_id__in=told).order_by("contact_id", "pk")
    lock(contact_ids={row.contact_id for row in rows})
    solved = [row for row in rows.select_for_update(no_key=True) if row.state == Ticket.State.SOLVED]
    late = [row for row in solved if row.solved_at and told[row.case_id].at > row.solved_at]
    for row in late:
        event = told[row.case_id]
        _opened_again(row, at=event.at, now=now, by="customer", message_id=event.data.get("message_id"))
    return len(late)


def _opened_again(
    row: Ticket,
    *,
    at: datetime,
    now: datetime,
    by: str,
    author_id: int | None = None,
    message_id: int | None = None,
) -> None:
    """`at`: when somebody said so; the promise runs from there, however late that is told."""
    row.state, row.reopened, row.updated_at = Ticket.State.OPEN, row.reopened + 1, now
    row.save(update_fields=["state", "reopened", "updated_at"])
    said = {"message": message_id} if message_id else {}
    add_step(row, "reopened", now=now, author_id=author_id, by=by, **said)
    clocks.ticket_reopened(ticket_id=row.pk, now=at)
    row.refresh_from_db(fields=["due_at"])
