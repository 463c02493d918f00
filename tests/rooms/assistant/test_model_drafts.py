"""The strip of the inbox: the records' own words at once, the model's as soon as they stand and the guard agrees."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sapa.accounts.models import Workspace
from sapa.assistant.models import ModelErrand
from sapa.assistant.services.model import run_errands
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.messaging.models import Conversation
from tests.rooms.assistant.model_server import Raw, Server, completion
from tests.rooms.assistant.modelled import choose
from tests.rooms.assistant.test_conversations import ordered
from tests.rooms.journeys.rows import talk, wrote
from tests.rooms.pages import browser

ASKED = "kak pesanan saya sampai mana ya"
POLLS, ASKS = "every 1s", 'hx-trigger="load"'


@pytest.fixture
def waited(committed_shop: Workspace, server: Server, now: datetime) -> Conversation:
    """Dewi waits for a person; her order is on its way."""
    choose(committed_shop, server, now, mode="draft_only")
    with workspace_scope(committed_shop.pk):
        shipped: dict[str, Any] = {"status": "shipped", "paid_at": now, "shipped_at": now}
        where = talk(ordered(now, "SARI-1041", **shipped).contact, now)
        Conversation.objects.update(owner="human")
        wrote(where, now, ASKED)
    return where


@pytest.fixture
def agent(committed_shop: Workspace, waited: Conversation) -> Client:
    return browser(committed_shop)


def anew(change: str) -> Any:
    """A model that says the whole again, with something before it."""

    def answer(body: dict[str, Any]) -> Raw:
        text = json.loads(body["messages"][1]["content"])["text"]
        return Raw(completion(json.dumps({"text": f"{change}{text}"})))

    return answer


def card(agent: Client, where: Conversation) -> str:
    return agent.get(reverse("assistant:draft", args=[where.public_id])).content.decode()


def asked(agent: Client, where: Conversation) -> str:
    """The address that the strip looks at after it has asked the model."""
    told = agent.post(reverse("assistant:word_draft", args=[where.public_id])).content.decode()
    assert POLLS in told
    assert "SARI-1041" in told
    found = re.search(r'hx-get="([^"]+)"', told)
    assert found
    return found[1]


def test_the_strip_says_it_in_the_words_of_the_model_with_what_they_were_made_of(
    agent: Client, waited: Conversation, server: Server
) -> None:
    server.answers.append(anew("Terima kasih, "))
    assert "SARI-1041" in card(agent, waited)
    assert ASKS in card(agent, waited)
    address = asked(agent, waited)
    assert agent.get(address).status_code == 204
    assert run_errands(now=business_now()) == 1
    told = agent.get(address).content.decode()
    assert "Terima kasih, " in told
    assert "SARI-1041" in told
    assert POLLS not in told
    assert 'href="/pesanan/' in told  # its receipts
    assert told.count("data-use-draft") == 2  # the records' own words are there too
    assert "1041" not in json.dumps(server.asked)


@pytest.mark.parametrize(
    "answer",
    [
        anew("Kakak Rina, paket tiba pasti besok. "),
        anew("Hubungi 0812-9999-9999. "),
        "Tentu!",
        Raw(completion("{}"), wait=3),
        500,
    ],
)
def test_words_that_fail_leave_those_of_the_records(
    agent: Client, waited: Conversation, server: Server, answer: Any
) -> None:
    server.answers.append(answer)
    address = asked(agent, waited)
    run_errands(now=business_now())
    told = agent.get(address).content.decode()
    assert "SARI-1041" in told
    assert not any(word in told for word in ("Rina", "9999", "Tentu", POLLS))


def test_what_the_guard_stops_no_agent_sees(
    agent: Client, waited: Conversation, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sapa.assistant.services.model.errands.is_clean", lambda *_given: False)
    server.answers.append(anew("Terima kasih, "))
    address = asked(agent, waited)
    run_errands(now=business_now())
    told = agent.get(address).content.decode()
    assert "Terima kasih, " not in told
    assert "SARI-1041" in told


def test_a_worker_that_never_comes_leaves_the_records_own_words(
    agent: Client, waited: Conversation, committed_shop: Workspace
) -> None:
    address = asked(agent, waited)
    with workspace_scope(committed_shop.pk):
        ModelErrand.objects.update(asked_at=business_now() - timedelta(minutes=1))
    told = agent.get(address).content.decode()
    assert "SARI-1041" in told
    assert POLLS not in told


@pytest.mark.parametrize(
    ("mode", "is_asked"), [("off", False), ("understand", False), ("understand+phrase", True)]
)
def test_the_mode_says_whether_a_model_words_drafts(
    agent: Client,
    waited: Conversation,
    committed_shop: Workspace,
    server: Server,
    now: datetime,
    mode: str,
    is_asked: bool,
) -> None:
    choose(committed_shop, server, now, mode=mode)
    assert (ASKS in card(agent, waited)) is is_asked
    agent.post(reverse("assistant:word_draft", args=[waited.public_id]))
    with workspace_scope(committed_shop.pk):
        assert ModelErrand.objects.exists() is is_asked


def test_two_who_ask_at_once_are_one_errand_and_a_mode_turned_off_meanwhile_ends_it(
    agent: Client, waited: Conversation, committed_shop: Workspace, server: Server, now: datetime
) -> None:
    address = asked(agent, waited)
    assert asked(agent, waited) == address
    choose(committed_shop, server, now, mode="off")
    assert run_errands(now=business_now()) == 1
    assert server.asked == []
    assert "SARI-1041" in agent.get(address).content.decode()


def test_an_errand_is_shown_in_its_own_conversation_alone(
    agent: Client, waited: Conversation, committed_shop: Workspace, server: Server, now: datetime
) -> None:
    server.answers.append(anew("Terima kasih, "))
    address = asked(agent, waited)
    run_errands(now=business_now())
    with workspace_scope(committed_shop.pk):
        other = talk(ordered(now, "SARI-2002", phone="081300000012", name="Made").contact, now)
    told = agent.get(address.replace(str(waited.public_id), str(other.public_id))).content.decode()
    assert "SARI-1041" not in told


def test_a_page_without_its_errand_shows_the_records_own_words(agent: Client, waited: Conversation) -> None:
    address = reverse("assistant:word_draft", args=[waited.public_id])
    for odd in ("", "?tugas=x", "?tugas=7f5c7f0e-7b6e-4d8e-8a3d-0d9a0a1f0f00"):
        assert "SARI-1041" in agent.get(address + odd).content.decode()


def test_what_came_of_errands_goes_after_a_day(
    agent: Client, waited: Conversation, committed_shop: Workspace, server: Server
) -> None:
    server.answers.append(anew("Terima kasih, "))
    asked(agent, waited)
    run_errands(now=business_now())
    assert run_errands(now=business_now() + timedelta(days=2)) == 0
    with workspace_scope(committed_shop.pk):
        assert not ModelErrand.objects.exists()
