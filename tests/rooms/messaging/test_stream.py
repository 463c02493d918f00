"""The stream itself; who may open it is swept by tests/routes."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
from django.db import connections
from django.test import AsyncClient

from sapa.accounts.models import User, Workspace
from sapa.messaging import stream
from sapa.messaging.models import Conversation
from sapa.messaging.stream import updates
from tests.conftest import found_shop
from tests.rooms.messaging.conftest import wanted
from tests.rooms.messaging.delivery import Post


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "LOOK_SECONDS", 0.02)


def listen(workspace_id: int, seen: str = "", *, meanwhile: object = None) -> str:
    """Everything that is said until the first news, or until nothing has come for a while."""

    stream._watches.clear()

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


def test_the_stream_is_opened_by_members_only(post: Post, customers: tuple[int, int], now: datetime) -> None:
    owner = User.objects.get(email="budi@tokosari.test")

    async def opened(client: AsyncClient) -> tuple[int, str]:
        response: Any = await client.get("/langsung/")
        if not response.streaming:
            return response.status_code, ""
        first = await anext(aiter(response.streaming_content))
        return response.status_code, first.decode()

    member = AsyncClient()
    member.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    status, said = asyncio.run(opened(member))
    assert (status, said.startswith("retry: ")) == (200, True)
    assert asyncio.run(opened(AsyncClient()))[0] == 302
