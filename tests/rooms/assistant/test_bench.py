"""The test bench: real turns, of which nothing stays; cases that are kept and run again."""

from datetime import datetime

import pytest

from sapa.accounts.models import Workspace
from sapa.accounts.services import change_settings
from sapa.assistant.models import Gap, Turn
from sapa.assistant.services.articles import Draft, add_articles
from sapa.assistant.services.bench import play
from sapa.contacts.models import Contact
from sapa.events.models import Event
from sapa.messaging.models import Conversation, Message
from sapa.messaging.services import create_channel
from sapa.web.errors import Refused


@pytest.fixture
def open_now(shop: Workspace, now: datetime) -> None:
    create_channel(name="Toko", external_id="1", token="t", app_secret="s", now=now)
    add_articles(drafts=[Draft("Retur", "Barang boleh dikembalikan dalam 7 hari.")], now=now)


def counts() -> list[int]:
    return [kind.objects.count() for kind in (Turn, Message, Conversation, Contact, Event, Gap)]


def test_a_try_is_answered_turn_by_turn_and_leaves_nothing_behind(open_now: None, now: datetime) -> None:
    before = counts()
    first, second = play(said=["retur berapa hari kak?", "mau ngomong sama orang"], contact_id=None, now=now)
    assert first.cites == ["retur"]
    assert "7 hari" in first.reply
    assert second.to_person
    assert counts() == before


def test_it_can_be_tried_before_it_is_switched_on(open_now: None, now: datetime) -> None:
    change_settings(changes={"assistant": {"on": False}}, now=now)
    assert play(said=["halo"], contact_id=None, now=now)[0].reply


@pytest.mark.parametrize("said", [[], [" "], ["a"] * 13, ["a" * 2001]])
def test_a_try_of_nothing_or_of_too_much_is_refused(open_now: None, now: datetime, said: list[str]) -> None:
    with pytest.raises(Refused):
        play(said=said, contact_id=None, now=now)


def test_a_customer_whom_people_have_is_tried_as_if_nobody_had_them(open_now: None, now: datetime) -> None:
    dewi = Contact.objects.create(name="Dewi Anggraini", phone="+6281300000011", created_at=now)
    (played,) = play(said=["pesanan saya sampai mana?"], contact_id=dewi.pk, now=now)
    assert played.intent == "order_status"
    assert "Kak Dewi" in played.reply
