from datetime import datetime, timedelta

from sapa.contacts.models import Contact, LedgerEntry
from sapa.events.models import Event
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.models import Channel, Conversation, Message
from sapa.messaging.selectors import window_state
from sapa.messaging.services import receive
from tests.rooms.messaging.bodies import DEWI, MADE, body, text_message


def test_a_message_received_five_times_is_one_message(channel: Channel, dewi: int, now: datetime) -> None:
    for _ in range(5):
        receive(
            channel=channel,
            parsed=parse(body(messages=[text_message("wamid.1", "Sudah dikirim?", now)])),
            now=now,
        )
    message = Message.objects.get()
    assert (message.contact_id, message.text, message.state) == (dewi, "Sudah dikirim?", "received")
    assert Event.objects.filter(name="message.received").count() == 1
    assert LedgerEntry.objects.filter(fact="received").count() == 1


def test_the_event_says_where_but_not_what(channel: Channel, dewi: int, now: datetime) -> None:
    receive(channel=channel, parsed=parse(body(messages=[text_message("wamid.1", "rahasia", now)])), now=now)
    event = Event.objects.get(name="message.received")
    assert event.contact_id == dewi
    assert event.data["conversation_id"] == Conversation.objects.get().pk
    assert "rahasia" not in str(event.data)


def test_a_stranger_becomes_a_contact_with_the_name_of_the_profile(channel: Channel, now: datetime) -> None:
    who = [{"profile": {"name": "Made"}, "wa_id": MADE[1:]}]
    said = body(contacts=who, messages=[text_message("wamid.1", "Halo", now, MADE)])
    receive(channel=channel, parsed=parse(said), now=now)
    assert Contact.objects.get(phone=MADE).name == "Made"


def test_a_customer_without_a_phone_is_known_by_the_user_id(channel: Channel, now: datetime) -> None:
    hidden = {"id": "wamid.1", "from_user_id": "ID.1349", "type": "text", "text": {"body": "Halo"}}
    again = {"id": "wamid.2", "from_user_id": "ID.1349", "type": "text", "text": {"body": "Ada?"}}
    receive(channel=channel, parsed=parse(body(messages=[hidden])), now=now)
    receive(channel=channel, parsed=parse(body(messages=[again])), now=now)
    assert Contact.objects.get().phone == ""
    assert Message.objects.count() == 2


def test_the_conversation_shows_the_newest_words_and_who_waits(
    channel: Channel, dewi: int, now: datetime
) -> None:
    later = now + timedelta(minutes=5)
    said = body(messages=[text_message("wamid.2", "Kedua", later), text_message("wamid.1", "Pertama", now)])
    receive(channel=channel, parsed=parse(said), now=later)
    talk = Conversation.objects.get()
    assert (talk.preview, talk.unread, talk.waiting_since, talk.last_message_at) == ("Kedua", 2, now, later)


def test_a_message_opens_the_window_for_a_day(channel: Channel, dewi: int, now: datetime) -> None:
    receive(channel=channel, parsed=parse(body(messages=[text_message("wamid.1", "Halo", now)])), now=now)
    window = {"contact_id": dewi, "channel_id": channel.pk}
    assert window_state(**window, now=now + timedelta(hours=23)).open
    assert not window_state(**window, now=now + timedelta(hours=24)).open


def test_a_reaction_opens_no_window(channel: Channel, dewi: int, now: datetime) -> None:
    heart = {
        "id": "wamid.1",
        "from": DEWI[1:],
        "type": "reaction",
        "reaction": {"emoji": "❤", "message_id": "wamid.0"},
    }
    receive(channel=channel, parsed=parse(body(messages=[heart])), now=now)
    assert not window_state(contact_id=dewi, channel_id=channel.pk, now=now).open


def test_nothing_was_written_later_than_now(channel: Channel, dewi: int, now: datetime) -> None:
    ahead = text_message("wamid.1", "Halo", now + timedelta(days=400))
    receive(channel=channel, parsed=parse(body(messages=[ahead])), now=now)
    assert Message.objects.get().at == now
