"""What a model says anew is held against other customers too, whether it goes out or to an agent."""

from dataclasses import replace
from datetime import datetime

import pytest

from sapa.assistant.answer.wording import passage_in, worded
from sapa.assistant.flows.sitting import Sitting, shop_now
from sapa.assistant.model.given import Given
from sapa.assistant.services.articles import Draft, add_articles
from sapa.assistant.services.model.phrasing import foreseen, is_clean
from sapa.domain.dialogue.types import Move
from sapa.messaging.models import Conversation, Message
from tests.rooms.assistant.test_conversations import MADE, channel, dewi, ordered
from tests.rooms.assistant.test_turns import says

__all__ = ["channel", "dewi"]
RULE = "Barang dapat dikembalikan dalam 7 hari setelah diterima, tidak termasuk ongkos kirim Rp20.000."
OF_MADE = "Nomor SARI-2002 itu milik Made Wirawan."


@pytest.fixture
def cited(dewi: Conversation, now: datetime) -> tuple[Sitting, Move]:
    """Dewi asks what an article answers, and has named the order of somebody else."""
    ordered(now, "SARI-2002", phone=MADE, name="Made Wirawan")
    add_articles(drafts=[Draft("Pengembalian barang", RULE)], now=now)
    message = says(dewi, "syarat retur barang gimana ya kak?", now)
    asked = Message.objects.select_related("contact__root", "channel", "conversation").get(pk=message)
    sitting, move = foreseen(asked, shop_now(), None, now)
    said = replace(sitting.turn.said, text=f"{sitting.turn.said.text} SARI-2002")
    return replace(sitting, turn=replace(sitting.turn, said=said)), move


def test_other_words_of_an_article_name_no_other_customer(cited: tuple[Sitting, Move]) -> None:
    sitting, move = cited
    said = passage_in(sitting, move)
    assert said
    assert worded(sitting, move, Given(said=said, anew=f"{said} Semoga jelas ya, Kak.")) is not move
    assert worded(sitting, move, Given(said=said, anew=f"{said} {OF_MADE}")) is move


def test_a_draft_of_the_model_names_no_other_customer(cited: tuple[Sitting, Move]) -> None:
    sitting, move = cited
    assert is_clean(sitting, move, move.text)
    assert not is_clean(sitting, move, f"{move.text} {OF_MADE}")
