"""A look back: what a journey would have done over the past days, with nothing written."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sapa.accounts.models import Workspace
from sapa.base.permissions import Role
from sapa.commerce.models import Order
from sapa.contacts.models import Contact
from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.reading import parse_definition
from sapa.domain.recipes import LIBRARY
from sapa.events.models import Event
from sapa.journeys.models import Decision, Enrolment, FollowUp
from sapa.journeys.services.past import Past, rehearse_past
from tests.rooms.journeys.own import ASK, BRANCH, HEAD, TWICE, happened, own
from tests.rooms.journeys.rows import contact
from tests.rooms.journeys.test_editor import EDIT, fields
from tests.rooms.pages import browser

UNPAID = LIBRARY["checkout_belum_bayar"]


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    return contact("Dewi", now, phone="+6281300000011", province="DKI Jakarta")


def look_back(definition: Definition, now: datetime, **more: Any) -> Past:
    return rehearse_past(definition=definition, settings={}, now=now, **more)


def journey(*steps: str) -> Definition:
    return parse_definition(HEAD + "".join(steps))


def ordered(who: Contact, at: datetime, **more: Any) -> Order:
    told = {"source": "toko", "external_id": f"{at:%d%H%M}", "status": "awaiting_payment", "amount": 285_000}
    times = {"placed_at": at, "recorded_at": at, "updated_at": at, "payment_deadline": at + timedelta(days=2)}
    order = Order.objects.create(contact=who, number=f"SARI-{at:%d%H%M}", **{**told, **times, **more})
    happened("order.placed", who, at, order_id=order.pk)
    return order


def told(past: Past) -> list[tuple[str, str]]:
    return [(one.step, one.outcome) for one in past.messages]


def test_an_unpaid_order_of_last_week_would_have_been_reminded_once(dewi: Contact, now: datetime) -> None:
    ordered(dewi, now - timedelta(days=7))
    past = look_back(UNPAID, now)
    assert told(past) == [("1", "sent")]
    assert past.messages[0].at == now - timedelta(days=7) + timedelta(hours=4)
    assert (past.found, past.people, past.skipped) == (1, 1, {"step_off": 1})


def test_what_was_paid_meanwhile_would_not_have_been_reminded(dewi: Contact, now: datetime) -> None:
    at = now - timedelta(days=7)
    ordered(dewi, at, status="paid", paid_at=at + timedelta(hours=1))
    past = look_back(UNPAID, now)
    assert told(past) == [("1", "dropped")]
    assert set(past.messages[0].reasons) <= {"already_paid", "exit_paid"}


def test_a_message_due_at_night_would_have_been_held_until_the_morning(dewi: Contact, now: datetime) -> None:
    evening = now - timedelta(days=5) + timedelta(hours=9)
    ordered(dewi, evening)
    message = look_back(UNPAID, now).messages[0]
    assert "quiet_hours" in message.held
    assert message.outcome == "sent"
    assert message.at is not None
    assert message.at > message.due_at


def test_nothing_is_written(dewi: Contact, now: datetime) -> None:
    ordered(dewi, now - timedelta(days=7))
    before = Event.objects.count()
    look_back(UNPAID, now)
    assert [model.objects.count() for model in (FollowUp, Enrolment, Decision)] == [0, 0, 0]
    assert Event.objects.count() == before


def test_later_steps_follow_what_the_first_would_have_come_to(dewi: Contact, now: datetime) -> None:
    happened("interaction.first", dewi, now - timedelta(days=20))
    past = look_back(journey(ASK, TWICE), now)
    assert told(past) == [("tanya", "sent"), ("lagi", "sent")]
    assert past.messages[1].due_at == (past.messages[0].at or now) + timedelta(days=3)


def test_nobody_is_taken_to_have_answered(dewi: Contact, now: datetime) -> None:
    happened("interaction.first", dewi, now - timedelta(days=20))
    past = look_back(journey(ASK, BRANCH), now)
    assert (told(past), past.tasks) == ([("tanya", "sent")], 0)


def test_what_is_held_out_is_told_as_such(dewi: Contact, shop: Workspace, now: datetime) -> None:
    for number in range(12):
        who = contact(f"Pelanggan {number}", now, phone=f"+62813000000{number + 30}")
        happened("interaction.first", who, now - timedelta(days=9))
    past = look_back(journey(ASK), now, share=50)
    held_out = [one for one in past.messages if one.reasons == ("holdout",)]
    assert 0 < len(held_out) < len(past.messages) == 12


def test_only_the_newest_starts_are_walked_and_it_says_so(shop: Workspace, now: datetime) -> None:
    for number in range(4):
        who = contact(f"Pelanggan {number}", now, phone=f"+62813000000{number + 30}")
        happened("interaction.first", who, now - timedelta(days=9 + number))
    past = look_back(journey(ASK), now, most=2)
    assert (past.found, past.read, len(past.messages)) == (4, 2, 2)


@pytest.mark.parametrize("recipe", list(LIBRARY))
def test_every_recipe_has_its_page_of_the_last_days(shop: Workspace, recipe: str) -> None:
    lia = browser(shop, Role.ANALYST, "lia@tokosari.test")
    assert lia.get(f"/tindak-lanjut/resep/{recipe}/coba/").status_code == 200


def test_the_editor_tries_the_draft_before_it_is_saved(dewi: Contact, shop: Workspace, now: datetime) -> None:
    own(ASK, now=now, mode="off")
    budi: Client = browser(shop, Role.OWNER, "budi@tokosari.test")
    page = budi.get(EDIT, {"langkah": "0"}).content.decode()
    answer = budi.post(EDIT, {**fields(page), "due-number": "3", "aksi": "coba"}).content.decode()
    assert 'id="coba"' in answer
    assert fields(answer)["due-number"] == ["3"]
