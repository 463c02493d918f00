"""The story of a conversation: pages that miss nothing, quotes, reactions, second tries, places found by words."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.base.clock import business_now
from sapa.base.rows import fetch
from sapa.contacts.models import Contact
from sapa.inbox.models import Handoff, Ticket, TicketStep
from sapa.inbox.services import reactions
from sapa.journeys.selectors.timeline import timeline
from sapa.messaging import services
from sapa.messaging.models import Conversation, Media, Message, Wamid
from tests.rooms.inbox.test_pages import queries
from tests.rooms.journeys.rows import contact, held, talk, wrote

OURS = {"direction": "out", "by": "agent", "klass": "reply", "kind": "agent_reply", "state": "accepted"}


@pytest.fixture
def budi(shop: Workspace) -> Client:
    client = Client()
    client.force_login(User.objects.get(email="budi@tokosari.test"))
    return client


@pytest.fixture
def dewi(shop: Workspace) -> Conversation:
    at = business_now() - timedelta(hours=3)
    where = talk(contact("Dewi", at, phone="+6281300000011"), at)
    Conversation.objects.update(last_inbound_at=business_now())
    return where


def story(budi: Client, where: Conversation, **asked: str) -> str:
    return budi.get(f"/kotak-masuk/{where.public_id}/pesan/", asked).content.decode()


def said(where: Conversation, minute: int, text: str, **more: Any) -> Message:
    """So many minutes after the conversation began, known to WhatsApp."""
    at = where.last_message_at + timedelta(minutes=minute)
    message = wrote(where, at, text, **({"wamid": f"wamid.{minute}"} | more))
    Wamid.objects.create(channel=where.channel, wamid=message.wamid, message=message)
    return message


def do(budi: Client, message: Message, what: str, **told: str) -> int:
    return budi.post(f"/kotak-masuk/pesan/{message.public_id}/{what}/", told).status_code


def test_an_answer_shows_what_it_answers_and_leads_there(budi: Client, dewi: Conversation) -> None:
    asked = said(dewi, 1, "Ada warna biru?")
    said(dewi, 2, "Yang ini", reply_to_wamid=asked.wamid)
    assert f'data-jump-to="{asked.public_id}"><b>Pelanggan</b>' in story(budi, dewi)


def test_nothing_of_another_customer_is_quoted(budi: Client, dewi: Conversation, now: datetime) -> None:
    foreign = said(talk(contact("Made", now), now), 1, "Alamat saya Jl. Mawar 3")
    said(dewi, 2, "Yang ini", reply_to_wamid=foreign.wamid)
    assert "Jl. Mawar" not in story(budi, dewi)


def test_a_reaction_stands_on_its_message_and_answers_nobody(budi: Client, dewi: Conversation) -> None:
    Conversation.objects.update(waiting_since=business_now())
    thanked = said(dewi, 1, "Terima kasih!")
    assert do(budi, thanked, "reaksi", emoji="🙏", client_id="1") == 302
    sent = Message.objects.get(type="reaction")
    assert sent.payload["content"]["reaction"] == {"message_id": thanked.wamid, "emoji": "🙏"}
    assert story(budi, dewi).count('class="bubble ') == 1
    assert Conversation.objects.get().waiting_since
    assert [one.text for one in timeline(dewi.contact, cursor=None).entries] == ["Terima kasih!"]
    Message.objects.filter(pk=sent.pk).update(state="failed")
    assert 'class="failed">🙏' in story(budi, dewi)


def test_a_reaction_holds_its_message_before_the_conversation(
    budi: Client, dewi: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As every change of a message does: the other way round the two would wait for each other."""
    thanked, held = said(dewi, 1, "Terima kasih!"), []
    send = services.queue

    def queue(**told: Any) -> list[int]:
        held.append(fetch("SELECT xmax <> '0' FROM messaging_message WHERE id = %s", [thanked.pk]))
        return send(**told)

    monkeypatch.setattr(reactions, "queue", queue)
    do(budi, thanked, "reaksi", emoji="🙏", client_id="1")
    assert held == [[(True,)]]


