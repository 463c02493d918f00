"""Clocks of tickets: opened until solved for the last time. They rest while the customer is waited for."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from sapa.inbox.models import Clock, Ticket
from sapa.inbox.services.clocks import keeping, talks

RUNNING, PAUSED, MET = Clock.State.RUNNING, Clock.State.PAUSED, Clock.State.MET


@transaction.atomic
def ticket_opened(*, ticket_id: int, now: datetime) -> None:  # noqa: ARG001 (the shape of all)
    """From when it was opened, whenever that is told. Once for each ticket."""
    ticket = _held(ticket_id)
    if _clock(ticket) is None:
        contact = ticket.contact.root or ticket.contact
        _write(
            ticket,
            keeping.begin(
                keeping.book(),
                Clock.Kind.RESOLUTION,
                ticket.opened_at,
                segment=contact.segment,
                priority=ticket.priority,
                contact_id=ticket.contact_id,
                conversation_id=ticket.conversation_id,
                ticket_id=ticket.pk,
                team_id=ticket.team_id,
            ),
        )


@transaction.atomic
def ticket_waits(*, ticket_id: int, now: datetime) -> None:
    """The customer is asked something: their time is not ours."""
    ticket = _held(ticket_id)
    clock = _clock(ticket)
    if clock and clock.state == RUNNING:
        keeping.pause(clock, now)
        _write(ticket, clock)


@transaction.atomic
def ticket_goes_on(*, ticket_id: int, now: datetime) -> None:
    ticket = _held(ticket_id)
    clock = _clock(ticket)
    if clock and clock.state == PAUSED:
        keeping.resume(clock, now)
        _write(ticket, clock)


@transaction.atomic
def ticket_solved(*, ticket_id: int, now: datetime) -> None:
    ticket = _held(ticket_id)
    clock = _clock(ticket)
    if clock and clock.state in keeping.ACTIVE:
        clock.team_id = ticket.team_id
        keeping.meet(clock, now, "agent", ticket.solved_by_id)
        _write(ticket, clock)


@transaction.atomic
def ticket_reopened(*, ticket_id: int, now: datetime) -> None:
    """The same clock goes on; the time in which it counted as solved is a pause."""
    ticket = _held(ticket_id)
    clock = _clock(ticket)
    if clock and clock.state == MET and clock.met_at:
        solved_at = clock.met_at
        keeping.reopen(clock, solved_at, now)
        _write(ticket, clock)


@transaction.atomic
def ticket_joined(*, ticket_id: int, into_id: int, now: datetime) -> None:  # noqa: ARG001
    """Merged into another: that one's clock counts, from the beginning of the older one, with its own target."""
    gone, kept = _held(ticket_id), _held(into_id)
    dropped, clock = _clock(gone), _clock(kept)
    if dropped and clock and dropped.started_at < clock.started_at:
        keeping.begin_as(clock, dropped)
    if clock and clock.state in keeping.ACTIVE:
        keeping.retarget(clock, keeping.book(), kept.priority)
        _write(kept, clock)
    if dropped and dropped.state in keeping.ACTIVE:
        keeping.drop(dropped)
        _write(gone, dropped)


@transaction.atomic
def reprioritised(*, conversation_id: int | None = None, ticket_id: int | None = None, now: datetime) -> None:  # noqa: ARG001
    """Other targets from the same beginning; the row's own priority is the new one."""
    if conversation_id is not None:
        talks.reprioritise(conversation_id=conversation_id)
    if ticket_id is not None:
        ticket = _held(ticket_id)
        clock = _clock(ticket)
        if clock and clock.state in keeping.ACTIVE:
            keeping.retarget(clock, keeping.book(), ticket.priority)
            _write(ticket, clock)


def waiting_since(*, ticket_ids: Collection[int]) -> dict[int, datetime]:
    """By ticket: since when its customer is waited for, in whole seconds, as WhatsApp tells when they wrote."""
    rows = Clock.objects.filter(ticket_id__in=ticket_ids, kind=Clock.Kind.RESOLUTION, state=PAUSED)
    told = rows.values_list("ticket_id", "paused_at")
    return {pk: at.replace(microsecond=0) for pk, at in told if pk and at}


def _held(ticket_id: int) -> Ticket:
    rows = Ticket.objects.select_related("contact__root").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=ticket_id)


def _clock(ticket: Ticket) -> Clock | None:
    rows = Clock.objects.filter(ticket=ticket, kind=Clock.Kind.RESOLUTION)
    return rows.exclude(state=Clock.State.DROPPED).order_by("-id").first()


def _write(ticket: Ticket, clock: Clock) -> None:
    keeping.write([clock])
    due_at = clock.due_at if clock.state == RUNNING else None
    Ticket.objects.filter(pk=ticket.pk).update(due_at=due_at)
