"""What a person asks of the inbox: each kind many times, each time of another conversation, page or word."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg
from django.http import HttpResponse
from django.test import Client

from sapa.accounts.models import User
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.inbox.models import Label
from sapa.lab.bench.words import LAST, SAID
from sapa.messaging.models import Conversation
from sapa.messaging.selectors import Wanted, desk_page
from sapa.messaging.selectors.desk import TABS
from sapa.web.cursors import cursor_text

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
INBOX = "/kotak-masuk/"
ROWS = 30
FAR = 50
_DAY = timedelta(hours=23)
# What the first page of «Semua» needs at least: the ids and columns of its rows, by their index.
RAW = """SELECT id, last_message_at, preview, unread FROM messaging_conversation
    WHERE workspace_id = %s AND preview_direction <> '' ORDER BY last_message_at DESC, id DESC LIMIT 31"""


@dataclass(frozen=True, slots=True)
class Visit:
    """`rows`: how many rows of the list the page must hold; None: `holds` alone decides."""

    path: str
    data: Mapping[str, str] | None = None
    rows: int | None = None
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    seconds: float
    queries: int
    right: bool


class Desk:
    """One person's browser."""

    def __init__(self, person: User) -> None:
        self.client = Client(HTTP_HOST="localhost")
        self.client.force_login(person, backend=LOGIN)

    def go(self, visit: Visit) -> Seen:
        begun = perf_counter()
        with counted() as queries:
            answer = self._ask(visit)
            content = answer.content.decode()
        seconds = perf_counter() - begun
        rows = visit.rows is None or content.count("data-talk=") >= visit.rows
        return Seen(seconds, queries[0], answer.status_code == 200 and rows and visit.holds in content)

    def _ask(self, visit: Visit) -> HttpResponse:
        if visit.data is None:
            return self.client.get(visit.path)  # type: ignore[return-value]
        return self.client.post(visit.path, visit.data, headers={"HX-Request": "true"})  # type: ignore[return-value]


@contextmanager
def counted() -> Iterator[list[int]]:
    """Statements that this thread gives to the driver, by whatever way."""
    count, execute = [0], psycopg.Cursor.execute

    def counting(self: Any, *given: Any, **options: Any) -> Any:
        count[0] += 1
        return execute(self, *given, **options)

    psycopg.Cursor.execute = counting  # type: ignore[method-assign]
    try:
        yield count
    finally:
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]


def visits(number: int, person: User, now: datetime, seed: int = 1) -> dict[str, list[Visit]]:
    """Of each kind; one that a small inbox has no room for is left out."""
    dice = Random(seed)
    talks = _talks(dice, number)
    lists = {f"list {tab}": [Visit(f"{INBOX}?tab={tab}", rows=1)] * number for tab in TABS}
    label = Label.objects.order_by("pk").values_list("public_id", flat=True)[0]
    return {
        **lists,
        **{f"page {FAR} of {tab}": _far(tab, person, number) for tab in TABS if _far(tab, person, 1)},
        "list by label": [Visit(f"{INBOX}?tab=all&label={label}", rows=1)] * number,
        "list of companies": [Visit(f"{INBOX}?tab=all&segmen=b2b", rows=1)] * number,
        "list of unread": [Visit(f"{INBOX}?tab=all&baru=1", rows=1)] * number,
        "search by name": [Visit(f"{INBOX}baris/?q={name}", rows=1) for name in _words(LAST, dice, number)],
        "search by words": [
            Visit(f"{INBOX}baris/?q={'+'.join(dice.sample(SAID.split()[:30], 2))}") for _ in range(number)
        ],
        "open": [Visit(_at(one), rows=1, holds='id="messages"') for one in talks],
        "search inside": [
            Visit(f"{_at(one)}cari/?q={name}")
            for one, name in zip(talks, _words(SAID, dice, number), strict=False)
        ],
        "send": _sends(dice, number, now),
    }


def _far(tab: str, person: User, number: int) -> list[Visit]:
    """The fiftieth page, from the cursor that the forty-ninth ends with."""
    before = desk_page(Wanted(tab, person.pk), limit=(FAR - 1) * ROWS)
    address = f"{INBOX}baris/?tab={tab}&sebelum={cursor_text(before.next)}"
    return [Visit(address, rows=1)] * number if before.next else []


def _talks(dice: Random, number: int) -> list[UUID]:
    """Of the newest that are open, whoever has them."""
    found = Conversation.objects.filter(open=True).order_by("-last_message_at", "-pk")
    ids = list(found.values_list("public_id", flat=True)[: 20 * number])
    return dice.sample(ids, min(number, len(ids)))


def _sends(dice: Random, number: int, now: datetime) -> list[Visit]:
    """Each to another customer who wrote within a day."""
    within = Conversation.objects.filter(open=True, last_inbound_at__gt=now - _DAY).exclude(owner="assistant")
    ids = list(within.order_by("-last_message_at").values_list("public_id", flat=True)[: 20 * number])
    chosen = dice.sample(ids, min(number, len(ids)))
    return [
        Visit(f"{_at(one)}balas/", {"text": f"Baik, sudah kami kirim {place}.", "client_id": f"b{place}"})
        for place, one in enumerate(chosen)
    ]


def _at(public_id: UUID) -> str:
    return f"{INBOX}{public_id}/"


def _words(listed: str, dice: Random, number: int) -> list[str]:
    return [name.lower() for name in dice.choices(listed.split(), k=number)]


def in_turn(kinds: Mapping[str, Sequence[Visit]]) -> Iterator[tuple[str, Visit]]:
    """One of each kind, and so round: what one of them left in memory helps no other of its kind alone."""
    for place in range(max(map(len, kinds.values()))):
        for kind, some in kinds.items():
            if place < len(some):
                yield kind, some[place]


def look_up() -> float:
    """Seconds of the barest statement behind a page of the list: the ceiling."""
    begun = perf_counter()
    fetch(RAW, [current_workspace_id()])
    return perf_counter() - begun