@pytest.mark.parametrize(("emoji", "wamid"), [("💣", "wamid.1"), ("🙏", "")])
def test_other_signs_and_unknown_messages_take_no_reaction(
    budi: Client, dewi: Conversation, emoji: str, wamid: str
) -> None:
    assert do(budi, said(dewi, 1, "Halo", wamid=wamid), "reaksi", emoji=emoji, client_id="1") == 409
    assert not Message.objects.filter(direction="out").exists()


@pytest.mark.parametrize(
    ("state", "delivery"), [("failed", "none"), ("accepted", "failed"), ("expired", "none")]
)
def test_what_surely_did_not_arrive_goes_again_once(
    budi: Client, dewi: Conversation, state: str, delivery: str
) -> None:
    lost = said(dewi, 1, "Besok, Kak.", **OURS | {"state": state, "delivery": delivery})
    assert "Kirim lagi" in story(budi, dewi)
    assert [do(budi, lost, "lagi"), do(budi, lost, "lagi")] == [302, 302]
    assert Message.objects.filter(direction="out", text="Besok, Kak.").count() == 2
    assert "Kirim lagi" not in story(budi, dewi)


@pytest.mark.parametrize("state", ["unknown", "quarantined", "sending", "planned", "accepted"])
def test_what_may_have_arrived_never_goes_again(budi: Client, dewi: Conversation, state: str) -> None:
    unsure = said(dewi, 1, "Besok, Kak.", **OURS | {"state": state})
    assert "Kirim lagi" not in story(budi, dewi)
    assert do(budi, unsure, "lagi") == 409
    assert Message.objects.count() == 1


REFUSED = {"state": "failed", "error": "131047", "payload": {"template": "siap", "parameters": {}}}


@pytest.mark.parametrize("how", [REFUSED, {"state": "cancelled", "follow_up_id": 7}])
def test_what_goes_again_by_itself_is_not_sent_by_hand_too(
    budi: Client, dewi: Conversation, how: dict[str, Any]
) -> None:
    """As its template, or when its follow-up may."""
    held_back = said(dewi, 1, "Sudah siap, Kak.", **OURS | how)
    assert "Kirim lagi" not in story(budi, dewi)
    assert do(budi, held_back, "lagi") == 409


def test_after_24_hours_free_text_does_not_go_again(budi: Client, dewi: Conversation) -> None:
    lost = said(dewi, 1, "Besok, Kak.", **OURS | {"state": "failed"})
    Conversation.objects.update(last_inbound_at=business_now() - timedelta(hours=24))
    assert do(budi, lost, "lagi") == 409
    shown = story(budi, dewi)
    assert ("Kirim lagi" in shown, "Pilih template" in shown) == (False, True)


