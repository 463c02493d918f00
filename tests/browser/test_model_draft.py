"""The model's words take the place of the records' own in the strip, while an agent looks at it."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import expect

from sapa.assistant.models import ModelErrand
from sapa.assistant.services.model import run_errands
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from tests.browser.shop import Shop
from tests.browser.test_pages import Visit, live, sari, talk_of, visit, whole
from tests.rooms.assistant.model_server import Raw, Server, completion, serving
from tests.rooms.assistant.modelled import choose

pytestmark = pytest.mark.browser
__all__ = ["live", "sari", "visit"]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as told:
        yield told


@pytest.fixture
def talk(sari: Shop, server: Server, now: datetime) -> str:
    """Dewi's conversation, in a shop whose model words drafts."""
    choose(sari.workspace, server, now, mode="draft_only")
    server.answers.append(anew)
    with workspace_scope(sari.workspace.pk):
        return f"/kotak-masuk/{talk_of('Dewi Anggraini').public_id}/"


def anew(body: dict[str, Any]) -> Raw:
    text = json.loads(body["messages"][1]["content"])["text"]
    return Raw(completion(json.dumps({"text": f"Terima kasih, {text}"})))


def work() -> int:
    """As the worker: in a thread without an event loop."""
    try:
        return run_errands(now=business_now())
    finally:
        connections.close_all()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_words_of_the_model_come_by_themselves_and_are_used(
    visit: Visit, talk: str, sari: Shop, width: int, scheme: Any
) -> None:
    watched = visit(talk, width, scheme)
    page = watched.page
    page.locator("#draft-strip button").click()
    drafted = page.locator(".draft-card > .draft")
    expect(drafted).to_contain_text("SARI-1040")
    expect(page.locator(".draft-card[hx-get]")).to_be_visible()
    assert whole(watched) == []
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(work).result() == 1
    expect(drafted).to_contain_text("Terima kasih, ")
    page.locator(".draft-card summary").first.click()
    page.locator(".draft-card summary").last.click()
    assert whole(watched) == []
    words = drafted.inner_text()
    page.locator("#use-draft").click()
    expect(page.locator("#reply")).to_have_value(words)
    with workspace_scope(sari.workspace.pk):
        assert ModelErrand.objects.get().result["text"]
