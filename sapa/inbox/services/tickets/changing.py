"""Work on a ticket that is open: its details, whose turn it is, and two of the same problem made one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import Membership
from sapa.accounts.services import audit
from sapa.base.permissions import Capability, allowed
from sapa.contacts.selectors import members
from sapa.contacts.services import close_ticket, lock
from sapa.inbox.models import Team, Ticket
from sapa.inbox.services import clocks, notices
from sapa.inbox.services.clocks.answers import written_by
from sapa.inbox.services.tickets.opening import (
    LONGEST_SUMMARY,
    OPEN,
    TICKET_SUMMARY,
    checked_slots,
    linked,
    note,
    tell_taker,
)
from sapa.inbox.services.tickets.steps import add_step, held
from sapa.web.errors import Refused, refusal

TICKET_MERGE = refusal(
    "ticket_merge",
    _("Only two open tickets of the same customer can be joined."),
    _("Choose another ticket of this customer that is still open."),
)
TICKET_ASSIGNEE = refusal(
    "ticket_assignee",
    _("This person cannot take tickets."),
    _("Choose somebody who may answer customers."),
)
CHANGEABLE = (
    *("kind", "priority", "summary", "slots", "order_id", "product_id", "courier"),
    *("assignee_id", "team_id"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A ticket as somebody wants it to be; all of it, as the page showed it."""

    kind: str
    priority: int
    summary: str
    slots: Mapping[str, str]
    order_id: int | None = None
    product_id: int | None = None
    assignee_id: int | None = None
    team_id: int | None = None


@transaction.atomic
def change(*, ticket: Ticket, wanted: Wanted, now: datetime, author_id: int | None = None) -> Ticket:
    """What is different is written down as one step, by the names of what changed.

    Raises Refused(ticket_state, ticket_summary, ticket_slots, ticket_about, ticket_assignee).
    """
    row = held(ticket, *OPEN)
    was = {name: getattr(row, name) for name in CHANGEABLE}
    _put(row, wanted)
    changed = {name: value for name, value in was.items() if getattr(row, name) != value}
    if not changed:
        return row
    row.updated_at = now
    row.save(update_fields=[*changed, "updated_at"])
    add_step(row, "changed", now=now, author_id=author_id, **_told(row, changed))
    if changed.keys() & {"kind", "summary", "order_id"}:
        note(row, "opened", now=now)
    if "assignee_id" in changed:
        tell_taker(row, author_id, now)
        _tell_former(row, was["assignee_id"], author_id, now)
    if "priority" in changed:
        clocks.reprioritised(ticket_id=row.pk, now=now)
        row.refresh_from_db(fields=["due_at"])
    return row


def _tell_former(row: Ticket, former: int | None, author_id: int | None, now: datetime) -> None:
    """A colleague has what was theirs until now."""
    if former not in (None, author_id) and row.assignee_id is not None:
        notices.tell(kind="ticket", user_ids=[former], ticket_id=row.pk, now=now)


@transaction.atomic
def let_go(*, ticket: Ticket, now: datetime) -> bool:
    """It is nobody's any more; whether it was still this person's and open."""
    lock(contact_ids=[ticket.contact_id])
    rows = Ticket.objects.select_for_update(no_key=True).filter(
        state__in=OPEN, assignee_id=ticket.assignee_id
    )
    row = rows.filter(pk=ticket.pk).first()
    if row is None:
        return False
    row.assignee_id, row.updated_at = None, now
    row.save(update_fields=["assignee_id", "updated_at"])
    add_step(row, "changed", now=now, **_told(row, {"assignee_id": None}))
    return True


def _put(row: Ticket, wanted: Wanted) -> None:
    summary = " ".join(wanted.summary.split())
    if not summary or len(summary) > LONGEST_SUMMARY:
        raise Refused(TICKET_SUMMARY)
    if (wanted.order_id, wanted.product_id) != (row.order_id, row.product_id):
        about = linked(members([row.contact_id]), order_id=wanted.order_id, product_id=wanted.product_id)
        row.order_id, row.product_id, row.courier = about.order_id, about.product_id, about.courier
    row.kind, row.priority, row.summary = wanted.kind, wanted.priority, summary
    row.slots = checked_slots(wanted.kind, wanted.slots)
    row.assignee_id = (
        _assignee(wanted.assignee_id) if wanted.assignee_id != row.assignee_id else row.assignee_id
    )
    row.team_id = _team(wanted.team_id)


def _assignee(user_id: int | None) -> int | None:
    if user_id is None:
        return None
    role = Membership.objects.filter(user_id=user_id).values_list("role", flat=True).first()
    if role is None or not allowed(role, Capability.INBOX_REPLY):
        raise Refused(TICKET_ASSIGNEE)
    return user_id


def _team(team_id: int | None) -> int | None:
    return Team.objects.filter(pk=team_id).values_list("pk", flat=True).first() if team_id else None


