"""What people see of the assistant where they answer: sources, corrections that count, drafts that nobody sends."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from sapa.accounts.models import Workspace
from sapa.assistant.models import Correction, Turn
from sapa.assistant.services.corrections import correct, undo
from sapa.assistant.services.drafts import draft_for
from sapa.assistant.understand.reading import understood
from sapa.inbox.models import Handoff, Ticket
from sapa.messaging.models import Conversation, Message
from sapa.web.errors import Refused
from tests.rooms.assistant.test_conversations import channel, dewi, hears, ordered
from tests.rooms.assistant.test_turns import says
from tests.rooms.pages import browser

__all__ = ["channel", "dewi"]
HOUR = timedelta(hours=1)
ODD = "min yang kemarin itu gmn kelanjutannya si biru"


def reply_of(talk: Conversation) -> Message:
    return Message.objects.filter(conversation=talk, direction="out").latest("pk")


def test_under_an_answer_stands_where_it_came_from(
    shop: Workspace, dewi: Conversation, now: datetime
) -> None:
    hears(dewi, "pesanan saya sampai mana", now)
    page = browser(shop).get(reverse("assistant:sources", args=[reply_of(dewi).public_id])).content.decode()
    assert "SARI-1041" in page
    assert "/pesanan/" in page
    assert "Understood" in page or "Dipahami" in page
    assert "<html" not in page


def test_what_was_taught_counts_from_the_next_message_on(dewi: Conversation, now: datetime) -> None:
    hears(dewi, ODD, now)
    turn = Turn.objects.latest("pk")
    assert understood(ODD, None, 1).intent != "warranty"
    row = correct(turn=turn, intent="warranty", author_id=1, now=now)
    assert understood(ODD, None, 1).intent == "warranty"
    undo(correction=row, now=now + HOUR)
    assert understood(ODD, None, 1).intent != "warranty"


def test_a_message_is_corrected_once_by_the_last_word(dewi: Conversation, now: datetime) -> None:
    hears(dewi, ODD, now)
    for intent in ("warranty", "usage_guide"):
        correct(turn=Turn.objects.latest("pk"), intent=intent, author_id=1, now=now)
    assert [row.intent for row in Correction.objects.all()] == ["usage_guide"]


@pytest.mark.parametrize("intent", ["jahat", "opt_out"])
def test_only_what_the_list_names_is_taught_and_never_to_be_silent(
    dewi: Conversation, now: datetime, intent: str
) -> None:
    hears(dewi, ODD, now)
    with pytest.raises(Refused):
        correct(turn=Turn.objects.latest("pk"), intent=intent, author_id=1, now=now)


def test_a_draft_says_what_the_records_say_and_nothing_is_done(dewi: Conversation, now: datetime) -> None:
    Conversation.objects.update(owner="human")
    says(dewi, "pesanan saya sampai mana ya kak", now)
    says(dewi, "?", now)
    before = (Message.objects.count(), Turn.objects.count())
    draft = draft_for(conversation=Conversation.objects.get(), now=now)
    assert draft is not None
    assert "SARI-1041" in draft.text
    assert not any(word in draft.text for word in ("asisten otomatis", "balas CS"))
    assert (Message.objects.count(), Turn.objects.count()) == before


@pytest.mark.parametrize(
    "text", ["batalin pesanan SARI-1050 ya", "kulit anak saya melepuh setelah pakai ini"]
)
def test_what_must_be_looked_at_has_no_draft_that_does_it(
    dewi: Conversation, now: datetime, text: str
) -> None:
    ordered(now, "SARI-1050", status="awaiting_payment", payment_deadline=now + HOUR)
    Conversation.objects.update(owner="human")
    says(dewi, text, now)
    assert draft_for(conversation=Conversation.objects.get(), now=now) is None
    assert (Ticket.objects.count(), Handoff.objects.count()) == (0, 0)


def test_the_strip_and_the_sources_are_one_link_each(
    shop: Workspace, dewi: Conversation, now: datetime
) -> None:
    hears(dewi, "pesanan saya sampai mana", now)
    client = browser(shop)
    page = client.get(reverse("inbox:conversation", args=[dewi.public_id])).content.decode()
    assert reverse("assistant:sources", args=[reply_of(dewi).public_id]) in page
    assert reverse("assistant:draft", args=[dewi.public_id]) not in page  # the assistant has it
