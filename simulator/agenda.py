"""What the network still has to do and when: receipts, answers, verdicts and other webhooks, in time order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop, heappush

from simulator.errors import Json


@dataclass(frozen=True, slots=True)
class StatusDue:
    wamid: str
    status: str


@dataclass(frozen=True, slots=True)
class ReplyDue:
    phone: str
    text: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class BodyDue:
    body: Json


@dataclass(frozen=True, slots=True)
class DeedDue:
    """Something of the network itself, such as the review of a template: a name of `deeds.DEEDS` and its ids."""

    name: str
    about: tuple[str, ...]


Event = StatusDue | ReplyDue | BodyDue | DeedDue


class Agenda:
    """Ties are broken by key, then by the order of planning."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, tuple[str, int], Event]] = []
        self._answers: list[datetime] = []
        self._planned = 0

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, at: datetime, key: str, event: Event) -> None:
        self._planned += 1
        heappush(self._heap, (at, (key, self._planned), event))
        if not isinstance(event, StatusDue) or event.status == "failed":
            heappush(self._answers, at)

    def hasten(self, wamid: str, at: datetime) -> None:
        """The next status of this message is due now."""
        mine = [
            n for n, one in enumerate(self._heap) if isinstance(one[2], StatusDue) and one[2].wamid == wamid
        ]
        if mine:
            nearest = min(mine, key=lambda n: self._heap[n][:2])
            self._heap[nearest] = (at, *self._heap[nearest][1:])
            heapify(self._heap)

    def next_at(self) -> datetime | None:
        return self._heap[0][0] if self._heap else None

    def next_answer_at(self) -> datetime | None:
        """Of what is more than a receipt (sent, delivered, read)."""
        return self._answers[0] if self._answers else None

    def taken(self, until: datetime) -> Iterator[tuple[datetime, Event]]:
        """What is due up to and including `until`; what is added meanwhile takes its place."""
        while self._heap and self._heap[0][0] <= until:
            at, _, event = heappop(self._heap)
            while self._answers and self._answers[0] <= at:
                heappop(self._answers)
            yield at, event
