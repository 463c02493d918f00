"""Lists of tickets by keyset, each page in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.shortcuts import get_object_or_404

from sapa.contacts.selectors import author_names, members
from sapa.inbox.models import Ticket
from sapa.inbox.selectors.tickets.words import ICONS, KINDS, PRIORITIES, STATES
from sapa.web.cursors import Cursor

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TABS = ("open", "mine", "waiting", "solved", "all")
BY_PROMISE = ("open", "mine")
OPEN = (Ticket.State.OPEN, Ticket.State.WAITING)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
MOST_COUNTED = 100
FEW = 5


@dataclass(frozen=True, slots=True)
class TicketRow:
    """`late`: its promise has run out; `left` below zero then. Words in the reader's language."""

    ticket: Ticket
    kind: "StrOrPromise"
    icon: str
    state: "StrOrPromise"
    hue: str
    priority: "StrOrPromise"
    assignee: str
    late: bool

    @property
    def number(self) -> str:
        return self.ticket.called


def page_of_tickets(
    *, tab: str, kind: str, user_id: int, after: Cursor | None, limit: int, now: datetime
) -> tuple[list[TicketRow], Cursor | None]:
    """Open ones by promise, those without one last; the others newest first. And the cursor of the next page."""
    rows = _of_tab(tab, user_id)
    if kind:
        rows = rows.filter(kind=kind)
    rows = _by_promise(rows, after) if tab in BY_PROMISE else _newest(rows, after)
    found = list(rows.select_related("contact", "order", "product")[: limit + 1])
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    at = (last.due_at or NEVER) if last and tab in BY_PROMISE else last.opened_at if last else NEVER
    return rows_of(shown, now), (at, last.pk) if last else None


def _of_tab(tab: str, user_id: int) -> "QuerySet[Ticket]":
    rows = Ticket.objects.exclude(state=Ticket.State.MERGED) if tab == "all" else Ticket.objects.all()
    if tab == "mine":
        return rows.filter(assignee_id=user_id, state__in=OPEN)
    states = {"open": Ticket.State.OPEN, "waiting": Ticket.State.WAITING, "solved": Ticket.State.SOLVED}
    return rows.filter(state=states[tab]) if tab in states else rows


def _by_promise(rows: "QuerySet[Ticket]", after: Cursor | None) -> "QuerySet[Ticket]":
    if after:
        at, pk = after
        later = Q(due_at=None, pk__gt=pk)
        if at < NEVER:
            later = Q(due_at__gt=at) | Q(due_at=at, pk__gt=pk) | Q(due_at=None)
        rows = rows.filter(later)
    return rows.order_by(F("due_at").asc(nulls_last=True), "pk")


def _newest(rows: "QuerySet[Ticket]", after: Cursor | None) -> "QuerySet[Ticket]":
    if after:
        at, pk = after
        rows = rows.filter(Q(opened_at__lt=at) | Q(opened_at=at, pk__lt=pk))
    return rows.order_by("-opened_at", "-pk")


def rows_of(found: Sequence[Ticket], now: datetime) -> list[TicketRow]:
    names = author_names({row.assignee_id for row in found})
    return [_row(row, names, now) for row in found]


def _row(row: Ticket, names: dict[int, str], now: datetime) -> TicketRow:
    state, hue = STATES[row.state]
    late = row.due_at is not None and row.due_at <= now
    assignee = names.get(row.assignee_id or 0, "")
    return TicketRow(
        row, KINDS[row.kind], ICONS[row.kind], state, hue, PRIORITIES[row.priority], assignee, late
    )


def counts(*, user_id: int) -> dict[str, int]:
    """Of the tabs where something waits; at most `MOST_COUNTED`, which says: that many or more."""
    return {
        tab: len(_of_tab(tab, user_id).order_by().values_list("pk")[:MOST_COUNTED])
        for tab in ("open", "mine", "waiting")
    }


def late_count(*, now: datetime) -> int:
    """Open tickets whose promise has run out, up to `MOST_COUNTED`."""
    late = Ticket.objects.filter(state=Ticket.State.OPEN, due_at__lte=now)
    return len(late.order_by().values_list("pk")[:MOST_COUNTED])


def of_customer(contact_id: int, *, now: datetime) -> tuple[list[TicketRow], int]:
    """Open ones first, then the newest; and how many more there are. Joined records are one customer."""
    theirs = Ticket.objects.filter(contact_id__in=members([contact_id])).exclude(state=Ticket.State.MERGED)
    ordered = theirs.select_related("order", "product", "contact").order_by("-opened_at", "-pk")
    first = [*ordered.filter(state__in=OPEN)[:FEW], *ordered.exclude(state__in=OPEN)[:FEW]][:FEW]
    return rows_of(first, now), theirs.count() - len(first)


def ticket_by_public_id(public_id: UUID) -> Ticket:
    """The one door to a ticket."""
    rows = Ticket.objects.select_related(
        "contact", "order", "product", "conversation", "repeats", "merged_into"
    )
    return get_object_or_404(rows, public_id=public_id)
