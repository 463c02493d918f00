"""Other words for what the shop wrote: no figure changes, no weight, and nothing leaves that the guard would stop."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.assistant.model.asking import Question
from sapa.assistant.model.wording import covered, question_for, uncovered
from sapa.assistant.models import ModelErrand, Turn
from sapa.assistant.services.articles import Draft, add_articles
from sapa.assistant.services.model import ask_draft, run_errands
from sapa.base.scope import workspace_scope
from sapa.commerce.services import apply_orders
from sapa.contacts.models import Contact
from sapa.messaging.models import Conversation
from tests.rooms.assistant.model_server import RECORD_FROM, Raw, Server, completion, recorded
from tests.rooms.assistant.modelled import choose, inside, replies, says, turn_of
from tests.rooms.commerce.conftest import order
from tests.rooms.journeys.rows import talk

RULE = "Barang dapat dikembalikan dalam 7 hari setelah diterima, tidak termasuk ongkos kirim Rp20.000."
ASKED = "syarat retur barang gimana ya kak?"


def said(text: str) -> str:
    return json.dumps({"text": text})


def reworded(answer: str) -> str | None:
    question: Question[str] = question_for(RULE, asked=ASKED, language="id")
    try:
        return question.read(said(answer))
    except ValueError:
        return None


def test_figures_stay_in_the_house_and_come_back() -> None:
    text, kept = covered(
        "Pesanan SARI-1041 (Rp405.000) untuk Kak Dewi tiba 16.30, https://x.id/a.", ["Kak Dewi"]
    )
    assert not any(part in text for part in ("1041", "405", "16.30", "x.id", "Dewi"))
    assert (
        uncovered(text, text, kept)
        == "Pesanan SARI-1041 (Rp405.000) untuk Kak Dewi tiba 16.30, https://x.id/a."
    )


@pytest.mark.parametrize(
    ("answer", "is_taken"),
    [
        (
            "Barang dapat dikembalikan [[1]] hari setelah diterima, ongkos kirim [[2]] tidak termasuk ya, Kak.",
            True,
        ),
        ("Barang dapat dikembalikan [[1]] hari setelah diterima, termasuk ongkos kirim [[2]].", False),
        ("Barang dapat dikembalikan [[1]] hari setelah diterima, tidak termasuk ongkos kirim.", False),
        ("Barang dapat dikembalikan [[2]] hari setelah diterima, tidak termasuk ongkos kirim [[2]].", False),
        (
            "Barang dapat dikembalikan 30 hari setelah diterima, tidak termasuk ongkos kirim [[1]] [[2]].",
            False,
        ),
        (
            "Barang gratis dapat dikembalikan [[1]] hari setelah diterima, tidak termasuk ongkos kirim [[2]].",
            False,
        ),
        (
            "Kurir kami menjemput besok pagi di rumah Kakak, bawa kotak merah, [[1]] [[2]] tidak setelah dapat",
            False,
        ),
        ("Barang dapat dikembalikan [[1]] hari setelah diterima? Tidak termasuk ongkos kirim [[2]].", False),
        ("Barang tidak dapat dikembalikan [[1]] hari setelah diterima, termasuk ongkos kirim [[2]].", False),
        ("Barang dapat dikembalikan [[2]] hari setelah diterima, tidak termasuk ongkos kirim [[1]].", False),
        (
            "Barang dapat dikembalikan [[1]] minggu setelah diterima, tidak termasuk ongkos kirim [[2]].",
            False,
        ),
        ("Barang dapat dikembalikan [[1]] hari sebelum diterima, tidak termasuk ongkos kirim [[2]].", False),
        ("Barang " * 200 + "[[1]] [[2]]", False),
    ],
)
def test_what_says_something_else_is_not_taken(answer: str, is_taken: bool) -> None:
    assert (reworded(answer) is not None) == is_taken


@pytest.fixture
def phrasing(
    committed_shop: Workspace, chatting: Conversation, server: Server, now: datetime
) -> Conversation:
    choose(committed_shop, server, now, mode="understand+phrase", timeout=5)
    with inside(chatting):
        add_articles(drafts=[Draft("Pengembalian barang", RULE)], now=now)
    return chatting


def understands_and_says(server: Server, words: str) -> None:
    def answer(body: dict[str, Any]) -> Raw:
        commands = json.dumps({"commands": [{"command": "knowledge", "intent": "return_refund"}]})
        name = body["response_format"]["json_schema"]["name"]
        return Raw(completion(commands if name == "commands" else said(words)))

    server.answers.append(answer)


def test_an_answer_from_articles_may_come_in_other_words(
    phrasing: Conversation,
    server: Server,
    now: datetime,
) -> None:
    anew = "Barang dapat dikembalikan [[1]] hari setelah diterima, ongkos kirim [[2]] tidak termasuk ya."
    understands_and_says(server, anew)
    turn = turn_of(phrasing, ASKED, now)
    assert "ongkos kirim Rp20.000 tidak termasuk ya" in replies(phrasing)[0]
    assert turn.trace["phrased"] is True
    assert turn.trace["cites"]


@pytest.mark.parametrize(
    "words",
    [
        "Gratis semua, kak! [[1]] [[2]]",
        "[[1]] [[2]]",
        "Hubungi 0812-9999-9999 [[1]] [[2]]",
        "You can [[1]] [[2]]",
    ],
)
def test_otherwise_the_passage_stays_as_the_shop_wrote_it(
    phrasing: Conversation,
    server: Server,
    now: datetime,
    words: str,
) -> None:
    understands_and_says(server, words)
    turn = turn_of(phrasing, ASKED, now)
    assert "tidak termasuk ongkos kirim Rp20.000" in replies(phrasing)[0]
    assert "phrased" not in turn.trace


@pytest.fixture
def waited(committed_shop: Workspace, server: Server, now: datetime) -> Conversation:
    choose(committed_shop, server, now, mode="draft_only")
    with workspace_scope(committed_shop.pk):
        told = {"goods": "Kebaya Kutubaru M", "status": "shipped", "paid_at": now, "shipped_at": now}
        fact = order("SARI-1041", now - timedelta(days=2), raw_phone="081300000011", **told)
        apply_orders(facts=[fact], source="csv", now=now)
        return talk(Contact.objects.get(), now)


def draft_for(where: Conversation, text: str, now: datetime) -> dict[str, Any]:
    message = says(where, text, now)
    with inside(where):
        ask_draft(message_id=message, now=now)
    run_errands(now=now)
    with inside(where):
        result: dict[str, Any] = ModelErrand.objects.get().result
    return result


def test_a_draft_for_people_holds_the_facts_and_the_model_never_saw_them(
    waited: Conversation,
    server: Server,
    now: datetime,
) -> None:
    server.answers.append(
        lambda body: Raw(completion(said(json.loads(body["messages"][1]["content"])["text"])))
    )
    found = draft_for(waited, "kak pesanan saya sampai mana ya", now)
    assert "SARI-1041" in found["text"]
    told = json.dumps(server.asked)
    assert not any(word in told for word in ("1041", "Kebaya", "Kutubaru"))
    with inside(waited):
        assert Turn.objects.count() == 1  # by itself, at once: this mode words drafts alone


def test_a_draft_with_a_promise_of_its_own_is_thrown_away(
    waited: Conversation,
    server: Server,
    now: datetime,
) -> None:
    def answer(body: dict[str, Any]) -> Raw:
        text = json.loads(body["messages"][1]["content"])["text"]
        return Raw(completion(said(f"{text} Besok pasti sampai, kami ganti uangnya.")))

    server.answers.append(answer)
    found = draft_for(waited, "kak pesanan saya sampai mana ya", now)
    assert "text" not in found
    assert found["failed"]


def test_answers_are_recorded_once_and_played_ever_after(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    server: Server,
) -> None:
    play, body = recorded(tmp_path / "told.json"), {"messages": [{}, {"content": "halo"}]}
    assert play(body).status == 404
    server.answers.append("{}")
    monkeypatch.setenv(RECORD_FROM, server.address)
    assert play(body).status == 200
    monkeypatch.delenv(RECORD_FROM)
    assert play(body).status == 200
    assert len(server.asked) == 1
