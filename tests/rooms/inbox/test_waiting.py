"""The automatic answer: who writes when nobody is there is told by when, once, and only where that is wanted."""

from datetime import datetime, timedelta

import pytest
from django.utils.translation import override

from sapa.accounts.models import Workspace
from sapa.accounts.services import change_settings
from sapa.inbox.models import Clock
from sapa.inbox.selectors.bubbles import Around, author
from sapa.inbox.services.waiting import KIND, promise_answers
from sapa.messaging.models import Conversation, Message
from tests.rooms.inbox.clocks import MINUTE, answer, conversation, write
from tests.rooms.journeys.rows import contact, talk

SATURDAY = datetime.fromisoformat("2026-11-21T17:10:00+07:00")


@pytest.fixture
def answering(shop: Workspace, now: datetime) -> Workspace:
    change_settings(changes={"service_promise": {"answer": {"on": True, "text": ""}}}, now=now)
    return shop


def waits(at: datetime, text: str = "Halo", **more: str) -> Conversation:
    """Dewi wrote, and the assistant has nothing to do with it."""
    where = conversation(at)
    message = write(where, at)
    Message.objects.filter(pk=message.pk).update(text=text)
    Conversation.objects.filter(pk=where.pk).update(**({"owner": "nobody", "waiting_since": at} | more))
    return where


def told() -> list[str]:
    return list(Message.objects.filter(kind=KIND).values_list("text", flat=True))


def test_outside_open_hours_the_time_of_the_answer_is_told(answering: Workspace) -> None:
    promise_answers(conversation_ids=[waits(SATURDAY).pk], now=SATURDAY)
    assert told() == [
        "Terima kasih Kak Dewi, pesannya sudah kami terima. Toko Sari membalas paling lambat "
        "Sen 23 Nov 2026 09.30 WIB."
    ]


def test_it_is_told_in_the_customers_own_time(answering: Workspace) -> None:
    yosef = talk(contact("Yosef", SATURDAY, phone="+6281300000013", timezone="Asia/Jayapura"), SATURDAY)
    write(yosef, SATURDAY)
    Conversation.objects.update(owner="human")
    promise_answers(conversation_ids=[yosef.pk], now=SATURDAY)
    assert "11.30 WIT" in told()[0]


def test_nobody_is_told_until_it_is_switched_on(shop: Workspace) -> None:
    assert promise_answers(conversation_ids=[waits(SATURDAY).pk], now=SATURDAY) == 0


@pytest.mark.parametrize("more", [{"owner": "assistant"}, {"text": "BERHENTI"}])
def test_who_the_assistant_answers_and_who_wants_to_be_left_alone_is_not_told(
    answering: Workspace, more: dict[str, str]
) -> None:
    promise_answers(conversation_ids=[waits(SATURDAY, **more).pk], now=SATURDAY)
    assert told() == []


def test_it_is_told_at_most_once_in_twelve_hours(answering: Workspace) -> None:
    dewi = waits(SATURDAY)
    for hours in (0, 1, 11, 13):
        at = SATURDAY + timedelta(hours=hours)
        write(dewi, at)
        promise_answers(conversation_ids=[dewi.pk], now=at)
    assert len(told()) == 2


def test_in_open_hours_nothing_is_told_while_the_queue_is_short(answering: Workspace, now: datetime) -> None:
    promise_answers(conversation_ids=[waits(now).pk], now=now)
    assert told() == []


def test_a_queue_that_is_longer_than_the_promise_is_told(answering: Workspace, now: datetime) -> None:
    """Answers come every ten minutes and four people wait: the fifth is answered in fifty."""
    busy = talk(contact("Made", now, phone="+6281300000012"), now)
    for n in range(5, 0, -1):
        write(busy, now - 10 * n * MINUTE)
        answer(busy, now - 10 * n * MINUTE + MINUTE)
    Conversation.objects.update(open=False)
    for n in range(3):
        write(talk(contact(f"Rini {n}", now, phone=f"+628130000002{n}"), now), now)
    dewi = waits(now)
    Conversation.objects.filter(open=True).update(owner="nobody", waiting_since=now)
    promise_answers(conversation_ids=[dewi.pk], now=now)
    assert "10.50 WIB" in told()[0]


def test_the_story_does_not_call_it_a_follow_up(answering: Workspace) -> None:
    promise_answers(conversation_ids=[waits(SATURDAY).pk], now=SATURDAY)
    with override("en"):
        assert author(Message.objects.get(kind=KIND), Around("whatsapp")) == "Automatic answer"


def test_it_is_no_answer_of_a_person(answering: Workspace) -> None:
    dewi = waits(SATURDAY)
    promise_answers(conversation_ids=[dewi.pk], now=SATURDAY)
    assert set(Clock.objects.values_list("state", flat=True)) == {"running"}
