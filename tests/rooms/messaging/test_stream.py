"""The stream itself; who may open it is swept by tests/routes."""

import asyncio
import re
from collections.abc import Callable
from contextlib import aclosing
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.test import AsyncClient

from sapa.accounts.models import User
from sapa.messaging.models import Conversation
from sapa.messaging.services import assign, desk
from sapa.messaging.stream import position, reading, serving, updates
from sapa.messaging.stream.watching import Watch
from tests.conftest import found_shop
from tests.rooms.messaging.conftest import customer, wanted
from tests.rooms.messaging.delivery import Post


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(serving, "WHOLE_SECONDS", 0.0)
    serving._watches.clear()


def listen(
    workspace_id: int, seen: str = "", *, meanwhile: Callable[[], Any] | None = None, **more: Any
) -> str:
    """Everything that is said until the first news, or until nothing has come for a while."""

    async def listening() -> str:
        heard = ""
        async for said in updates(workspace_id, seen, longest=0.5, **more):
            heard += said
            if heard.count("event: "):
                break
            if meanwhile:
                await asyncio.to_thread(meanwhile)
        return heard

    return asyncio.run(listening())


def queued(post: Post, customer: int, now: datetime, key: str) -> None:
    post.queue(now, wanted(customer, key))
    connections.close_all()


def committed(post: Post, work: Callable[[int], Any]) -> Callable[[], None]:
    """The work on the only conversation, committed."""

    def run() -> None:
        with post.inside():
            work(Conversation.objects.get().pk)
        connections.close_all()

    return run


def last_id(heard: str) -> str:
    return str(re.findall(r"^id: (\S+)$", heard, re.M)[-1])


@pytest.fixture
def talk(post: Post, customers: tuple[int, int], now: datetime) -> str:
    post.queue(now, wanted(customers[0]))
    with post.inside():
        return str(Conversation.objects.get().public_id)


def test_a_change_is_told_with_its_conversation(
    post: Post, customers: tuple[int, int], now: datetime
) -> None:
    heard = listen(post.workspace_id, meanwhile=lambda: queued(post, customers[0], now, "a"))
    with post.inside():
        public_id = str(Conversation.objects.get().public_id)
    assert f'event: conversation\ndata: {{"id": "{public_id}"' in heard
    assert "event: counts" in heard


def test_where_nothing_happens_nothing_is_told(post: Post, talk: str) -> None:
    assert "event: " not in listen(post.workspace_id)


def test_a_new_owner_is_told_and_a_new_priority_is_only_a_change(post: Post, talk: str) -> None:
    given = listen(
        post.workspace_id, meanwhile=committed(post, lambda pk: assign(conversation_id=pk, owner="human"))
    )
    assert f'event: owner\ndata: {{"id": "{talk}"' in given
    serving._watches.clear()
    urgent = listen(
        post.workspace_id, meanwhile=committed(post, lambda pk: desk(conversation_ids=[pk], priority=2))
    )
    assert ("event: conversation" in urgent, "event: owner" in urgent) == (True, False)


def test_who_comes_back_hears_what_changed_meanwhile(post: Post, talk: str) -> None:
    seen = last_id(listen(post.workspace_id))
    serving._watches.clear()
    assert f'"id": "{talk}"' not in listen(post.workspace_id, seen)
    committed(post, lambda pk: desk(conversation_ids=[pk], priority=1))()
    serving._watches.clear()
    assert f'"id": "{talk}"' in listen(post.workspace_id, seen)


def test_a_page_hears_what_changed_between_its_drawing_and_its_first_connection(
    post: Post, talk: str
) -> None:
    with post.inside():
        drawn = position()
    committed(post, lambda pk: desk(conversation_ids=[pk], priority=1))()
    assert f'"id": "{talk}"' in listen(post.workspace_id, drawn)


def test_what_commits_later_than_it_began_is_not_missed(post: Post, talk: str, now: datetime) -> None:
    """Its transaction is older than others that a page has seen."""
    slow = connection.copy()
    with slow.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT set_config('sapa.workspace', %s, true)", [str(post.workspace_id)])
        cursor.execute("UPDATE messaging_conversation SET version = version + 1")
        with post.inside():
            customer("+6281200000099", "Rini", now)
        seen = last_id(listen(post.workspace_id))
        cursor.execute("COMMIT")
    slow.close()
    serving._watches.clear()
    assert f'"id": "{talk}"' in listen(post.workspace_id, seen)


@pytest.mark.parametrize("seen", ["abc", "9" * 18, "0-deadbeef-7" * 9])
def test_whose_last_word_makes_no_sense_looks_at_everything(post: Post, talk: str, seen: str) -> None:
    assert 'event: conversation\ndata: {"id": null}' in listen(post.workspace_id, seen)


def test_more_changes_than_can_be_told_are_told_as_any(
    post: Post, customers: tuple[int, int], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST", 2)
    post.queue(now, *[wanted(pk, str(pk)) for pk in customers])

    def all_of_them() -> None:
        with post.inside():
            desk(conversation_ids=Conversation.objects.values_list("pk", flat=True), priority=1)
        connections.close_all()

    assert '{"id": null}' in listen(post.workspace_id, meanwhile=all_of_them)


def test_five_hundred_pages_share_their_looks(post: Post, talk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []

    def counted(workspace_id: int, since: str, before: reading.Look | None) -> reading.Look:
        looks.append(since)
        return reading.read(workspace_id, since, before)

    monkeypatch.setattr(serving, "read", counted)

    async def page(number: int, opened: asyncio.Semaphore) -> bool:
        async with aclosing(updates(post.workspace_id, "", user_id=number, longest=60)) as stream:  # type: ignore[type-var]
            async for said in stream:
                opened.release()
                if f'"id": "{talk}"' in said:
                    return True
        return False

    async def all_pages() -> list[bool]:
        opened = asyncio.Semaphore(0)
        pages = [asyncio.create_task(page(number, opened)) for number in range(500)]
        for _ in pages:
            await opened.acquire()
        await asyncio.to_thread(committed(post, lambda pk: assign(conversation_id=pk, owner="human")))
        return await asyncio.gather(*pages)

    assert all(asyncio.run(all_pages()))
    assert len(looks) < 250
    assert serving._watches == {}


def test_looks_at_changes_alone_leave_figures_to_the_next_whole_one() -> None:
    watch, whole = Watch(), reading.Look("1", "1", [], "[]", {})
    watch.take(whole)
    watch.take(whole._replace(changed=[reading.Changed("a", 2, False)], is_whole=False))
    assert ("conversation" in told(watch), "counts" in told(watch)) == (True, False)
    watch.take(whole)
    assert "counts" in told(watch)
    watch.take(whole)
    assert watch.number == 2


def told(watch: Watch) -> str:
    return watch.since_number(watch.number - 1, "") or ""


def test_pages_whose_look_fails_come_back_to_another(
    post: Post, talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(serving, "read", broken)
        assert listen(post.workspace_id) == ""
    assert listen(post.workspace_id, "nonsense").count("event: conversation") == 1


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
