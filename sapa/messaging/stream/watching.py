"""What was seen of one workspace, and what that says to its open pages: built once, however many there are."""

import asyncio
import json
import math
import secrets
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sapa.messaging.stream.reading import NEVER, Changed, Look, Marks

KEPT = 240  # looks with news that are remembered for pages that come back
KEYS = {"presence": "conversation"}  # what the key of a mark is called in the event
PERSONAL = frozenset({"notice"})  # keyed by the id of the person to whom alone it is said


class News(NamedTuple):
    """What a look says to all pages of the workspace, and to single people by their ids."""

    number: int
    text: str
    own: Mapping[str, str]

    def to(self, user: str) -> str:
        return self.text + self.own.get(user, "")


@dataclass(slots=True)
class Watch:
    """`looking` reads for all `pages`; when it has `ended`, nothing comes any more."""

    name: str = field(default_factory=lambda: secrets.token_hex(4))
    look: Look | None = None
    whole_at: float = -math.inf
    since: str = NEVER
    number: int = 0
    news: deque[News] = field(default_factory=lambda: deque(maxlen=KEPT))
    pages: int = 0
    owes_counts: bool = False
    ended: bool = False
    looking: "asyncio.Task[None] | None" = None
    came: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def event_id(self) -> str:
        return f"{self.since}-{self.name}-{self.number}"

    def take(self, look: Look) -> None:
        """A look that found more than it could read says that any may have changed, and goes on from there."""
        before, self.look = self.look, look
        self.since = look.ahead if look.is_full else look.position
        told = differences(before, look, self.owes_counts) if before else {}
        self.owes_counts = not look.is_whole and (self.owes_counts or bool(told))
        if told:
            self.number += 1
            own = {user: said(events, self.event_id) for user, events in told.items() if user}
            self.news.append(News(self.number, said(told.get("", ()), self.event_id), own))
        if told or not before:
            self._wake()

    def end(self) -> None:
        self.ended = True
        self._wake()

    def _wake(self) -> None:
        came, self.came = self.came, asyncio.Event()
        came.set()

    async def begun(self) -> bool:
        """False: it ended before anything was seen."""
        while self.look is None and not self.ended:
            await self.came.wait()
        return self.look is not None

    async def moved(self, number: int, seconds: float) -> None:
        """Returns as soon as there is news after this number, at the end, or after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.number == number and not self.ended:
                    await self.came.wait()

    def since_number(self, number: int, user: str) -> str | None:
        """All news after this one; None when some of them are forgotten."""
        count = self.number - number
        if not 0 <= count <= len(self.news):
            return None
        return "".join(self.news[place].to(user) for place in range(-count, 0))


Event = tuple[str, Mapping[str, Any]]
EVERY_TALK: tuple[Event, ...] = (("conversation", {"id": None}), ("owner", {"id": None}))
# What has no position of its own: whoever comes back looks at it again.
REST: tuple[Event, ...] = (("presence", {"conversation": None}), ("notice", {}), ("counts", {}))


def differences(before: Look, look: Look, owes_counts: bool = False) -> dict[str, list[Event]]:
    """Events for everybody under "", and for single people under their ids. `owes_counts`: looks at changes alone
    have told of some since the figures were looked at.
    """
    known = {(one.id, one.version) for one in before.changed}
    fresh = [one for one in look.changed if (one.id, one.version) not in known]
    shared = [*EVERY_TALK] if look.is_full else talks(fresh)
    own: dict[str, list[Event]] = {}
    moved = bool(shared) or owes_counts or before.counts != look.counts
    counts: list[Event] = [("counts", {})] if moved and look.is_whole else []
    for name, key in _moved(before.more, look.more):
        if name in PERSONAL:
            own.setdefault(key, []).append((name, {}))
        else:
            shared.append((name, {KEYS.get(name, "id"): key}))
    shared += counts
    return ({"": shared} if shared else {}) | own


def talks(changed: Sequence[Changed]) -> list[Event]:
    found: list[Event] = []
    for one in changed:
        found.append(("conversation", {"id": one.id, "version": one.version}))
        if one.given:
            found.append(("owner", {"id": one.id, "version": one.version}))
    return found


def said(events: Sequence[Event], event_id: str) -> str:
    return "".join(f"id: {event_id}\nevent: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)


def _moved(before: Marks, after: Marks) -> list[tuple[str, str]]:
    return [
        (name, key)
        for name, marks in after.items()
        for key in sorted(marks.keys() | before.get(name, {}).keys())
        if marks.get(key) != before.get(name, {}).get(key)
    ]