@pytest.mark.parametrize("middle", [0, 40, 79])
def test_from_any_message_both_ways_lead_to_all_and_to_each_once(
    budi: Client, dewi: Conversation, middle: int
) -> None:
    rows = [said(dewi, place // 3, f"pesan-{place:02}.", wamid=f"w{place}") for place in range(80)]
    page = budi.get(f"/kotak-masuk/{dewi.public_id}/pesan/", {"pesan": str(rows[middle].public_id)})
    seen, older, newer = page.content.decode(), page.context["older"], page.context["newer"]
    for name, cursor in (("older", older), ("newer", newer)):
        while cursor:
            asked = {"before" if name == "older" else "after": cursor}
            page = budi.get(f"/kotak-masuk/{dewi.public_id}/pesan/", asked)
            seen, cursor = seen + page.content.decode(), page.context[name]
    assert [place for place in range(80) if seen.count(f"pesan-{place:02}.") != 1] == []


def test_what_happened_between_two_pages_is_on_one_of_them(budi: Client, dewi: Conversation) -> None:
    for place in range(40):
        said(dewi, place, f"pesan-{place}")
    for place in range(40):
        at = dewi.last_message_at + timedelta(minutes=place, seconds=30)
        Handoff.objects.create(conversation=dewi, reason="late", wants=f"ingin-{place}.", at=at)
    page = budi.get(f"/kotak-masuk/{dewi.public_id}/pesan/")
    seen = page.content.decode() + story(budi, dewi, before=page.context["older"])
    assert [place for place in range(40) if seen.count(f"ingin-{place}.") != 1] == []


@pytest.mark.parametrize("named", ["", "x", "00000000-0000-4000-8000-000000000000", "foreign"])
def test_a_link_to_no_message_of_this_conversation_shows_the_newest(
    budi: Client, dewi: Conversation, now: datetime, named: str
) -> None:
    foreign = said(talk(contact("Made", now), now), 1, "rahasia Made")
    said(dewi, 2, "Halo Kak")
    shown = story(budi, dewi, pesan=str(foreign.public_id) if named == "foreign" else named)
    assert ("Halo Kak" in shown, "rahasia" in shown) == (True, False)


def test_words_are_marked_and_counted_from_the_newest(budi: Client, dewi: Conversation) -> None:
    for place in range(70):
        said(dewi, place, "resi JNE sudah ada 100%" if place % 30 == 0 else f"pesan {place}")
    found = budi.get(f"/kotak-masuk/{dewi.public_id}/cari/", {"q": "RESI jne", "ke": "2"})
    shown = found.content.decode()
    assert (found.context["hits"], found.context["number"]) == (3, 2)
    assert "<mark>resi JNE</mark>" in shown
    assert budi.get(f"/kotak-masuk/{dewi.public_id}/cari/", {"q": "%", "ke": "9"}).context["hits"] == 3


def test_words_deep_in_a_long_text_are_shown_where_they_stand(budi: Client, dewi: Conversation) -> None:
    said(dewi, 1, "kebaya " * 400 + "alamat baru " + "batik " * 400)
    shown = budi.get(f"/kotak-masuk/{dewi.public_id}/cari/", {"q": "alamat"}).content.decode()
    assert ("<mark>alamat</mark> baru" in shown, len(shown) < 6_000) == (True, True)


@pytest.mark.parametrize("asked", [{}, {"q": ""}, {"q": "\0"}, {"q": "tidak ada"}, {"q": "a", "ke": "-1"}])
def test_a_search_for_nothing_shows_the_newest(
    budi: Client, dewi: Conversation, asked: dict[str, str]
) -> None:
    said(dewi, 1, "Halo Kk")
    answer = budi.get(f"/kotak-masuk/{dewi.public_id}/cari/", asked)
    assert (answer.status_code, answer.context["hits"] <= 1) == (200, True)


def test_the_line_of_the_unread_stands_before_the_first_of_them(budi: Client, dewi: Conversation) -> None:
    for place in range(4):
        said(dewi, place, f"pesan-{place}.")
    Conversation.objects.update(unread=2)
    shown = story(budi, dewi)
    assert shown.index("pesan-1.") < shown.index("belum-dibaca") < shown.index("pesan-2.")
    assert "belum-dibaca" not in story(budi, dewi)


def test_pictures_sent_at_once_stand_together_and_those_with_words_alone(
    budi: Client, dewi: Conversation, now: datetime
) -> None:
    for place, words in enumerate(("", "", "", "Yang ini sobek")):
        picture = said(dewi, 0, words, type="image", wamid=f"p{place}")
        told = {"direction": "in", "state": "stored", "type": "image/jpeg", "name": "x"}
        Media.objects.create(message=picture, next_at=now, created_at=now, **told)
    shown = story(budi, dewi)
    assert (shown.count("<img "), shown.count('data-count="3"'), shown.count('class="bubble ')) == (4, 1, 2)


def test_events_in_a_row_are_one_line_that_opens(budi: Client, dewi: Conversation) -> None:
    said(dewi, 1, "Halo")
    at = dewi.last_message_at + timedelta(minutes=2)
    for place in range(3):
        held(dewi.contact, at, "min_gap", key=f"k{place}")
    assert story(budi, dewi).count('<details class="events"') == 1


def test_a_ticket_stands_where_it_was_opened(budi: Client, dewi: Conversation, now: datetime) -> None:
    said(dewi, 1, "Sobek")
    told = {"number": 7, "case_id": 1, "kind": "defective", "summary": "Sobek", "opened_by": "agent"}
    ticket = Ticket.objects.create(
        contact=dewi.contact, conversation=dewi, opened_at=now, updated_at=now, **told
    )
    at = dewi.last_message_at + timedelta(minutes=2)
    TicketStep.objects.create(ticket=ticket, at=at, action="opened", data={})
    assert f'href="/tiket/{ticket.public_id}/">T-7' in story(budi, dewi)


def test_a_lost_file_is_asked_for_again(budi: Client, dewi: Conversation, now: datetime) -> None:
    message = said(dewi, 1, "", type="image")
    told = {"direction": "in", "state": "lost", "provider_id": "9", "error": "http_500", "attempts": 9}
    until = business_now() + timedelta(days=1)
    Media.objects.create(message=message, provider_until=until, next_at=now, created_at=now, **told)
    assert f"/pesan/{message.public_id}/berkas/" in story(budi, dewi)
    assert do(budi, message, "berkas") == 302
    assert Media.objects.get().state == "wanted"


def test_a_card_becomes_a_customer_once(budi: Client, dewi: Conversation) -> None:
    cards = [{"name": {"formatted_name": "Bu\u202e Tini"}, "phones": [{"phone": "0812-1111-2222"}]}]
    message = said(dewi, 1, "", type="contacts", payload={"data": {"items": cards}})
    assert [do(budi, message, "kartu", kartu="0"), do(budi, message, "kartu", kartu="0")] == [302, 302]
    assert Contact.objects.get(phone="+6281211112222").name == "Bu Tini"
    assert do(budi, message, "kartu", kartu="1") == 404


def test_a_story_asks_the_database_equally_often_however_much_stands_in_it(
    budi: Client, dewi: Conversation
) -> None:
    first = said(dewi, 0, "Halo")
    path = f"/kotak-masuk/{dewi.public_id}/pesan/"
    reacted = {"reactions": {"out": {"emoji": "🙏", "at": "", "by": 1, "message": first.pk}}}

    def more(count: int, begin: int) -> None:
        for place in range(begin, begin + count):
            told: dict[str, Any] = {"reply_to_wamid": "wamid.0", "payload": reacted}
            said(
                dewi,
                place,
                "Halo",
                **(OURS | {"state": "failed", "author_id": 1} if place % 2 else {}) | told,
            )

    more(2, 1)
    few = queries(budi, path)
    more(26, 3)
    assert queries(budi, path) == few


def test_tags_in_names_and_captions_are_words(budi: Client, dewi: Conversation) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    said(dewi, 1, evil)
    asked = said(
        dewi, 2, "", type="contacts", payload={"data": {"items": [{"name": {"formatted_name": evil}}]}}
    )
    said(dewi, 3, "ya", reply_to_wamid=asked.wamid)
    shown = story(budi, dewi, pesan=str(asked.public_id)) + str(
        budi.get(f"/kotak-masuk/{dewi.public_id}/cari/", {"q": "<script>"}).content
    )
    assert not re.search(r"<script|<img src=x", shown)


def test_a_text_of_a_hundred_thousand_letters_is_folded(budi: Client, dewi: Conversation) -> None:
    long = said(dewi, 1, "kebaya " * 14_286 + "akhir.")
    assert len(story(budi, dewi)) < 8_000
    whole = budi.get(f"/kotak-masuk/pesan/{long.public_id}/").content.decode()
    assert "akhir." in whole
    assert f'class="unfold" href="/kotak-masuk/pesan/{long.public_id}/"' in story(budi, dewi)


def test_signs_that_hide_or_turn_do_not_reach_the_page(
    budi: Client, dewi: Conversation, now: datetime
) -> None:
    file = said(dewi, 1, "Ha\u200blo \u202eKak", type="document")
    told = {"direction": "in", "state": "stored", "type": "application/pdf", "name": "x"}
    Media.objects.create(message=file, filename="foto\u202egpj.exe", next_at=now, created_at=now, **told)
    Contact.objects.update(name="De\u202ewi\u200b")
    shown = story(budi, dewi)
    assert not re.search("[\u200b\u202e]", shown)
    assert "fotogpj.exe" in shown
    assert str(Contact.objects.get()) == "Dewi"
