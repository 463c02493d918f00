"""The stream itself; who may open it is swept by tests/routes."""

import asyncio
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connections

from sapa.accounts.models import Workspace
from sapa.messaging import stream
from sapa.messaging.models import Conversation
from sapa.messaging.stream import updates
from tests.conftest import found_shop
from tests.rooms.messaging.conftest import wanted
from tests.rooms.messaging.delivery import Post


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(stream, "LOOK_SECONDS", 0.02)
    yield
    stream._watches.clear()


def listen(workspace_id: int, seen: str = "", *, meanwhile: object = None) -> str:
    """Everything that is said until the first news, or until nothing has come for a while."""

    async def listening() -> str:
        heard = ""
        async for said in updates(workspace_id, seen, longest=0.5):
            heard += said
            if heard.count("event: "):
                break
            if callable(meanwhile):
                await asyncio.to_thread(meanwhile)
        return heard

    return asyncio.run(listening())


def queued(post: Post, customer: int, now: datetime, key: str) -> None:
    post.queue(now, wanted(customer, key))
    connections.close_all()


def test_a_change_is_told_with_its_conversation(
    post: Post, customers: tuple[int, int], now: datetime
) -> None:
    heard = listen(post.workspace_id, meanwhile=lambda: queued(post, customers[0], now, "a"))
    with post.inside():
        public_id = str(Conversation.objects.get().public_id)
    assert f'event: conversation\ndata: {{"id": "{public_id}"' in heard
    assert "event: counts" in heard


def test_where_nothing_happens_nothing_is_told(committed_shop: Workspace) -> None:
    assert "event: " not in listen(committed_shop.pk)


def test_who_comes_back_learns_that_something_was_missed(
    post: Post, customers: tuple[int, int], now: datetime
) -> None:
    before = listen(post.workspace_id).split("id: ")[1].split()[0]
    assert "event: " not in listen(post.workspace_id, before)
    post.queue(now, wanted(customers[0]))
    assert 'data: {"id": null}' in listen(post.workspace_id, before)


def test_the_stream_of_one_shop_is_silent_about_another(
    post: Post, customers: tuple[int, int], now: datetime
) -> None:
    other = found_shop("Toko Lain", "citra@lain.test")
    assert "event: " not in listen(other.pk, meanwhile=lambda: queued(post, customers[0], now, "a"))
