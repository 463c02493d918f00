"""What a customer does to a message that stands already."""

from datetime import datetime, timedelta

from sapa.contacts.models import LedgerEntry
from sapa.events.models import Event
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.models import Channel, Conversation, Media, Message
from sapa.messaging.selectors import window_state
from sapa.messaging.services import receive
from tests.rooms.messaging.bodies import DEWI, MADE, body, said, text_message

MINUTE = timedelta(minutes=1)


def hear(channel: Channel, now: datetime, *messages: dict[str, object]) -> None:
    receive(channel=channel, parsed=parse(body(messages=list(messages))), now=now)


def edit(wamid: str, about: str, words: str, at: datetime, sender: str = DEWI) -> dict[str, object]:
    new = {"type": "text", "text": {"body": words}}
    return said(wamid, "edit", at, sender, edit={"original_message_id": about, "message": new})


def revoke(wamid: str, about: str, at: datetime, sender: str = DEWI) -> dict[str, object]:
    return said(wamid, "revoke", at, sender, revoke={"original_message_id": about})


def reaction(wamid: str, about: str, emoji: str, at: datetime) -> dict[str, object]:
    return said(wamid, "reaction", at, reaction={"message_id": about, "emoji": emoji})


def test_an_edited_message_has_the_new_words_alone(channel: Channel, dewi: int, now: datetime) -> None:
    hear(
        channel, now, text_message("wamid.1", "Besok", now), edit("wamid.2", "wamid.1", "Lusa", now + MINUTE)
    )
    message = Message.objects.get()
    assert (message.text, "edited_at" in message.payload) == ("Lusa", True)
    assert "Besok" not in str(message.payload) + Conversation.objects.get().preview


def test_the_newest_edit_stands_whatever_the_order(channel: Channel, dewi: int, now: datetime) -> None:
    later = now + 5 * MINUTE
    hear(channel, later, text_message("wamid.1", "A", now), edit("wamid.3", "wamid.1", "C", now + 2 * MINUTE))
    hear(channel, later, edit("wamid.2", "wamid.1", "B", now + MINUTE))
    assert Message.objects.get().text == "C"


def test_an_edit_that_comes_before_its_message_wins_all_the_same(
    channel: Channel, dewi: int, now: datetime
) -> None:
    hear(channel, now, edit("wamid.2", "wamid.1", "Lusa", now))
    hear(channel, now, text_message("wamid.1", "Besok", now - MINUTE))
    assert Message.objects.get(wamid="wamid.1").text == "Lusa"


def test_other_words_are_told_once_more_so_that_a_stop_is_heard(
    channel: Channel, dewi: int, now: datetime
) -> None:
    for _ in range(3):
        hear(
            channel,
            now,
            text_message("wamid.1", "halo", now - MINUTE),
            edit("w2", "wamid.1", "BERHENTI", now),
        )
    events = Event.objects.filter(name="message.received").order_by("id")
    assert [event.data.get("hold") for event in events] == [None, "edited"]
    assert {event.data["message_id"] for event in events} == {Message.objects.get().pk}


def test_a_deleted_message_leaves_nothing_but_its_place(channel: Channel, dewi: int, now: datetime) -> None:
    photo = said("wamid.1", "image", now, image={"id": "77", "caption": "KTP saya"})
    hear(channel, now, photo, revoke("wamid.2", "wamid.1", now))
    message = Message.objects.get()
    assert (message.text, sorted(message.payload)) == ("", ["revoked_at"])
    assert Conversation.objects.get().preview == "[revoke]"
    assert Media.objects.get(message=message).state == "lost"


def test_a_deletion_that_comes_first_is_kept_for_its_message(
    channel: Channel, dewi: int, now: datetime
) -> None:
    hear(channel, now, revoke("wamid.2", "wamid.1", now))
    hear(channel, now, text_message("wamid.1", "Rahasia", now - MINUTE))
    assert not Message.objects.filter(text__contains="Rahasia").exists()


def test_nobody_changes_what_somebody_else_wrote(channel: Channel, dewi: int, now: datetime) -> None:
    hear(channel, now, text_message("wamid.1", "Milik Dewi", now))
    hear(channel, now, edit("w2", "wamid.1", "Diubah", now, MADE), revoke("w3", "wamid.1", now, MADE))
    assert Message.objects.get(wamid="wamid.1").text == "Milik Dewi"


def test_a_reaction_hangs_on_its_message_and_is_no_reply(channel: Channel, dewi: int, now: datetime) -> None:
    day_later = now + timedelta(hours=25)
    hear(channel, now, text_message("wamid.1", "Halo", now))
    hear(channel, day_later, reaction("wamid.2", "wamid.1", "❤", day_later))
    assert Message.objects.get().payload["reactions"]["in"]["emoji"] == "❤"
    assert not window_state(contact_id=dewi, channel_id=channel.pk, now=day_later).open
    assert (Event.objects.filter(name="message.received").count(), LedgerEntry.objects.count()) == (1, 1)


def test_a_reaction_taken_back_is_gone_even_when_the_first_is_told_again(
    channel: Channel, dewi: int, now: datetime
) -> None:
    heart = reaction("wamid.2", "wamid.1", "❤", now)
    hear(channel, now + MINUTE, text_message("wamid.1", "Halo", now), heart)
    hear(channel, now + MINUTE, reaction("wamid.3", "wamid.1", "", now + MINUTE), heart)
    assert Message.objects.get().payload["reactions"]["in"]["emoji"] == ""


def test_what_whatsapp_does_not_pass_on_is_kept_with_its_reason(
    channel: Channel, dewi: int, now: datetime
) -> None:
    errors = [{"code": 131051, "title": "Message type unknown"}]
    hear(
        channel,
        now,
        said("wamid.1", "unsupported", now, unsupported={"type": "poll_creation"}, errors=errors),
    )
    message = Message.objects.get()
    assert (message.type, message.payload) == (
        "unsupported",
        {"data": {"type": "poll_creation"}, "errors": [131051]},
    )


def test_a_group_is_nobodys_talk_with_the_shop(channel: Channel, dewi: int, now: datetime) -> None:
    hear(channel, now, text_message("wamid.1", "halo semua", now) | {"group_id": "Y2Fw"})
    assert not Message.objects.exists()
