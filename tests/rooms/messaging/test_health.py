"""A number's figures, and promotions that rest before it is hurt."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from sapa.accounts.services import change_settings
from sapa.events.services import NewEvent, record
from sapa.messaging.models import Channel, ChannelHistory, Message
from sapa.messaging.services import health
from sapa.messaging.services.channels import rest_promos
from sapa.messaging.services.conversations import open_conversations
from sapa.messaging.services.restraint import Asked, beyond_share, restrained, switch_test_mode
from tests.rooms.messaging.bodies import DEWI, MADE

Send = Callable[..., list[Message]]


@pytest.fixture
def send(channel: Channel, dewi: int, now: datetime) -> Send:
    """send(12, klass="promo", at=now) writes messages as they are once WhatsApp took them."""
    [talk] = open_conversations(pairs=[(dewi, channel.pk)], now=now).values()

    def sent(number: int, at: datetime, **more: object) -> list[Message]:
        told = {"klass": "promo", "delivery": "delivered", "state": "accepted", "accepted_at": at} | more
        rows = [
            Message(
                conversation_id=talk,
                contact_id=dewi,
                channel=channel,
                direction="out",
                at=at,
                not_before=at,
                **told,
            )
            for _ in range(number)
        ]
        return Message.objects.bulk_create(rows)

    return sent


def fail(messages: list[Message], code: str, at: datetime) -> None:
    events = [
        NewEvent(
            name="message.failed",
            key=f"failed:{one.pk}",
            at=at,
            contact_id=one.contact_id,
            order_id=None,
            data={"message_id": one.pk, "code": code},
        )
        for one in messages
    ]
    record(events=events, now=at)
    Message.objects.filter(pk__in=[one.pk for one in messages]).update(delivery="failed", error=code)


def measured(channel: Channel, now: datetime) -> Channel:
    health._measure([Channel.objects.get(pk=channel.pk)], now)
    return Channel.objects.get(pk=channel.pk)


def test_a_day_is_counted_by_what_became_of_its_messages(channel: Channel, send: Send, now: datetime) -> None:
    send(6, now - timedelta(hours=1))
    send(3, now - timedelta(hours=2), delivery="read")
    fail(send(1, now - timedelta(hours=3)), "131026", now)
    send(5, now - timedelta(hours=30))
    figures = measured(channel, now).health["figures"]
    counted = {name: figures[name] for name in ("sent", "delivered", "read", "failed", "blocked", "codes")}
    assert counted == {
        "sent": 9,
        "delivered": 9,
        "read": 3,
        "failed": 1,
        "blocked": 1,
        "codes": {"131026": 1},
    }


def test_a_limit_of_one_customer_says_nothing_about_the_number(
    channel: Channel, send: Send, now: datetime
) -> None:
    fail(send(9, now - timedelta(hours=1)), "131049", now)
    assert "failed" not in measured(channel, now).health["figures"]


def test_red_quality_rests_promotions_and_is_noted(channel: Channel, now: datetime) -> None:
    Channel.objects.update(quality="RED")
    assert measured(channel, now).paused_promos_reason == "quality_red"
    assert ChannelHistory.objects.filter(what="promos_paused", source="measured").count() == 1


def test_promotions_go_again_as_soon_as_quality_is_green(channel: Channel, now: datetime) -> None:
    Channel.objects.update(quality="RED")
    measured(channel, now)
    Channel.objects.update(quality="GREEN")
    assert measured(channel, now + timedelta(hours=1)).paused_promos_until is None
    assert ChannelHistory.objects.filter(what="promos_resumed").count() == 1


def test_what_rested_is_due_when_the_rest_ends_early(channel: Channel, send: Send, now: datetime) -> None:
    Channel.objects.update(quality="RED")
    measured(channel, now)
    [held] = send(1, now, state="planned", accepted_at=None, reasons=["number_resting"])
    Message.objects.filter(pk=held.pk).update(not_before=now + timedelta(days=1))
    Channel.objects.update(quality="GREEN")
    later = now + timedelta(hours=1)
    measured(channel, later)
    held.refresh_from_db()
    assert (held.not_before, held.reasons) == (later, [])


def test_many_blocks_rest_promotions_for_hours_and_then_end_by_themselves(
    channel: Channel, send: Send, now: datetime
) -> None:
    send(90, now - timedelta(hours=1))
    fail(send(10, now - timedelta(hours=1)), "131026", now - timedelta(minutes=50))
    assert measured(channel, now).paused_promos_reason == "blocks_rising"
    assert measured(channel, now + timedelta(hours=5)).paused_promos_until == now + timedelta(hours=6)
    assert measured(channel, now + timedelta(hours=6, minutes=1)).paused_promos_until is None


def test_a_rest_that_the_provider_imposed_is_never_shortened(channel: Channel, now: datetime) -> None:
    until = now + timedelta(hours=4)
    rest_promos(channel=channel, until=until, reason="131048", source="answer", now=now)
    Channel.objects.update(quality="RED")
    assert measured(channel, now).paused_promos_until == until


def test_under_yellow_a_batch_gets_no_more_than_the_hours_share(
    channel: Channel, send: Send, now: datetime
) -> None:
    Channel.objects.update(quality="YELLOW", limit_tier="TIER_250")
    send(8, now)
    yellow = Channel.objects.get()
    asked = [Asked(number, "promo", yellow, DEWI) for number in range(5)]
    held = beyond_share([*asked, Asked(9, "reminder", yellow, DEWI)], now=now)
    assert sorted(held) == [3, 4]
    assert set(held.values()) == {now + timedelta(hours=1)}


def test_thresholds_are_settings_of_the_workspace(channel: Channel, send: Send, now: datetime) -> None:
    change_settings(changes={"number_health": {"least_sent": 500}}, now=now)
    send(90, now - timedelta(hours=1))
    fail(send(10, now - timedelta(hours=1)), "131026", now)
    assert measured(channel, now).paused_promos_until is None


def test_a_number_is_measured_once_a_minute(channel: Channel, now: datetime) -> None:
    due = [
        health._is_due(measured(channel, now), "figures", health.EVERY, at)
        for at in (now, now + health.EVERY)
    ]
    assert due == [False, True]


def test_in_test_mode_only_listed_numbers_receive_anything(channel: Channel, now: datetime) -> None:
    switch_test_mode(on=True, phones=[DEWI], now=now)
    asked = [
        Asked(1, "reply", channel, DEWI),
        Asked(2, "reply", channel, MADE),
        Asked(3, "notice", channel, ""),
    ]
    held = restrained(asked, now=now)
    assert {pk: reason for pk, (_until, reason) in held.items()} == {2: "test_mode", 3: "test_mode"}


def test_what_waited_for_test_mode_is_due_when_it_is_off(channel: Channel, send: Send, now: datetime) -> None:
    switch_test_mode(on=True, phones=[], now=now)
    [held] = send(1, now, state="planned", accepted_at=None, reasons=["test_mode"])
    Message.objects.update(not_before=now + timedelta(hours=1))
    switch_test_mode(on=False, phones=[], now=now)
    held.refresh_from_db()
    assert (held.not_before, held.reasons) == (now, [])
    assert restrained([Asked(held.pk, "promo", channel, MADE)], now=now) == {}
