"""The owner also uses the phone app, or lets the provider's own agent answer."""

from datetime import datetime, timedelta

from sapa.base.rows import fetch
from sapa.contacts.models import Contact, LedgerEntry
from sapa.events.models import Event
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.models import Channel, Conversation, Message
from sapa.messaging.selectors import window_state
from sapa.messaging.services import receive
from tests.rooms.messaging.bodies import DEWI, MADE, body, change, said, status, text_message

DAY = timedelta(days=1)


def hear(channel: Channel, now: datetime, told: dict[str, object]) -> None:
    receive(channel=channel, parsed=parse(told), now=now)


def echo(wamid: str, words: str, at: datetime, to: str = DEWI) -> dict[str, object]:
    return said(wamid, "text", at, "+6281100002222", text={"body": words}) | {"to": to[1:]}


def echoes(*listed: dict[str, object]) -> dict[str, object]:
    return change("smb_message_echoes", {"message_echoes": list(listed)})


def test_an_answer_from_the_phone_takes_the_conversation_over(
    channel: Channel, dewi: int, now: datetime
) -> None:
    hear(channel, now, body(messages=[text_message("wamid.1", "Masih ada?", now - timedelta(minutes=2))]))
    hear(channel, now, echoes(echo("wamid.2", "Masih kak", now)))
    message, talk = Message.objects.get(wamid="wamid.2"), Conversation.objects.get()
    assert (message.direction, message.by, message.state, message.contact_id) == (
        "out",
        "phone",
        "accepted",
        dewi,
    )
    assert (talk.owner, talk.waiting_since, talk.preview) == ("human", None, "Masih kak")


def test_open_pages_hear_that_the_phone_has_it_now(channel: Channel, dewi: int, now: datetime) -> None:
    given = "SELECT given::text <> '0' FROM messaging_conversation"
    hear(channel, now, body(messages=[text_message("wamid.1", "Masih ada?", now - timedelta(minutes=2))]))
    assert fetch(given) == [(False,)]
    hear(channel, now, echoes(echo("wamid.2", "Masih kak", now)))
    assert fetch(given) == [(True,)]


def test_it_counts_as_an_agents_contact_and_ends_what_waits_for_one(
    channel: Channel, dewi: int, now: datetime
) -> None:
    for _ in range(3):
        hear(channel, now, echoes(echo("wamid.2", "Masih kak", now)))
    [entry] = LedgerEntry.objects.all()
    assert (entry.fact, entry.by, entry.klass, entry.kind) == ("sent", "agent", "reply", "agent_reply")
    [event] = Event.objects.all()
    assert (event.name, event.contact_id) == ("agent.followed_up", dewi)


def test_what_becomes_of_it_is_told_by_statuses(channel: Channel, dewi: int, now: datetime) -> None:
    hear(channel, now, echoes(echo("wamid.2", "Masih kak", now)))
    hear(channel, now, body(statuses=[status("wamid.2", "read", now)]))
    assert Message.objects.get().delivery == "read"


def test_the_shop_edits_and_deletes_its_own_words(channel: Channel, dewi: int, now: datetime) -> None:
    new = {"original_message_id": "wamid.2", "message": {"type": "text", "text": {"body": "Habis kak"}}}
    edited = said("wamid.3", "edit", now, "+6281100002222", edit=new) | {"to": DEWI[1:]}
    hear(channel, now, echoes(echo("wamid.2", "Masih kak", now - timedelta(minutes=1)), edited))
    assert Message.objects.get().text == "Habis kak"


def old_chats(*messages: dict[str, object]) -> dict[str, object]:
    return change("history", {"history": [{"threads": [{"id": DEWI[1:], "messages": list(messages)}]}]})