def _told(row: Ticket, changed: Mapping[str, Any]) -> dict[str, Any]:
    """Codes and ids as they are now; of words only that they changed."""
    plain = {name: getattr(row, name) for name in changed if name not in ("summary", "slots", "courier")}
    return {"names": sorted(changed), **plain}


@transaction.atomic
def wait(*, ticket: Ticket, now: datetime, author_id: int | None = None) -> Ticket:
    """It is the customer's turn: the promise of a solution rests meanwhile."""
    row = held(ticket, Ticket.State.OPEN)
    _turn(row, Ticket.State.WAITING, "waits", now, author_id)
    clocks.ticket_waits(ticket_id=row.pk, now=now)
    row.refresh_from_db(fields=["due_at"])
    return row


@transaction.atomic
def goes_on(
    *, ticket: Ticket, now: datetime, author_id: int | None = None, at: datetime | None = None
) -> Ticket:
    """`at`: since when it is our turn, where that is told late."""
    row = held(ticket, Ticket.State.WAITING)
    _turn(row, Ticket.State.OPEN, "goes_on", now, author_id)
    clocks.ticket_goes_on(ticket_id=row.pk, now=at or now)
    row.refresh_from_db(fields=["due_at"])
    return row


def wake(*, message_ids: Collection[int], now: datetime) -> int:
    """Customers wrote since their tickets began to wait for them: those go on. Returns how many.

    A thumb under a message, and what was written before and is told late, is nothing that was waited for.
    """
    wrote = written_by(message_ids)
    people = members(wrote)
    newest = {people[pk]: max(at for one, at in wrote.items() if people[one] == people[pk]) for pk in wrote}
    waiting = Ticket.objects.filter(contact_id__in=people, state=Ticket.State.WAITING)
    rows = list(waiting.order_by("contact_id", "pk"))
    since = clocks.waiting_since(ticket_ids=[row.pk for row in rows])
    woken = [row for row in rows if newest[people[row.contact_id]] >= since.get(row.pk, row.updated_at)]
    for row in woken:
        goes_on(ticket=row, now=now, at=newest[people[row.contact_id]])
    return len(woken)


def _turn(row: Ticket, state: str, action: str, now: datetime, author_id: int | None) -> None:
    row.state, row.updated_at = state, now
    row.save(update_fields=["state", "updated_at"])
    add_step(row, action, now=now, author_id=author_id)


@transaction.atomic
def merge(*, ticket: Ticket, into: Ticket, now: datetime, author_id: int | None = None) -> Ticket:
    """`ticket` goes up in `into`, which keeps what is known of either and is as old as the older.

    Raises Refused(ticket_merge).

    For policy and journeys the one that went up is closed without an answer: nobody is asked about it.
    """
    lock(contact_ids=[ticket.contact_id, into.contact_id])
    pair = Ticket.objects.select_for_update(no_key=True).filter(pk__in=[ticket.pk, into.pk]).order_by("pk")
    rows = {row.pk: row for row in pair}
    gone, kept = rows[ticket.pk], rows[into.pk]
    people = members([gone.contact_id])
    if gone.pk == kept.pk or kept.contact_id not in people or {gone.state, kept.state} - set(OPEN):
        raise Refused(TICKET_MERGE)
    _take_over(kept, gone, now)
    gone.state, gone.merged_into, gone.solved_at, gone.updated_at = Ticket.State.MERGED, kept, now, now
    gone.save(update_fields=["state", "merged_into", "solved_at", "updated_at"])
    Ticket.objects.filter(repeats=gone).exclude(pk=kept.pk).update(repeats=kept)
    add_step(gone, "merged", now=now, author_id=author_id, other=kept.pk)
    add_step(kept, "took_over", now=now, author_id=author_id, other=gone.pk)
    close_ticket(contact_id=gone.contact_id, ticket_id=gone.case_id, at=now)
    clocks.ticket_joined(ticket_id=gone.pk, into_id=kept.pk, now=now)
    data = {"into": str(kept.public_id)}
    audit(action="ticket.merged", subject=f"ticket:{gone.public_id}", data=data, now=now)
    kept.refresh_from_db(fields=["due_at"])
    return kept


def _take_over(kept: Ticket, gone: Ticket, now: datetime) -> None:
    for name in ("order_id", "product_id", "courier", "conversation_id", "assignee_id", "team_id"):
        setattr(kept, name, getattr(kept, name) or getattr(gone, name))
    kept.opened_at = min(kept.opened_at, gone.opened_at)
    kept.priority = max(kept.priority, gone.priority)
    kept.slots = gone.slots | kept.slots if kept.kind == gone.kind else kept.slots
    earlier = (one for one in (kept.repeats_id, gone.repeats_id) if one not in (None, gone.pk, kept.pk))
    kept.repeats_id = next(earlier, None)
    kept.updated_at = now
    kept.save()
