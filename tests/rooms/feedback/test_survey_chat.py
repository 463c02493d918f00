"""A survey is answered in the chat: one question at a time, and whatever is no answer is left to people."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sapa.accounts.models import Workspace
from sapa.base.clock import set_demo_now
from sapa.events.models import Event
from sapa.feedback import services
from sapa.feedback.models import Answer, Invitation
from sapa.feedback.selectors.surveys import photo_of, results
from sapa.feedback.services.surveys import link_of
from sapa.feedback.views.public import KNOCKS
from sapa.journeys.models import FollowUp
from sapa.journeys.services import switch
from sapa.journeys.services.wording import answerable
from sapa.messaging.channels.whatsapp.composing import with_body
from sapa.messaging.models import Conversation, Media, Message, Template
from tests.rooms.feedback.chat import Chat
from tests.rooms.feedback.test_surveys import a_survey, path_in
from tests.rooms.journeys.rows import contact, talk, wrote

AN_HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def of_that_morning(settings: Any, now: datetime) -> None:
    settings.SAPA = settings.SAPA.model_copy(update={"demo": True})
    set_demo_now(now)
    KNOCKS.knocks.clear()


@pytest.fixture
def chat(shop: Workspace, now: datetime) -> Chat:
    """The first question, a choice of two, stands before her."""
    chat, _survey, path = Chat.of_survey(now)
    assert chat.begins(path)
    return chat


def given() -> dict[str, tuple[int | None, str]]:
    return {one.question: (one.number, one.text) for one in Answer.objects.order_by("question")}


def test_the_invitation_has_a_button_beside_its_link(shop: Workspace, now: datetime) -> None:
    Chat.of_survey(now)
    [button] = FollowUp.objects.get().composed["content"]["interactive"]["action"]["buttons"]  # type: ignore[index]
    assert button["reply"]["title"] == "Jawab di sini"
    assert button["reply"]["id"].startswith("jawab:/nilai/isi/")


def test_each_question_follows_the_answer_before_it_until_all_are_told(
    shop: Workspace, now: datetime
) -> None:
    chat, survey, path = Chat.of_survey(now)
    chat.begins(path)
    assert list(chat.buttons) == ["Teman", "Instagram", "Nanti saja"]
    assert (chat.newest.klass, chat.newest.text) == ("reply", "1/4. Dari mana tahu toko kami?")
    assert all(
        [chat.taps("Instagram"), chat.says("4"), chat.says("Plastiknya terlalu banyak"), chat.taps("Lewati")]
    )
    assert given() == {"q1": (1, ""), "q2": (4, ""), "q3": (None, "Plastiknya terlalu banyak")}
    assert chat.newest.text == "Sampai jumpa"
    assert Event.objects.get(name="survey.answered").data["survey"] == survey.pk
    assert Invitation.objects.get().answered_at is not None


def test_a_photo_is_a_picture_message_and_the_shop_sees_it(chat: Chat, now: datetime) -> None:
    for answer in ("Teman", "5", "Bagus"):
        chat.says(answer)
    assert not chat.says("", type="document")
    assert chat.says("Ini ya", type="image")
    row = Answer.objects.get(question="q4")
    told = {"message_id": row.message_id, "direction": "in", "state": "stored", "type": "image/jpeg"}
    Media.objects.create(name="1/ab/abc", next_at=now, created_at=now, **told)
    assert photo_of(row) == "1/ab/abc"
    assert results(row.survey)[3].n == 1


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("Kapan pesanan saya dikirim?", "text"),
        ("BERHENTI", "text"),
        ("Paketnya belum sampai", "text"),
        ("9", "text"),
        ("Teman", "image"),
    ],
)
def test_what_does_not_fit_is_left_as_it_came_and_the_survey_waits(chat: Chat, text: str, type: str) -> None:
    asked = chat.newest
    assert not chat.says(text, type=type)
    assert (chat.newest, given()) == (asked, {})
    assert chat.taps("Teman")


def test_words_count_only_for_the_newest_that_the_shop_said_and_for_a_day(chat: Chat) -> None:
    buttons = chat.buttons
    chat.ours("Kak, alamatnya masih sama?")
    assert not chat.says("Teman")
    assert chat.says("Teman", tapped=buttons["Teman"])
    assert not chat.says("5", after=25 * AN_HOUR)
    assert chat.taps("5")
    assert given() == {"q1": (0, ""), "q2": (5, "")}


def test_nothing_is_asked_twice(shop: Workspace, now: datetime) -> None:
    chat, _survey, path = Chat.of_survey(now)
    chat.begins(path)
    first = chat.buttons
    assert chat.begins(path)
    chat.taps("Teman")
    assert chat.says("Instagram", tapped=first["Instagram"])
    assert Message.objects.filter(kind="survey").count() == 2
    assert given() == {"q1": (0, "")}


def test_two_taps_before_the_question_has_left_ask_once(shop: Workspace, now: datetime) -> None:
    chat, _survey, path = Chat.of_survey(now)
    told = {"type": "interactive", "payload": {"payload": f"jawab:{path}"}}
    taps = [wrote(chat.where, now, "Jawab di sini", **told).pk for _ in range(2)]
    assert services.take_answers(message_ids=taps, now=now) == frozenset(taps)
    assert Message.objects.filter(kind="survey").count() == 1


def test_who_has_no_time_goes_on_later_where_they_stopped(shop: Workspace, now: datetime) -> None:
    chat, _survey, path = Chat.of_survey(now)
    chat.begins(path)
    chat.taps("Teman")
    assert chat.says("Nanti saja ya")
    assert "bisa sampai" in chat.newest.text
    assert not chat.says("5")
    chat.says("jawab di sini")
    assert chat.newest.text.startswith("2/4.")
    assert Invitation.objects.get().answered_at is None


def test_the_page_takes_over_what_was_begun_in_the_chat(shop: Workspace, now: datetime) -> None:
    chat, _survey, path = Chat.of_survey(now)
    chat.begins(path)
    buttons = chat.buttons
    chat.taps("Teman")
    Client().post(path, {"q1": "1", "q2": "2"})
    assert given() == {"q1": (1, ""), "q2": (2, "")}
    assert not chat.says("5")
    assert chat.says("Instagram", tapped=buttons["Instagram"])
    chat.begins(path)
    assert "sudah kami terima" in chat.newest.text
    assert Event.objects.filter(name="survey.answered").count() == 1


def test_after_the_chat_the_page_says_thank_you(chat: Chat) -> None:
    for answer in ("Teman", "5", "lewati", "lewati"):
        chat.says(answer)
    page = Client().post(path_in(FollowUp.objects.get().composed["text"]), {"q1": "1", "q2": "1"})  # type: ignore[index]
    assert "Sampai jumpa" in page.content.decode()
    assert given() == {"q1": (0, ""), "q2": (5, "")}


def test_a_closed_survey_says_so(shop: Workspace, now: datetime) -> None:
    chat, survey, path = Chat.of_survey(now)
    services.close_survey(survey=survey, now=now)
    assert chat.begins(path)
    assert "sudah ditutup" in chat.newest.text


def test_the_button_of_somebody_else_begins_nothing(chat: Chat, now: datetime) -> None:
    made, tapped = talk(contact("Made", now), now), chat.buttons["Teman"]
    [start] = FollowUp.objects.get().composed["content"]["interactive"]["action"]["buttons"]  # type: ignore[index]
    stolen = Chat(made, chat.at)
    assert not stolen.says("Jawab di sini", tapped=start["reply"]["id"])
    assert not stolen.says("Teman", tapped=tapped)
    assert given() == {}


@pytest.mark.parametrize(
    "tapped", ["jawab:", "jawab:/nilai/isi/x/", "tanya:", "tanya:1:q1", "tanya:²:q1:0", "izin:1:boleh"]
)
def test_ids_that_were_made_up_say_nothing(chat: Chat, tapped: str) -> None:
    assert not chat.says("Teman", tapped=tapped)
    assert given() == {}


def test_nobody_waits_behind_an_answer_but_behind_what_was_asked_before(chat: Chat) -> None:
    Conversation.objects.filter(pk=chat.where.pk).update(waiting_since=chat.at + timedelta(minutes=1))
    chat.taps("Teman")
    chat.where.refresh_from_db()
    assert chat.where.waiting_since is None
    asked_at = chat.at + timedelta(minutes=1)
    Conversation.objects.filter(pk=chat.where.pk).update(waiting_since=asked_at)
    chat.says("Kapan dikirim?")
    chat.taps("4")
    chat.where.refresh_from_db()
    assert chat.where.waiting_since == asked_at


def test_a_new_template_of_the_recipe_has_the_button_when_it_asks_with_a_survey_of_ours(
    shop: Workspace, now: datetime
) -> None:
    talk(contact("Dewi", now), now)
    for link, buttons in (("https://lain.test/survei", []), (link_of(a_survey(now)), ["Jawab di sini"])):
        Template.objects.all().delete()
        switch(recipe="survei_masukan", mode="live", settings={"survei": {"tautan": link}}, now=now)
        assert [one["text"] for one in Template.objects.earliest("pk").buttons] == buttons


def test_words_that_the_guard_puts_right_stand_above_the_same_button(shop: Workspace, now: datetime) -> None:
    content = answerable("Selamat malam, isi ya: x", f"{settings.SAPA.url}/nilai/isi/1/2/")
    changed = with_body(content, "Selamat pagi, isi ya: x")
    assert changed["interactive"]["body"] == {"text": "Selamat pagi, isi ya: x"}
    assert changed["interactive"]["action"] == content["interactive"]["action"]
    assert answerable("Isi ya", "https://lain.test/nilai/isi/1/2/") == {}
