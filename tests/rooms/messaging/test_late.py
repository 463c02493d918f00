"""What comes late, from a storm, or without a good clock (reliability.md IN-03 to IN-06)."""

from datetime import datetime, timedelta

from sapa.events.models import Event
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.models import Channel, Conversation, Message
from sapa.messaging.selectors import window_state
from sapa.messaging.services import receive
from tests.rooms.messaging.bodies import DEWI, MADE, body, status, text_message
from tests.rooms.messaging.conftest import customer


def hear(channel: Channel, now: datetime, *messages: dict[str, object]) -> None:
    receive(channel=channel, parsed=parse(body(messages=list(messages))), now=now)


def held() -> list[str | None]:
    return [event.data.get("hold") for event in Event.objects.order_by("at", "id")]


def test_a_message_eight_days_late_is_kept_and_left_to_people(
    channel: Channel, dewi: int, now: datetime
) -> None:
    then = now - timedelta(days=8)
    hear(channel, now, text_message("wamid.1", "Kapan dikirim?", then))
    assert (Message.objects.get().at, Event.objects.get().at) == (then, then)
    assert (held(), Conversation.objects.get().waiting_since) == (["late"], then)


def test_its_window_is_counted_from_when_it_was_written(channel: Channel, dewi: int, now: datetime) -> None:
    hear(channel, now, text_message("wamid.1", "Halo", now - timedelta(hours=20)))
    window = window_state(contact_id=dewi, channel_id=channel.pk, now=now)
    assert (window.open, window.until) == (True, now + timedelta(hours=4))


def test_messages_of_two_hours_of_silence_are_not_answered_blindly(
    channel: Channel, dewi: int, now: datetime
) -> None:
    minutes = [120, 90, 30, 0]
    hear(channel, now, *[text_message(f"w{n}", "Halo", now - timedelta(minutes=n)) for n in minutes])
    assert held() == ["late", "late", None, None]


def test_a_late_message_never_moves_the_window_back(channel: Channel, dewi: int, now: datetime) -> None:
    hear(channel, now, text_message("wamid.2", "Baru", now))
    hear(channel, now, text_message("wamid.1", "Lama", now - timedelta(days=3)))
    talk = Conversation.objects.get()
    assert (talk.last_inbound_at, talk.preview) == (now, "Baru")


def test_a_thousand_messages_of_one_sender_are_one_conversation_with_few_answers(
    channel: Channel, dewi: int, now: datetime
) -> None:
    customer(MADE, "Made", now)
    storm = [text_message(f"w{n}", "?", now - timedelta(seconds=n // 100)) for n in range(1000)]
    hear(channel, now, *storm[:500])
    hear(channel, now, *storm[500:], text_message("made", "Halo", now, MADE))
    assert (Conversation.objects.count(), Message.objects.count()) == (2, 1001)
    assert (held().count("storm"), held().count(None)) == (990, 11)


def test_a_signed_body_told_again_days_later_changes_nothing(
    channel: Channel, dewi: int, now: datetime
) -> None:
    switched = {"wa_id": DEWI[1:], "category": "marketing_messages", "value": "stop"}
    told = parse(
        body(
            messages=[text_message("wamid.1", "Halo", now)],
            statuses=[status("wamid.0", "read", now)],
            user_preferences=[switched | {"timestamp": str(int(now.timestamp()))}],
        )
    )
    receive(channel=channel, parsed=told, now=now)
    before = Conversation.objects.values().get()
    receive(channel=channel, parsed=told, now=now + timedelta(days=6))
    assert Conversation.objects.values().get() == before
    assert (Message.objects.count(), Event.objects.count()) == (1, 1)


def test_nobody_waits_for_a_broken_clock(channel: Channel, dewi: int, now: datetime) -> None:
    hear(channel, now, text_message("wamid.1", "Halo", now) | {"timestamp": "1"})
    assert (Message.objects.get().at, held()) == (now, [None])
