"""Clocks of tickets, and that every clock can be computed again from what it keeps."""

from datetime import datetime, timedelta

from sapa.accounts.models import Workspace
from sapa.accounts.services import change_settings
from sapa.contacts.models import Contact
from sapa.domain.service_promise import figures, read_inputs
from sapa.inbox.models import Clock, Ticket
from sapa.inbox.services import clocks, tickets
from tests.rooms.inbox.clocks import MINUTE, answer, conversation, write
from tests.rooms.inbox.test_tickets import opened

HOUR = timedelta(hours=1)
TWO_DAYS = 2 * 8 * HOUR


def ticket(now: datetime, priority: int = 0) -> Ticket:
    dewi = Contact.objects.create(name="Dewi", phone="+6281300000011", created_at=now)
    made = Ticket.objects.create(
        number=1,
        case_id=1,
        contact=dewi,
        kind="delivery",
        summary="Paket belum sampai",
        opened_by="agent",
        opened_at=now,
        updated_at=now,
        priority=priority,
    )
    clocks.ticket_opened(ticket_id=made.pk, now=now)
    return made


def test_an_opened_ticket_is_due_after_two_working_days(shop: Workspace, now: datetime) -> None:
    ticket(now)
    assert Ticket.objects.get().due_at == now + timedelta(days=2)
    assert Clock.objects.get().target_seconds == TWO_DAYS.total_seconds()


def test_while_the_customer_is_waited_for_nothing_is_due(shop: Workspace, now: datetime) -> None:
    one = ticket(now)
    clocks.ticket_waits(ticket_id=one.pk, now=now + HOUR)
    assert Ticket.objects.get().due_at is None
    clocks.ticket_goes_on(ticket_id=one.pk, now=now + 3 * HOUR)
    assert Ticket.objects.get().due_at == now + timedelta(days=2) + 2 * HOUR


def test_a_ticket_is_measured_until_it_is_solved_for_the_last_time(shop: Workspace, now: datetime) -> None:
    one = ticket(now)
    clocks.ticket_waits(ticket_id=one.pk, now=now + HOUR)
    clocks.ticket_solved(ticket_id=one.pk, now=now + 2 * HOUR)
    clocks.ticket_reopened(ticket_id=one.pk, now=now + 4 * HOUR)
    clocks.ticket_solved(ticket_id=one.pk, now=now + 5 * HOUR)
    clock = Clock.objects.get()
    assert (clock.seconds, clock.paused_seconds, clock.calendar_seconds) == (7200, 3 * 3600, 5 * 3600)
    assert Ticket.objects.get().due_at is None


def test_a_ticket_that_is_opened_twice_has_one_clock(shop: Workspace, now: datetime) -> None:
    one = ticket(now)
    clocks.ticket_opened(ticket_id=one.pk, now=now + HOUR)
    assert Clock.objects.get().started_at == now


def test_a_more_urgent_ticket_is_due_earlier(shop: Workspace, now: datetime) -> None:
    one = ticket(now)
    Ticket.objects.update(priority=2)
    clocks.reprioritised(ticket_id=one.pk, now=now + HOUR)
    assert Ticket.objects.get().due_at == now + 4 * HOUR


def test_every_clock_can_be_computed_again_whatever_the_shop_has_changed(
    shop: Workspace, now: datetime
) -> None:
    dewi, one = conversation(now, "Made", "+6281300000012"), ticket(now)
    write(dewi, now)
    answer(dewi, now + MINUTE, by="assistant")
    write(dewi, now + 9 * MINUTE)
    change_settings(changes={"service_promise": {"zone": "Asia/Jayapura"}}, now=now)
    answer(dewi, now + 12 * MINUTE)
    clocks.ticket_waits(ticket_id=one.pk, now=now + HOUR)
    for clock in Clock.objects.all():
        again = figures(read_inputs(clock.inputs), clock.started_at, clock.met_at)
        kept = (clock.due_at, clock.warn_at, clock.paused_seconds, clock.seconds, clock.calendar_seconds)
        assert kept == (
            again.due_at,
            again.warn_at,
            again.paused_seconds,
            again.seconds,
            again.calendar_seconds,
        )


def test_two_tickets_made_one_are_as_old_as_the_older(shop: Workspace, now: datetime) -> None:
    """The older waited for the customer from its first hour until its third; the newer began in between."""
    dewi = conversation(now).contact
    older = opened(dewi, now)
    tickets.wait(ticket=older, now=now + HOUR)
    newer = opened(dewi, now + 3 * HOUR)
    kept = tickets.merge(ticket=older, into=newer, now=now + 4 * HOUR)
    clock = Clock.objects.exclude(state="dropped").get()
    assert (kept.opened_at, clock.started_at, clock.paused_seconds) == (now, now, 2 * 3600)
    assert kept.due_at == now + timedelta(days=2) + 2 * HOUR
    assert Ticket.objects.get(pk=older.pk).due_at is None
