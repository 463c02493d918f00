"""The desk's lists: each tab in its order, page by page; put off, woken, closed and opened again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.base.rows import fetch
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.models import Channel, Conversation
from sapa.messaging.selectors import Wanted, desk_counts, desk_page
from sapa.messaging.selectors.desk import listed
from sapa.messaging.services import close_conversation, desk, queue, receive, reopen
from sapa.messaging.services.conversations import News, tell, wake_snoozed
from tests.rooms.messaging.bodies import body, text_message
from tests.rooms.messaging.conftest import wanted

BUDI = 7
Talks = Callable[..., list[Conversation]]


@pytest.fixture
def talks(channel: Channel, now: datetime) -> Talks:
    """talks(3, waiting_since=now): so many customers wrote, a minute apart; then the columns."""

    def made(size: int, **columns: object) -> list[Conversation]:
        people = [(f"+62812345670{n:02}", now - timedelta(minutes=n)) for n in range(size)]
        said = [text_message(f"wamid.{phone}", "Halo", at, phone) for phone, at in people]
        receive(channel=channel, parsed=parse(body(messages=said)), now=now)
        Conversation.objects.update(owner="nobody", **columns)
        return list(Conversation.objects.order_by("-last_message_at"))

    return made


def paged(tab: str, size: int = 3) -> list[int]:
    """All the pages, one after the other."""
    found, after = list[int](), None
    while True:
        page = desk_page(Wanted(tab, BUDI), after=after, limit=size)
        found += [one.pk for one in page.rows]
        if not (after := page.next):
            return found


@pytest.mark.parametrize("tab", ["waiting", "unassigned", "all"])
def test_a_list_pages_by_key_without_gap_or_repeat(talks: Talks, tab: str) -> None:
    made = {one.pk for one in talks(7)}
    assert sorted(paged(tab)) == sorted(made)


def test_broken_promises_come_first_and_those_without_a_promise_last(talks: Talks, now: datetime) -> None:
    late, none, soon, other = talks(4)
    for one, minutes in ((late, -30), (soon, 5), (other, 60)):
        desk(conversation_ids=[one.pk], due_at=now + timedelta(minutes=minutes))
    assert paged("waiting", 1) == paged("waiting", 2) == [late.pk, soon.pk, other.pk, none.pk]


def test_what_the_assistant_answers_waits_for_nobody(talks: Talks) -> None:
    first, second = talks(2)
    Conversation.objects.filter(pk=first.pk).update(owner="assistant")
    assert paged("waiting") == paged("unassigned") == [second.pk]


def test_planned_messages_make_no_conversation_in_a_list(channel: Channel, dewi: int, now: datetime) -> None:
    queue(outgoing=[wanted(dewi)], now=now)
    Conversation.objects.update(owner="nobody")
    assert paged("all") == paged("unassigned") == []


def test_a_tab_counts_up_to_a_hundred(shop: Workspace, talks: Talks, now: datetime) -> None:
    talks(5)
    desk(conversation_ids=Conversation.objects.values_list("pk", flat=True)[:2], snoozed_until=now)
    assert desk_counts(BUDI) == {"waiting": 3, "unassigned": 3, "snoozed": 2}


def test_a_snoozed_talk_comes_back_at_its_time(talks: Talks, now: datetime) -> None:
    (one,) = talks(1, snoozed_until=now + timedelta(hours=1))
    assert (paged("waiting"), paged("snoozed"), wake_snoozed(now=now)) == ([], [one.pk], 0)
    assert wake_snoozed(now=now + timedelta(hours=1)) == 1
    assert paged("waiting") == [one.pk]


def test_a_snoozed_talk_comes_back_when_its_customer_writes(talks: Talks, now: datetime) -> None:
    (one,) = talks(1, snoozed_until=now + timedelta(days=1))
    again = text_message("wamid.again", "Halo?", now, "+6281234567000")
    receive(channel=one.channel, parsed=parse(body(messages=[again])), now=now)
    assert paged("waiting") == [one.pk]


def test_a_closed_talk_opens_again_as_it_waited(talks: Talks, now: datetime) -> None:
    (one,) = talks(1)
    close_conversation(conversation_id=one.pk)
    assert paged("done") == [one.pk]
    assert reopen(conversation_ids=[one.pk], waiting={one.pk: now}) == [one.pk]
    assert paged("waiting") == [one.pk]


def test_a_closed_talk_with_a_new_one_beside_it_stays_closed(talks: Talks, now: datetime) -> None:
    (one,) = talks(1)
    close_conversation(conversation_id=one.pk)
    again = text_message("wamid.again", "Halo?", now, "+6281234567000")
    receive(channel=one.channel, parsed=parse(body(messages=[again])), now=now)
    assert reopen(conversation_ids=[one.pk]) == []


def test_a_talk_that_is_closed_while_its_customer_writes_is_open_and_waits(
    talks: Talks, now: datetime
) -> None:
    """Between finding the conversation of a message and telling of it, somebody has closed it."""
    (one,) = talks(1)
    close_conversation(conversation_id=one.pk)
    tell(news=[News(one.pk, now, "Satu lagi", "in", True)])
    assert paged("waiting") == [one.pk]
    assert Conversation.objects.get().unread == 1


def test_what_the_shop_says_opens_no_closed_talk(talks: Talks, now: datetime) -> None:
    (one,) = talks(1)
    close_conversation(conversation_id=one.pk)
    tell(news=[News(one.pk, now, "Terima kasih", "out", True)], changed=[one.pk])
    assert paged("done") == [one.pk]


def test_what_the_desk_says_raises_the_version(talks: Talks, now: datetime) -> None:
    (one,) = talks(1)
    desk(conversation_ids=[one.pk], priority=2, team_id=None)
    after = Conversation.objects.get()
    assert (after.priority, after.version) == (2, one.version + 1)


INDEXES = {
    "waiting": "conversation_waiting",
    "mine": "conversation_mine",
    "unassigned": "conversation_untaken",
    "snoozed": "conversation_snoozed",
    "all": "conversation_newest",
    "done": "conversation_closed",
}


@pytest.mark.parametrize(("tab", "index"), INDEXES.items())
def test_an_index_gives_the_order_of_each_tab(shop: Workspace, tab: str, index: str) -> None:
    fetch("SET LOCAL enable_seqscan = off")
    fetch("SET LOCAL enable_bitmapscan = off")
    fetch("SET LOCAL enable_sort = off")  # where no index gives the order, it is sorted all the same
    plan = listed(Wanted(tab, BUDI))[:31].explain()
    assert index in plan
    assert "Sort  (" not in plan.replace("Incremental Sort  (", "")


@pytest.mark.parametrize(
    ("filters", "index"),
    [({"unread": True}, "conversation_unread"), ({"team_id": 3}, "conversation_of_team")],
)
def test_an_index_gives_the_order_of_what_is_filtered(
    shop: Workspace, filters: dict[str, Any], index: str
) -> None:
    fetch("SET LOCAL enable_seqscan = off")
    fetch("SET LOCAL enable_bitmapscan = off")
    fetch("SET LOCAL enable_sort = off")
    assert index in listed(Wanted("all", BUDI, **filters))[:31].explain()


def test_an_index_knows_the_talks_of_a_customer(shop: Workspace) -> None:
    for way in ("seqscan", "bitmapscan", "sort"):
        fetch(f"SET LOCAL enable_{way} = off")
    plan = Conversation.objects.order_by("contact_id", "channel_id").explain()
    assert "conversation_of_contact" in plan
    assert "Sort  (" not in plan
