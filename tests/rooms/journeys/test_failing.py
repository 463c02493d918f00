"""A message that failed after it was sent: its follow-up was not sent either."""

from datetime import datetime
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.contacts.models import Contact
from sapa.events.models import Event
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.services import take_back
from sapa.messaging.models import Message, Template
from sapa.messaging.services.templates import register_template
from tests.rooms.journeys.rows import contact, sent, talk, wrote


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    return contact("Dewi", now, phone="+6281300000011")


def left(row: FollowUp, now: datetime, **more: Any) -> Message:
    told: dict[str, Any] = {"direction": "out", "by": "system", "state": "failed", "klass": "reminder"}
    made = wrote(talk(row.contact, now), now, follow_up_id=row.pk, **(told | more))
    FollowUp.objects.filter(pk=row.pk).update(message_id=made.pk)
    return made


def failed(message: Message, now: datetime) -> Event:
    data = {"message_id": message.pk, "follow_up_id": message.follow_up_id, "code": message.error}
    return Event(name="message.failed", at=now, contact_id=message.contact_id, data=data)


def test_its_follow_up_is_given_up_with_the_reason(dewi: Contact, now: datetime) -> None:
    row = sent(dewi, now)
    take_back(events=[failed(left(row, now, error="131026"), now)], now=now)
    row.refresh_from_db()
    assert (row.state, row.reasons) == ("dropped", ["not_delivered"])
    assert Decision.objects.get(follow_up=row).stage == "event"


def test_the_same_failure_twice_changes_nothing_more(dewi: Contact, now: datetime) -> None:
    event = failed(left(sent(dewi, now), now, error="131026"), now)
    take_back(events=[event], now=now)
    take_back(events=[event], now=now)
    assert Decision.objects.count() == 1


def test_when_the_window_was_closed_it_goes_once_more_as_its_template(dewi: Contact, now: datetime) -> None:
    row = sent(dewi, now)
    payload = {"template": "belum_bayar", "language": "id", "parameters": {"panggilan": "Kak Dewi"}}
    first = left(row, now, error="131047", payload=payload)
    approve(first, "APPROVED", now)
    take_back(events=[failed(first, now)], now=now)
    row.refresh_from_db()
    again = Message.objects.get(follow_up_id=row.pk, state="planned")
    assert row.message_id == again.pk
    assert (row.state, again.state, again.payload) == ("queued", "planned", payload | {"form": "template"})


def test_it_is_not_tried_a_third_time(dewi: Contact, now: datetime) -> None:
    row = sent(dewi, now)
    first = left(row, now, error="131047", payload={"template": "belum_bayar", "form": "template"})
    approve(first, "APPROVED", now)
    take_back(events=[failed(first, now)], now=now)
    assert Message.objects.count() == 1


def test_without_an_approved_template_a_person_sees_it(dewi: Contact, now: datetime) -> None:
    row = sent(dewi, now)
    first = left(row, now, error="131047", payload={"template": "belum_bayar"})
    approve(first, "PAUSED", now)
    take_back(events=[failed(first, now)], now=now)
    row.refresh_from_db()
    assert (row.state, Message.objects.count()) == ("dropped", 1)


def approve(message: Message, status: str, now: datetime) -> None:
    source = "Halo {{ panggilan }}, pesanan menunggu."
    register_template(
        channel_id=message.channel_id, name="belum_bayar", category="utility", source=source, now=now
    )
    Template.objects.update(status=status)
