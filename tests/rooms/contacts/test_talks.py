"""Calls, visits and cases: what a person noted, what was promised, what the policy sees of it."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from sapa.accounts.models import Workspace
from sapa.contacts.models import Contact, Interaction, LedgerEntry
from sapa.contacts.selectors import histories, interactions, tickets
from sapa.contacts.services import (
    Person,
    Talk,
    TicketNews,
    close_ticket,
    find_or_make,
    merge,
    note_interactions,
    note_tickets,
    open_ticket,
    reopen_ticket,
)
from sapa.domain.phones import normalise

HOUR = timedelta(hours=1)


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    return found("081211112222", now)


def found(raw: str, now: datetime) -> Contact:
    (one,) = find_or_make(people=[Person(phone=normalise(raw))], source="csv", now=now)
    return Contact.objects.get(pk=one.contact_id)


def test_a_call_counts_as_a_contact_of_the_shop(dewi: Contact, now: datetime) -> None:
    note_interactions(talks=[Talk(dewi.pk, "call", now, topic="ukuran kemeja")], now=now)
    (contact,) = histories([dewi.pk], now=now + HOUR)[dewi.pk]
    assert (contact.at, contact.direction, contact.channel, contact.by) == (now, "out", "call", "agent")


def test_a_chat_that_is_noted_is_in_the_ledger_already(dewi: Contact, now: datetime) -> None:
    (noted,) = note_interactions(talks=[Talk(dewi.pk, "chat", now)], now=now)
    assert not LedgerEntry.objects.exists()
    assert interactions([noted.row.pk])[noted.row.pk].open


def test_only_the_first_talk_with_a_person_is_the_first(dewi: Contact, now: datetime) -> None:
    talks = [Talk(dewi.pk, "visit", now), Talk(dewi.pk, "call", now + HOUR)]
    assert [one.is_first for one in note_interactions(talks=talks, now=now)] == [True, False]
    twin = found("081333334444", now)
    merge(contact_id=twin.pk, into_id=dewi.pk)
    (again,) = note_interactions(talks=[Talk(twin.pk, "call", now)], now=now)
    assert not again.is_first


def test_a_talk_told_again_only_adds_what_is_new(dewi: Contact, now: datetime) -> None:
    first = Talk(dewi.pk, "visit", now, topic="mesin kopi", key="crm:1", said_at=now)
    promised = Talk(
        dewi.pk, "visit", now, topic="", promised_at=now + 48 * HOUR, key="crm:1", said_at=now + HOUR
    )
    for talk in (first, promised, first):
        note_interactions(talks=[talk], now=now)
    row = Interaction.objects.get()
    facts = interactions([row.pk])[row.pk]
    assert (facts.topic, facts.promised_at, facts.at) == ("mesin kopi", now + 48 * HOUR, now)
    assert LedgerEntry.objects.count() == 1


def test_a_case_is_told_with_number_summary_and_who_answered(dewi: Contact, now: datetime) -> None:
    open_ticket(contact_id=dewi.pk, ticket_id=7, kind="delivery", at=now, number="T-7", summary="belum tiba")
    close_ticket(contact_id=dewi.pk, ticket_id=7, at=now + HOUR, answered_by="agent")
    case = tickets([(dewi.pk, 7)])[dewi.pk, 7]
    assert (case.number, case.summary, case.answered_by) == ("T-7", "belum tiba", "agent")
    assert (case.opened_at, case.resolved_at, case.reopened) == (now, now + HOUR, False)


def test_a_case_that_is_reopened_has_no_end(dewi: Contact, now: datetime) -> None:
    open_ticket(contact_id=dewi.pk, ticket_id=7, kind="delivery", at=now)
    close_ticket(contact_id=dewi.pk, ticket_id=7, at=now + HOUR)
    reopen_ticket(contact_id=dewi.pk, ticket_id=7, at=now + 2 * HOUR)
    case = tickets([(dewi.pk, 7)])[dewi.pk, 7]
    assert (case.resolved_at, case.reopened) == (None, True)


def test_a_case_ends_the_same_in_whatever_order_it_is_told(dewi: Contact, now: datetime) -> None:
    ends = set()
    for number, states in enumerate(permutations([("opened", 0), ("resolved", 1), ("reopened", 2)])):
        for state, hours in states:
            news = TicketNews(dewi.pk, number, state, now + hours * HOUR, kind="delivery")  # type: ignore[arg-type]
            note_tickets(news=[news], now=now)
        case = tickets([(dewi.pk, number)])[dewi.pk, number]
        ends.add((case.opened_at, case.resolved_at, case.reopened))
    assert ends == {(now, None, True)}


def test_a_merged_customers_case_is_found_by_either(dewi: Contact, now: datetime) -> None:
    twin = found("081333334444", now)
    open_ticket(contact_id=twin.pk, ticket_id=7, kind="delivery", at=now)
    merge(contact_id=twin.pk, into_id=dewi.pk)
    assert set(tickets([(twin.pk, 7), (dewi.pk, 7), (dewi.pk, 8)])) == {(twin.pk, 7), (dewi.pk, 7)}
