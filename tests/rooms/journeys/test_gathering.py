"""What is read by statements of our own is what the models say: people, their past, and merged records."""

import random
from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.base.rows import fetch_instances
from sapa.commerce.models import Order
from sapa.contacts.models import Contact, ContactState, LedgerEntry, OptOut
from sapa.contacts.selectors import customers, histories, members
from sapa.contacts.services import record_consent
from sapa.domain import policy
from sapa.journeys.models import FollowUp
from sapa.journeys.services import gathering
from sapa.journeys.services.people import facts_of_people
from tests.rooms.journeys.rows import contact, follow_up

KINDS = ("reminder", "care", "promo")


@pytest.fixture
def crowd(shop: Workspace, now: datetime) -> list[Contact]:
    """Forty people with a past by dice; the last five are merged into the first five."""
    dice = random.Random(5)
    people = [contact(f"Dewi {n}", now, phone=f"+62812{n:08}", gender="p") for n in range(40)]
    for n, who in enumerate(people):
        for _ in range(dice.randrange(5)):
            told(who, now - timedelta(minutes=dice.randrange(600_000)), dice)
        if dice.random() < 0.5:
            record_consent(contact_id=who.pk, state="granted", source="test", at=now - timedelta(days=9))
        if dice.random() < 0.2:
            OptOut.objects.create(contact=who, scope="promo", source="test", at=now - timedelta(days=2))
        paid = now - timedelta(days=dice.randrange(99)) if dice.random() < 0.6 else None
        ContactState.objects.create(
            contact=who,
            last_paid_at=paid,
            last_csat=dice.randrange(1, 6),
            updated_at=now + timedelta(seconds=n),
        )
        order(who, now, n, paid)
        follow_up(
            who, now, order=Order.objects.get(external_id=str(n)), state=dice.choice(("waiting", "sent"))
        )
    for root, other in zip(people, people[35:], strict=False):
        Contact.objects.filter(pk=other.pk).update(root=root)
    return people


def told(who: Contact, at: datetime, dice: random.Random) -> None:
    by = dice.choice(("customer", "system", "agent"))
    fact = "received" if by == "customer" else dice.choice(("sent", "sent", "failed", "withdrawn"))
    LedgerEntry.objects.create(
        contact=who, at=at, fact=fact, channel="whatsapp", klass=dice.choice(KINDS), kind="x", by=by,
        message_id=LedgerEntry.objects.count(), error="131049" if fact == "failed" else "",
    )  # fmt: skip


def order(who: Contact, now: datetime, n: int, paid: datetime | None) -> None:
    Order.objects.create(
        contact=who, source="test", external_id=str(n), number=str(n), status="paid", placed_at=now - timedelta(n),
        paid_at=paid, amount=1000 * n, recorded_at=now, updated_at=now,
    )  # fmt: skip


def test_histories_are_the_ledger_without_what_was_undone(crowd: list[Contact], now: datetime) -> None:
    found = histories([one.pk for one in crowd], now=now)
    for who in crowd[5:35]:
        rows = LedgerEntry.objects.filter(contact=who, at__gt=now - timedelta(days=400)).order_by("at", "pk")
        wanted = [
            (row.at, row.by, "failed" if row.fact == "failed" else "")
            for row in rows
            if row.fact != "withdrawn"
        ]
        assert [(one.at, one.by, one.status) for one in found[who.pk]] == wanted


def test_a_merged_record_brings_its_past_to_its_root(crowd: list[Contact], now: datetime) -> None:
    root, other = crowd[0], crowd[35]
    roots = members([root.pk])
    person = facts_of_people(roots)[root.pk]
    assert roots == {root.pk: root.pk, other.pk: root.pk}
    assert {one.value for one in person.follow_ups} == {0, 35_000}
    states = ContactState.objects.filter(contact__in=[root, other])
    assert person.last_paid_at == max((one.last_paid_at for one in states if one.last_paid_at), default=None)
    assert person.last_csat == states.order_by("-updated_at")[0].last_csat


def test_people_are_what_their_rows_say(crowd: list[Contact], now: datetime) -> None:
    facts = facts_of_people(members([one.pk for one in crowd]))
    asked = customers([one.pk for one in crowd])
    for who in crowd[5:35]:
        mine = Order.objects.filter(contact=who)
        assert (facts[who.pk].name, facts[who.pk].gender) == (who.name, "p")
        assert facts[who.pk].paid_orders == mine.filter(paid_at__isnull=False).count()
        assert facts[who.pk].last_order_at == mine.get().placed_at
        scopes = list(OptOut.objects.filter(contact=who).values_list("scope", flat=True))
        assert [wish.scope for wish in asked[who.pk].opt_out] == scopes


def test_a_fast_instance_is_the_row_of_the_model(crowd: list[Contact]) -> None:
    ids = [one.pk for one in crowd]
    fast = fetch_instances(FollowUp, "contact_id = ANY(%(ids)b) ORDER BY id", {"ids": ids})
    slow = list(FollowUp.objects.filter(contact_id__in=ids).order_by("id"))
    names = [field.attname for field in FollowUp._meta.concrete_fields]
    assert fast == slow
    for one, other in zip(fast, slow, strict=True):
        assert {name: getattr(one, name) for name in names} == {name: getattr(other, name) for name in names}


def test_a_batch_decides_as_each_person_alone(crowd: list[Contact], now: datetime) -> None:
    """The decisions and traces do not depend on who else is in the batch."""
    given, everybody = gathering.rules(), members([one.pk for one in crowd])
    together = gathering.situations(everybody, now=now)
    for root in sorted(set(everybody.values())):
        alone = gathering.situations(members([root]), now=now)[root]
        assert gathering.decide(alone, given, now=now) == gathering.decide(together[root], given, now=now)
        for pk, decision in gathering.decide(alone, given, now=now).items():
            assert isinstance(decision, policy.Decision)
            assert pk in {row.pk for row in alone.follow_ups}