def test_old_chats_are_shown_but_open_nothing_and_tell_nobody(
    channel: Channel, dewi: int, now: datetime
) -> None:
    asked, answered = now - timedelta(hours=3), now - timedelta(hours=2)
    for _ in range(2):
        hear(channel, now, old_chats(text_message("w1", "Dulu", asked), echo("w2", "Ya kak", answered)))
    rows = Message.objects.order_by("at")
    assert [(m.direction, m.text, m.at, m.payload["past"]) for m in rows] == [
        ("in", "Dulu", asked, True),
        ("out", "Ya kak", answered, True),
    ]
    talk = Conversation.objects.get()
    assert (talk.preview, talk.last_message_at, talk.unread, talk.waiting_since) == (
        "Ya kak",
        answered,
        0,
        None,
    )
    assert not window_state(contact_id=dewi, channel_id=channel.pk, now=now).open
    assert not Event.objects.exists()


def test_the_file_of_an_old_message_takes_its_place(channel: Channel, dewi: int, now: datetime) -> None:
    hear(channel, now, old_chats(said("w1", "media_placeholder", now - DAY)))
    photo = said("w1", "image", now - DAY, image={"id": "77", "caption": "Resi"})
    hear(channel, now, change("history", {"messages": [photo]}))
    message = Message.objects.get()
    assert (message.type, message.text, message.payload["media_id"]) == ("image", "Resi", "77")


def known(phone: str, name: str) -> dict[str, object]:
    return {"type": "contact", "action": "add", "contact": {"full_name": name, "phone_number": phone[1:]}}


def test_the_address_book_names_customers_and_adds_nobody(channel: Channel, dewi: int, now: datetime) -> None:
    Contact.objects.filter(pk=dewi).update(name="")
    book = [known(DEWI, "Dewi Lestari"), known(MADE, "Paman Made")]
    hear(channel, now, change("smb_app_state_sync", {"state_sync": book}))
    assert list(Contact.objects.values_list("name", flat=True)) == ["Dewi Lestari"]


def test_the_address_book_never_renames(channel: Channel, dewi: int, now: datetime) -> None:
    hear(channel, now, change("smb_app_state_sync", {"state_sync": [known(DEWI, "Dewi Cerewet")]}))
    assert Contact.objects.get().name == "Dewi"


def test_a_conversation_of_metas_agent_is_watched_and_not_answered(
    channel: Channel, dewi: int, now: datetime
) -> None:
    hear(channel, now, change("standby", {"messages": [text_message("wamid.1", "Halo", now)]}))
    event = Event.objects.get(name="message.received")
    assert (Conversation.objects.get().elsewhere_at, event.data["hold"]) == (now, "standby")


def test_it_is_ours_again_with_the_next_message_that_we_get(
    channel: Channel, dewi: int, now: datetime
) -> None:
    later = now + timedelta(minutes=5)
    hear(channel, now, change("standby", {"messages": [text_message("wamid.1", "Halo", now)]}))
    hear(channel, later, body(messages=[text_message("wamid.2", "Halo?", later)]))
    assert Conversation.objects.get().elsewhere_at is None


def test_an_answer_of_metas_agent_is_nobodys_of_the_shop(channel: Channel, dewi: int, now: datetime) -> None:
    hear(channel, now, change("standby", {"message_echoes": [echo("wamid.2", "Ada kak", now)]}))
    assert (Message.objects.get().by, Conversation.objects.get().owner) == ("elsewhere", "assistant")
    assert not Event.objects.exists()


def test_a_call_opens_the_window_and_waits_for_an_answer(channel: Channel, dewi: int, now: datetime) -> None:
    rings = {"id": "wacid.1", "from": DEWI[1:], "event": "connect", "timestamp": str(int(now.timestamp()))}
    hear(channel, now, change("calls", {"calls": [rings, rings | {"event": "terminate"}]}))
    assert window_state(contact_id=dewi, channel_id=channel.pk, now=now + timedelta(hours=23)).open
    assert (Message.objects.get().type, Conversation.objects.get().waiting_since) == ("call", now)
    assert Event.objects.get().data["hold"] == "call"


def test_a_call_of_the_shop_is_not_the_customers(channel: Channel, dewi: int, now: datetime) -> None:
    ours = {"id": "wacid.1", "to": DEWI[1:], "direction": "BUSINESS_INITIATED", "event": "connect"}
    hear(channel, now, change("calls", {"calls": [ours]}))
    assert not Message.objects.exists()
