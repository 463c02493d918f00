"""Customers' words and the key never cross the internet in the open."""

import asyncio
from datetime import datetime

import pytest
from django.utils import translation

from sapa.accounts.models import Workspace
from sapa.assistant.model.asking import PLAIN, Question, ask
from sapa.assistant.model.choice import Plug
from sapa.assistant.model.reaching import is_plain_abroad
from sapa.assistant.selectors.model import plug_now
from sapa.assistant.services.model import change_plug
from sapa.base.egress import egress_session
from sapa.base.endpoint import Endpoint
from sapa.base.instance import instance
from sapa.web.errors import REFUSALS, Refused
from tests.rooms.assistant.test_model_page import FILLED, PAGE
from tests.rooms.pages import browser

OPEN_LINE = "http://model.contoh.id/v1"


@pytest.mark.parametrize(
    ("address", "is_refused"),
    [
        (OPEN_LINE, True),
        ("HTTP://model.contoh.id/v1", True),
        ("http://8.8.8.8:8000/v1", True),
        ("http://[2001:4860:4860::8888]/v1", True),
        ("http://localhost.contoh.id/v1", True),
        ("http://127.0.0.1@contoh.id/v1", True),
        ("https://model.contoh.id/v1", False),
        ("http://127.0.0.1:11434/v1", False),
        ("http://[::1]:11434/v1", False),
        ("http://localhost:11434/v1", False),
        ("http://10.0.0.5:8000/v1", False),  # `egress` refuses it by its own code
        ("", False),
    ],
)
def test_plain_http_stays_at_home(address: str, is_refused: bool) -> None:
    assert is_plain_abroad(address) is is_refused


def test_the_installation_may_open_one_host_and_port(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = instance().model_copy(update={"egress_allow": (Endpoint("model.contoh.id", 8000),)})
    monkeypatch.setattr("sapa.assistant.model.reaching.instance", lambda: opened)
    assert not is_plain_abroad("http://model.contoh.id:8000/v1")
    assert is_plain_abroad(OPEN_LINE)


def test_such_an_address_is_not_kept_and_both_languages_say_why(shop: Workspace, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        change_plug(values={"mode": "understand", "address": OPEN_LINE, "model": "m"}, now=now)
    assert refused.value.code == PLAIN in REFUSALS
    answer = browser(shop).post(PAGE, FILLED | {"alamat": OPEN_LINE})
    assert answer.status_code == 422
    with translation.override("en"):
        assert "only https:// is called" in refused.value.sentence
    assert plug_now() == Plug()


def test_one_that_was_kept_before_is_not_called() -> None:
    async def asked() -> str:
        question: Question[str] = Question([{"content": "halo"}], "words", {}, str)
        async with egress_session() as session:
            return (await ask(session, Plug("understand", OPEN_LINE, "m"), "secret", question)).failed

    assert asyncio.run(asked()) == PLAIN
