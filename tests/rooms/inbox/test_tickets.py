"""Tickets from the first word to the last: opened, waited for, solved, opened again, joined, repeated."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.accounts.models import AuditEntry, User, Workspace
from sapa.accounts.services import add_member
from sapa.base.permissions import Role
from sapa.commerce.models import Order, OrderLine, Product, Shipment
from sapa.contacts.models import Contact
from sapa.contacts.selectors import customers, tickets_of
from sapa.contacts.services.merging import merge as join
from sapa.events.models import Event
from sapa.inbox import handlers
from sapa.inbox.models import Clock, Notice, Ticket, TicketStep
from sapa.inbox.services import tickets
from sapa.journeys.models import FollowUp
from sapa.journeys.services import plan, switch
from sapa.messaging.models import Conversation
from sapa.messaging.services import create_channel
from sapa.web.errors import Refused
from tests.rooms.journeys.rows import contact, talk, wrote


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    return contact("Dewi Anggraini", now)


def an_order(who: Contact, now: datetime, number: str = "TS-1", courier: str = "JNE") -> Order:
    """Of one shirt, on its way."""
    told = {"source": "test", "recorded_at": now, "updated_at": now}
    order = Order.objects.create(contact=who, number=number, external_id=number, placed_at=now, **told)
    shirt, _made = Product.objects.get_or_create(
        external_id="shirt", defaults={**told, "name": "Kemeja batik", "said_at": now}
    )
    OrderLine.objects.create(order=order, product=shirt)
    parcel = {**told, "status_at": now, "said_at": now, "courier": courier, "external_id": number}
    Shipment.objects.create(contact=who, order=order, **parcel)
    return order


def opened(who: Contact, at: datetime, **more: Any) -> Ticket:
    told: dict[str, Any] = {"kind": "delivery", "summary": "Paket belum tiba", "opened_by": "agent", **more}
    return tickets.open_ticket(contact_id=who.pk, now=at, **told)


def names(ticket: Ticket) -> list[str]:
    return list(TicketStep.objects.filter(ticket=ticket).order_by("pk").values_list("action", flat=True))


def events() -> list[str]:
    return list(
        Event.objects.filter(name__startswith="ticket.").order_by("pk").values_list("name", flat=True)
    )


def test_whoever_has_the_conversation_has_its_ticket(dewi: Contact, now: datetime) -> None:
    where = talk(dewi, now)
    assert opened(dewi, now).assignee_id is None
    type(where).objects.filter(pk=where.pk).update(owner="human", assignee_id=7)
    assert opened(dewi, now, kind="payment").assignee_id == 7


def test_a_ticket_is_numbered_linked_and_known_to_the_policy(dewi: Contact, now: datetime) -> None:
    order = an_order(dewi, now)
    ticket = opened(dewi, now, order_id=order.pk, slots={"issue_type": "stuck_shipment", "tracking_no": " "})
    assert (ticket.number, ticket.courier, ticket.slots) == (1, "JNE", {"issue_type": "stuck_shipment"})
    assert ticket.product == Product.objects.get()
    assert [case.kind for case in customers([dewi.pk])[dewi.pk].tickets] == ["complaint"]
    assert (events(), names(ticket)) == (["ticket.opened"], ["opened"])
    assert opened(dewi, now).number == 2


def test_a_running_clock_gives_the_promise(dewi: Contact, now: datetime) -> None:
    ticket = opened(dewi, now)
    clock = Clock.objects.get(ticket=ticket)
    assert (clock.state, ticket.due_at) == ("running", clock.due_at)
    tickets.wait(ticket=ticket, now=now)
    assert Clock.objects.get(ticket=ticket).state == "paused"
    tickets.goes_on(ticket=ticket, now=now + timedelta(hours=1))
    assert Clock.objects.get(ticket=ticket).state == "running"


def test_what_waits_for_the_customer_goes_on_when_they_write(dewi: Contact, now: datetime) -> None:
    ticket = tickets.wait(ticket=opened(dewi, now), now=now)
    heard(dewi, now)
    ticket.refresh_from_db()
    assert (ticket.state, names(ticket)) == ("open", ["opened", "waits", "goes_on"])


def heard(who: Contact, at: datetime, **more: Any) -> None:
    where = Conversation.objects.filter(contact=who).first() or talk(who, at)
    message = wrote(where, at, **more)
    told = {"message_id": message.pk, "conversation_id": where.pk}
    event = Event(name="message.received", at=at, contact_id=who.pk, data=told)
    handlers.wake_tickets([event], at + timedelta(hours=2))


def test_a_thumb_or_words_of_before_that_are_told_late_wake_nothing(dewi: Contact, now: datetime) -> None:
    ticket = tickets.wait(ticket=opened(dewi, now), now=now + timedelta(hours=1))
    heard(dewi, now)
    heard(dewi, now + timedelta(hours=2), type="reaction")
    ticket.refresh_from_db()
    assert ticket.state == "waiting"


@pytest.mark.parametrize(
    "more",
    [{"summary": " "}, {"summary": "a" * 201}, {"slots": {"issue_type": "lost"}}, {"slots": {"x": "y"}}],
)
def test_what_is_no_ticket_is_refused(dewi: Contact, now: datetime, more: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        opened(dewi, now, **more)


def test_an_order_of_somebody_else_is_refused(dewi: Contact, now: datetime) -> None:
    order = an_order(contact("Made", now), now)
    with pytest.raises(Refused):
        opened(dewi, now, order_id=order.pk)


def test_solved_it_is_asked_about_only_when_somebody_answered(dewi: Contact, now: datetime) -> None:
    ticket = opened(dewi, now)
    tickets.solve(ticket=ticket, now=now)
    assert tickets_of([dewi.pk])[dewi.pk][0].answered_by == ""
    wrote(talk(dewi, now), now, direction="out", by="agent", state="accepted")
    tickets.reopen(ticket=ticket, now=now + timedelta(hours=1))
    tickets.solve(ticket=ticket, now=now + timedelta(hours=2))
    [case] = tickets_of([dewi.pk])[dewi.pk]
    assert (case.answered_by, case.reopened, case.resolved_at) == ("agent", True, now + timedelta(hours=2))
    assert events() == ["ticket.opened", "ticket.resolved", "ticket.reopened", "ticket.resolved"]


@pytest.mark.parametrize(
    ("told", "by"),
    [
        ({"by": "phone"}, "agent"),
        ({"by": "agent", "state": "failed"}, ""),
        ({"by": "agent", "type": "reaction"}, ""),
        ({"by": "assistant", "kind": "assistant_handoff"}, ""),
    ],
)
def test_the_phone_answers_and_what_never_left_does_not(
    dewi: Contact, now: datetime, told: dict[str, str], by: str
) -> None:
    ticket = opened(dewi, now)
    wrote(talk(dewi, now), now, **{"direction": "out", "state": "accepted", **told})
    tickets.solve(ticket=ticket, now=now)
    assert tickets_of([dewi.pk])[dewi.pk][0].answered_by == by


def test_solved_twice_is_refused(dewi: Contact, now: datetime) -> None:
    ticket = opened(dewi, now)
    tickets.solve(ticket=ticket, now=now)
    with pytest.raises(Refused):
        tickets.solve(ticket=ticket, now=now)
    assert names(ticket) == ["opened", "solved"]


def belum(ticket: Ticket, at: datetime) -> Event:
    """As the feedback room tells it."""
    told = {"ticket": ticket.case_id, "message_id": 12}
    return Event(name="ticket.reopened", at=at, contact_id=ticket.contact_id, data=told)


def test_belum_opens_it_again_once(dewi: Contact, now: datetime) -> None:
    ticket = opened(dewi, now)
    tickets.solve(ticket=ticket, now=now)
    later = now + timedelta(hours=2)
    handlers.keep_tickets([belum(ticket, later)], later)
    handlers.keep_tickets([belum(ticket, later)], later)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.reopened) == ("open", 1)
    assert TicketStep.objects.get(action="reopened").data == {"by": "customer", "message": 12}
    assert Clock.objects.get(ticket=ticket).state == "running"


def test_the_promise_goes_on_from_when_the_customer_said_so(dewi: Contact, now: datetime) -> None:
    """However late a worker hears of it."""
    ticket = opened(dewi, now)
    tickets.solve(ticket=ticket, now=now + timedelta(hours=1))
    said = now + timedelta(hours=2)
    handlers.keep_tickets([belum(ticket, said)], said + timedelta(hours=3))
    assert Clock.objects.get(ticket=ticket).paused_seconds == 3600
    tickets.wait(ticket=ticket, now=said)
    heard(dewi, said + timedelta(hours=1))
    assert Clock.objects.get(ticket=ticket).paused_seconds == 2 * 3600


def test_belum_of_before_it_was_solved_again_changes_nothing(dewi: Contact, now: datetime) -> None:
    ticket = opened(dewi, now)
    tickets.solve(ticket=ticket, now=now + timedelta(hours=3))
    handlers.keep_tickets([belum(ticket, now + timedelta(hours=2))], now + timedelta(hours=4))
    ticket.refresh_from_db()
    assert ticket.state == "solved"


def test_two_of_one_problem_become_one(dewi: Contact, now: datetime) -> None:
    kept = opened(dewi, now, slots={"issue_type": "not_received"})
    gone = opened(dewi, now, order_id=an_order(dewi, now).pk, priority=2, slots={"tracking_no": "JNE1"})
    kept = tickets.merge(ticket=gone, into=kept, now=now)
    gone.refresh_from_db()
    assert (gone.state, gone.merged_into, kept.priority, kept.courier) == ("merged", kept, 2, "JNE")
    assert kept.slots == {"issue_type": "not_received", "tracking_no": "JNE1"}
    assert [case.closed_at is None for case in customers([dewi.pk])[dewi.pk].tickets] == [True, False]
    assert "ticket.resolved" not in events()
    assert (names(gone)[-1], names(kept)[-1]) == ("merged", "took_over")
    assert AuditEntry.objects.filter(action="ticket.merged").count() == 1


def test_tickets_of_two_people_are_not_joined(dewi: Contact, now: datetime) -> None:
    made = opened(contact("Made", now), now)
    with pytest.raises(Refused):
        tickets.merge(ticket=made, into=opened(dewi, now), now=now)


def test_the_same_again_names_the_ticket_before(dewi: Contact, now: datetime) -> None:
    order = an_order(dewi, now)
    first = opened(dewi, now, order_id=order.pk)
    tickets.solve(ticket=first, now=now)
    again = opened(dewi, now + timedelta(days=29), order_id=order.pk)
    assert again.repeats == first
    assert opened(dewi, now + timedelta(days=29), kind="payment", order_id=order.pk).repeats is None


def test_joined_records_are_one_customer(dewi: Contact, now: datetime) -> None:
    other = contact("Dewi A.", now)
    first = opened(other, now)
    join(contact_id=other.pk, into_id=dewi.pk)
    assert opened(dewi, now + timedelta(days=1)).repeats == first


def test_a_change_is_one_step_that_names_what_changed(dewi: Contact, now: datetime) -> None:
    ticket = opened(dewi, now)
    ani = add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT, password="x")
    wanted = tickets.Wanted("delivery", 2, "Paket belum tiba", {}, assignee_id=ani.user_id)
    tickets.change(ticket=ticket, wanted=wanted, now=now)
    tickets.change(ticket=ticket, wanted=wanted, now=now)
    step = TicketStep.objects.get(action="changed")
    assert step.data == {"names": ["assignee_id", "priority"], "assignee_id": ani.user_id, "priority": 2}
    assert Notice.objects.values_list("user_id", "kind", "ticket_id").get() == (
        ani.user_id,
        "ticket",
        ticket.pk,
    )


def test_whoever_gives_a_ticket_to_themselves_is_not_told(dewi: Contact, now: datetime) -> None:
    ani = add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT, password="x").user_id
    wanted = tickets.Wanted("delivery", 0, "Paket belum tiba", {}, assignee_id=ani)
    tickets.change(ticket=opened(dewi, now), wanted=wanted, now=now, author_id=ani)
    assert not Notice.objects.exists()


def test_who_may_not_answer_gets_no_tickets(dewi: Contact, now: datetime) -> None:
    citra = add_member(email="citra@tokosari.test", name="Citra", role=Role.ANALYST, password="x")
    wanted = tickets.Wanted("delivery", 0, "Paket belum tiba", {}, assignee_id=citra.user_id)
    with pytest.raises(Refused):
        tickets.change(ticket=opened(dewi, now), wanted=wanted, now=now)


def rated(who: Contact, at: datetime, score: int, **data: Any) -> Event:
    return Event(name="feedback.rated", at=at, contact_id=who.pk, data={"score": score, **data})


@pytest.mark.parametrize(("score", "count"), [(1, 1), (2, 1), (3, 0), (5, 0)])
def test_a_low_score_opens_one_ticket(dewi: Contact, now: datetime, score: int, count: int) -> None:
    for _time in range(2):
        handlers.open_tickets([rated(dewi, now, score)], now)
    assert Ticket.objects.filter(opened_by="score", kind="complaint").count() == count


def test_a_low_score_that_nobody_has_is_told_to_those_who_are_there(dewi: Contact, now: datetime) -> None:
    handlers.open_tickets([rated(dewi, now, 1)], now)
    told = Notice.objects.filter(kind="ticket", ticket=Ticket.objects.get())
    assert list(told.values_list("user_id", flat=True)) == [User.objects.get().pk]


def test_a_score_of_long_ago_opens_none(dewi: Contact, now: datetime) -> None:
    handlers.open_tickets([rated(dewi, now - timedelta(days=8), 1)], now)
    assert not Ticket.objects.exists()


def test_a_low_score_of_a_ticket_that_is_open_again_opens_no_other(dewi: Contact, now: datetime) -> None:
    ticket = opened(dewi, now)
    handlers.open_tickets([rated(dewi, now, 1, ticket=ticket.case_id)], now)
    assert Ticket.objects.count() == 1


def test_csat_is_planned_after_a_solved_ticket_that_was_answered(dewi: Contact, now: datetime) -> None:
    create_channel(name="Toko Sari", external_id="1", token="t", app_secret="s", now=now)
    switch(recipe="csat", mode="live", settings={}, now=now)
    ticket = opened(dewi, now)
    wrote(talk(dewi, now), now, direction="out", by="agent", state="accepted")
    tickets.solve(ticket=ticket, now=now)
    plan(events=list(Event.objects.filter(name="ticket.resolved")), now=now)
    row = FollowUp.objects.get()
    assert (row.recipe, row.enrolment.refs) == ("csat", {"ticket": ticket.case_id})
