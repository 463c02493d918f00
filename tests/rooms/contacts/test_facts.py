"""What higher rooms tell about people, and what the policy reads of it."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact, ContactGate, ContactState, Identity, LedgerEntry, OptOut
from sapa.contacts.selectors import customers, histories, zones_of
from sapa.contacts.services import (
    MERGE_ITSELF,
    Paid,
    close_ticket,
    end_opt_outs,
    find_or_make,
    lock,
    merge,
    note_paid,
    open_ticket,
    opt_out,
    record_consent,
    unmerge,
    write_ledger,
)
from sapa.contacts.services import Person as Said
from sapa.domain.phones import normalise
from sapa.web.errors import Refused

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    return made("081211112222", now, province="DKI Jakarta", postcode="12190", country="ID")


def made(raw: str, now: datetime, **said: Any) -> Contact:
    phone = normalise(raw) if raw else None
    external = None if raw else ("csv", "C-0")
    person = Said(phone=phone, raw_phone=raw, external=external, **said)
    (found,) = find_or_make(people=[person], source="csv", now=now)
    return Contact.objects.get(pk=found.contact_id)


def entry(contact: Contact, at: datetime, fact: str, **said: Any) -> LedgerEntry:
    by = "customer" if fact == "received" else "system"
    return LedgerEntry(contact=contact, at=at, fact=fact, channel="whatsapp", **{"by": by, **said})


def test_the_policy_sees_a_customer_whole(dewi: Contact, now: datetime) -> None:
    record_consent(contact_id=dewi.pk, state="granted", source="csv", at=now)
    opt_out(contact_id=dewi.pk, scope="promo", channel="whatsapp", source="stop", at=now)
    open_ticket(contact_id=dewi.pk, ticket_id=7, kind="delivery", at=now)
    seen = customers([dewi.pk])[dewi.pk]
    assert (seen.phone, seen.consent, seen.channels["whatsapp"]) == (
        "+6281211112222",
        {"promo": "granted"},
        True,
    )
    assert [(wish.scope, wish.channel, wish.ended_at) for wish in seen.opt_out] == [
        ("promo", "whatsapp", None)
    ]
    assert [(case.id, case.kind, case.closed_at) for case in seen.tickets] == [(7, "complaint", None)]
    assert seen.address
    assert (seen.address.country, seen.address.postcode) == ("ID", "12190")


def test_nothing_said_about_offers_is_unknown(dewi: Contact) -> None:
    assert dict(customers([dewi.pk])[dewi.pk].consent) == {}


def test_the_newest_consent_is_in_force(dewi: Contact, now: datetime) -> None:
    record_consent(contact_id=dewi.pk, state="granted", source="csv", at=now)
    record_consent(contact_id=dewi.pk, state="denied", source="chat", at=now + HOUR)
    record_consent(contact_id=dewi.pk, state="granted", source="csv", at=now - DAY)
    assert customers([dewi.pk])[dewi.pk].consent == {"promo": "denied"}


def test_a_wish_said_again_counts_anew_and_all_of_it_ends_at_once(dewi: Contact, now: datetime) -> None:
    for at in (now, now + HOUR, now + HOUR):
        opt_out(contact_id=dewi.pk, scope="all", source="stop", at=at)
    assert [wish.at for wish in OptOut.objects.order_by("at")] == [now, now + HOUR]
    end_opt_outs(contact_id=dewi.pk, source="mulai", at=now + DAY)
    assert {wish.ended_at for wish in customers([dewi.pk])[dewi.pk].opt_out} == {now + DAY}


def test_a_closed_ticket_keeps_its_end(dewi: Contact, now: datetime) -> None:
    open_ticket(contact_id=dewi.pk, ticket_id=7, kind="delivery", at=now)
    close_ticket(contact_id=dewi.pk, ticket_id=7, at=now + HOUR)
    assert [case.closed_at for case in customers([dewi.pk])[dewi.pk].tickets] == [now + HOUR]


def test_the_last_payment_only_moves_forward(dewi: Contact, now: datetime) -> None:
    note_paid(paid=[Paid(dewi.pk, 2, now), Paid(dewi.pk, 1, now - DAY)], now=now)
    note_paid(paid=[Paid(dewi.pk, 3, now - HOUR)], now=now)
    state = ContactState.objects.get()
    assert (state.last_paid_at, state.last_paid_order_id, state.paid_orders) == (now, 2, 3)


def test_a_message_that_failed_is_one_failed_contact(dewi: Contact, now: datetime) -> None:
    write_ledger(
        entries=[
            entry(dewi, now, "sent", message_id=1, klass="care"),
            entry(dewi, now + HOUR, "failed", message_id=1, klass="care", error="131049"),
            entry(dewi, now + 2 * HOUR, "received"),
        ]
    )
    first, second = histories([dewi.pk], now=now + DAY)[dewi.pk]
    assert (first.direction, first.status, first.error) == ("out", "failed", "131049")
    assert (second.direction, second.status) == ("in", "")


def test_a_fact_that_is_told_again_is_ignored(dewi: Contact, now: datetime) -> None:
    for _ in range(2):
        write_ledger(entries=[entry(dewi, now, "sent", message_id=1)])
    assert LedgerEntry.objects.count() == 1


def test_old_contacts_are_left_out(dewi: Contact, now: datetime) -> None:
    write_ledger(entries=[entry(dewi, now - 401 * DAY, "received"), entry(dewi, now, "received")])
    assert len(histories([dewi.pk], now=now)[dewi.pk]) == 1


def test_merged_people_are_read_as_one_and_apart_again(dewi: Contact, now: datetime) -> None:
    twin = made("", now)
    opt_out(contact_id=twin.pk, scope="promo", source="stop", at=now)
    write_ledger(entries=[entry(twin, now, "received")])
    merge(contact_id=twin.pk, into_id=dewi.pk)
    assert customers([twin.pk])[twin.pk] == customers([dewi.pk])[dewi.pk]
    assert len(customers([dewi.pk])[dewi.pk].opt_out) == len(histories([dewi.pk], now=now)[dewi.pk]) == 1
    unmerge(public_id=twin.public_id)
    assert customers([dewi.pk])[dewi.pk].opt_out == ()


def test_somebody_is_not_merged_with_themselves(dewi: Contact) -> None:
    with pytest.raises(Refused) as refused:
        merge(contact_id=dewi.pk, into_id=dewi.pk)
    assert refused.value.code == MERGE_ITSELF


def test_a_merged_phone_is_found_as_its_root(dewi: Contact, now: datetime) -> None:
    made_wirawan = made("081333334444", now)
    merge(contact_id=made_wirawan.pk, into_id=dewi.pk)
    assert made("0813 3333 4444", now).pk == dewi.pk


def test_a_zone_tells_where_it_comes_from(dewi: Contact, now: datetime) -> None:
    yosef = made("081255556666", now, province="Papua", country="ID")
    assert (
        zones_of(dewi, business="Asia/Jakarta").zones,
        zones_of(yosef, business="Asia/Jakarta").zones,
    ) == (
        ("Asia/Jakarta",),
        ("Asia/Jayapura",),
    )


def test_locks_are_made_when_missing(dewi: Contact) -> None:
    for _ in range(2):
        lock(contact_ids=[dewi.pk, dewi.pk])
    assert ContactGate.objects.count() == 1


def test_two_transactions_that_meet_the_same_new_phone_make_one_contact(
    committed_shop: Workspace, now: datetime
) -> None:
    start = threading.Barrier(4)

    def meet() -> None:
        with workspace_scope(committed_shop.pk):
            start.wait()
            made("081211112222", now, name="Dewi")
        connections.close_all()

    threads = [threading.Thread(target=meet) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with workspace_scope(committed_shop.pk):
        assert (Contact.objects.count(), Identity.objects.count()) == (1, 1)
