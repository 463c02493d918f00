"""What the composer sends beside plain answers: notes, quick replies, messages for later, several files."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import add_member
from sapa.base.permissions import Role
from sapa.commerce.models import Order, Shipment
from sapa.contacts.models import Contact
from sapa.events.models import Event
from sapa.inbox import handlers
from sapa.inbox.models import Clock, Note, Notice
from sapa.inbox.selectors.notes import notes_between
from sapa.inbox.selectors.shortcuts import ready_replies
from sapa.inbox.services import clocks, reply, send_chosen, write_note
from sapa.inbox.services.later import Letter, look_ahead, send_later, take_back
from sapa.inbox.services.shortcuts import save_quick_reply
from sapa.journeys.models import FollowUp
from sapa.journeys.services import leave, settle
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.delivery.asking import asking
from sapa.messaging.delivery.marking import mark
from sapa.messaging.models import Channel, Conversation, Message, Template
from sapa.messaging.services import create_channel, receive, register_template
from sapa.web.errors import Refused
from tests.rooms.messaging.bodies import NUMBER, body, text_message


@pytest.fixture
def budi(shop: Workspace) -> User:
    return User.objects.get(email="budi@tokosari.test")


@pytest.fixture
def ani(shop: Workspace) -> User:
    add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT, password="rahasia-sekali")
    return User.objects.get(email="ani@tokosari.test")


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Conversation:
    """She wrote an hour ago."""
    create_channel(name="Toko Sari", external_id=NUMBER, token="t", app_secret="s", now=now, account_id="1")
    where = hear("wamid.dewi", now - timedelta(hours=1))
    Contact.objects.update(name="Dewi Anggraini")
    return where


def hear(wamid: str, at: datetime) -> Conversation:
    said = text_message(wamid, "Kapan dikirim?", at, "+6281300000011")
    receive(channel=Channel.objects.get(), parsed=parse(body(messages=[said])), now=at)
    return Conversation.objects.get()


def test_a_note_is_kept_once_and_tells_whom_it_names(
    dewi: Conversation, budi: User, ani: User, now: datetime
) -> None:
    for _ in range(2):
        write_note(conversation=dewi, text="@ani @Budi cek resi", author=budi, client_id="1", now=now)
    assert Note.objects.get().mentions == sorted([budi.pk, ani.pk])
    told = Notice.objects.values_list("user_id", "kind", "conversation_id", "count")
    assert list(told) == [(ani.pk, "mentioned", dewi.pk, 1)]
    [shown] = notes_between(dewi.pk, now)
    assert shown.parts == (("@ani", True), (" ", False), ("@Budi", True), (" cek resi", False))


@pytest.mark.parametrize(("text", "code"), [("  ", "empty_note"), ("x" * 4097, "note_too_long")])
def test_an_empty_or_endless_note_is_refused(
    dewi: Conversation, budi: User, now: datetime, text: str, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        write_note(conversation=dewi, text=text, author=budi, client_id="1", now=now)


def test_a_quick_reply_is_filled_from_the_newest_order(dewi: Conversation, budi: User, now: datetime) -> None:
    order(dewi, now)
    text = "{salam} {nama}, {pesanan} dibawa {kurir} dengan resi {resi}. {agen} {lacak}"
    save_quick_reply(shortcut="resi", title="", text=text, author=budi, now=now)
    [ready] = ready_replies(dewi, agent="Ani", now=now)
    assert ready.text == "Selamat pagi Kak Dewi, TS-1 dibawa JNE dengan resi JNE1. Ani {lacak}"
    assert ready.missing == ("lacak",)


def order(where: Conversation, now: datetime) -> None:
    times = {"placed_at": now, "recorded_at": now, "updated_at": now}
    row = Order.objects.create(
        contact=where.contact, source="t", external_id="1", number="TS-1", status="shipped", **times
    )
    more = {"source": "t", "external_id": "1", "recorded_at": now, "updated_at": now}
    more |= {"status_at": now, "said_at": now}
    Shipment.objects.create(order=row, contact=where.contact, courier="JNE", tracking_number="JNE1", **more)


def test_a_word_calls_one_quick_reply_only(budi: User, now: datetime) -> None:
    first = save_quick_reply(shortcut="halo", title="", text="Halo", author=budi, now=now)
    with pytest.raises(Refused, match="shortcut_taken"):
        save_quick_reply(shortcut="halo", title="", text="Hai", author=budi, now=now)
    save_quick_reply(shortcut="halo", title="", text="Hai", author=budi, now=now, quick_reply=first)


def later(
    where: Conversation, author: User, at: datetime, now: datetime, text: str = "Sudah siap."
) -> FollowUp:
    letter = Letter(text)
    return send_later(conversation=where, letter=letter, author=author, client_id="1", at=at, now=now)


def test_a_message_for_later_waits_once_and_can_be_taken_back(
    dewi: Conversation, budi: User, now: datetime
) -> None:
    at = now + timedelta(hours=5)
    row = later(dewi, budi, at, now)
    assert later(dewi, budi, at, now) == row
    assert (row.state, row.next_at) == ("waiting", at)
    take_back(conversation=dewi, follow_up=row, person=budi, now=now)
    with pytest.raises(Refused, match="changed_meanwhile"):
        take_back(conversation=dewi, follow_up=row, person=budi, now=now)
    assert not Notice.objects.exists()


def test_when_the_customer_writes_first_its_author_is_told(
    dewi: Conversation, budi: User, now: datetime
) -> None:
    row, at = later(dewi, budi, now + timedelta(hours=5), now), now + timedelta(hours=1)
    hear("wamid.2", at)
    leave(events=list(Event.objects.filter(name="message.received", at=at)), now=at)
    handlers.tell_authors(list(Event.objects.filter(name="followup.dropped")), at)
    row.refresh_from_db()
    assert row.reasons == ["exit_replied"]
    told = Notice.objects.values_list("user_id", "kind", "conversation_id")
    assert list(told) == [(budi.pk, "later_failed", dewi.pk)]


def test_what_waited_counts_as_an_answer_when_it_leaves(
    dewi: Conversation, budi: User, now: datetime
) -> None:
    clocks.customer_wrote(message_ids=[Message.objects.get().pk], now=now)
    at = now + timedelta(hours=2)
    row = later(dewi, budi, at, now)
    settle(contact_ids=[dewi.contact_id], now=at)
    handlers.note_left(list(Event.objects.filter(name="followup.left")), at)
    row.refresh_from_db()
    assert (row.state, Message.objects.get(direction="out").author_id) == ("queued", budi.pk)
    assert set(Clock.objects.values_list("state", flat=True)) == {"met"}


def test_what_the_gate_puts_back_is_no_answer_until_it_leaves(
    dewi: Conversation, budi: User, now: datetime
) -> None:
    clocks.customer_wrote(message_ids=[Message.objects.get().pk], now=now)
    at = now + timedelta(hours=2)
    later(dewi, budi, at, now)
    settle(contact_ids=[dewi.contact_id], now=at)
    handlers.note_left(list(Event.objects.filter(name="followup.left")), at)
    [one] = asking([Message.objects.get(direction="out").pk])
    one.message.state, one.message.reasons = "cancelled", ["quiet_hours"]
    mark(leaving=[], changed=[one], now=at)
    handlers.note_failures(list(Event.objects.filter(name="message.unsent")), at)
    assert set(Clock.objects.values_list("state", flat=True)) == {"running"}


@pytest.mark.parametrize(
    ("hours", "text", "code"),
    [
        (0, "Halo", "later_is_past"),
        (24 * 91, "Halo", "later_too_far"),
        (30, "Halo", "later_forbidden"),
        (2, "Halo {resi}", "guard_blocked"),
        (2, " ", "empty_reply"),
    ],
)
def test_what_could_not_go_then_is_refused_at_once_and_leaves_nothing(
    dewi: Conversation, budi: User, now: datetime, hours: int, text: str, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        later(dewi, budi, now + timedelta(hours=hours), now, text)
    assert not FollowUp.objects.exists()


def test_a_look_ahead_tells_of_the_closed_window(dewi: Conversation, budi: User, now: datetime) -> None:
    found = [
        look_ahead(
            conversation=dewi, letter=Letter("Halo"), author=budi, at=now + timedelta(hours=hours), now=now
        )
        for hours in (5, 30)
    ]
    assert [one.action for one in found] == ["wait", "drop"]
    assert "no_channel" in found[1].reasons


@pytest.mark.parametrize("hours", [(26, 36), (36, 50)])
def test_a_template_that_is_sent_again_at_another_hour_is_the_same_message(
    dewi: Conversation, budi: User, now: datetime, hours: tuple[int, int]
) -> None:
    """No answer came back to the page. At noon it leaves, at ten in the evening it would wait."""
    words = "Halo Kak, pesanan yang kemarin ditanyakan sudah siap diambil di toko kami."
    register_template(channel_id=dewi.channel_id, name="siap", category="utility", source=words, now=now)
    Template.objects.update(status="APPROVED")
    asked = partial(send_chosen, conversation=dewi, template=Template.objects.get(), values={}, author=budi)
    first, second = (asked(client_id="1", at=None, now=now + timedelta(hours=one)) for one in hours)
    assert first == second
    assert Message.objects.filter(direction="out").count() + FollowUp.objects.count() == 1


def test_several_files_are_messages_of_their_own_and_the_words_stand_below_the_first(
    dewi: Conversation, budi: User, now: datetime
) -> None:
    files = [
        SimpleUploadedFile("a.ogg", b"OggS" + b"x" * 90),
        SimpleUploadedFile("b.pdf", b"%PDF-1.7" + b"x" * 90),
    ]
    for _ in range(2):
        reply(conversation=dewi, text="Ini notanya", author=budi, client_id="1", now=now, files=files)
    sent = Message.objects.filter(direction="out").order_by("id")
    assert [(one.type, one.text) for one in sent] == [("audio", ""), ("document", "Ini notanya")]


def test_of_several_files_the_one_that_cannot_go_is_named(
    dewi: Conversation, budi: User, now: datetime
) -> None:
    files = [
        SimpleUploadedFile("a.pdf", b"%PDF-1.7" + b"x" * 90),
        SimpleUploadedFile("b.exe", b"MZ" + b"x" * 90),
    ]
    with pytest.raises(Refused) as caught:
        reply(conversation=dewi, text="", author=budi, client_id="1", now=now, files=files)
    assert caught.value.sentence.endswith(": b.exe.")


def test_large_numbers_of_a_refusal_are_grouped(dewi: Conversation, budi: User, now: datetime) -> None:
    with pytest.raises(Refused, match="reply_too_long") as caught:
        reply(conversation=dewi, text="x" * 99_999, author=budi, client_id="1", now=now)
    assert "99.999" in caught.value.sentence


def test_an_answer_names_the_message_it_answers(dewi: Conversation, budi: User, now: datetime) -> None:
    asked = str(Message.objects.get().public_id)
    for place, named in enumerate((asked, "x", str(dewi.public_id))):
        reply(conversation=dewi, text="Besok", author=budi, client_id=str(place), now=now, reply_to=named)
    sent = Message.objects.filter(direction="out").order_by("id")
    assert [one.reply_to_wamid for one in sent] == ["wamid.dewi", "", ""]
