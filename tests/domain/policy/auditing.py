"""An auditor of what was sent: recounts gaps, caps, hours and wishes from the books alone, without the policy."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GAPS = {"reminder": 2 * HOUR, "care": 4 * HOUR, "promo": 24 * HOUR}
NUDGES = frozenset(GAPS)
SILENCES = (3, 7, 30, 90)
STOPPED = {
    "promo": {"promo"},
    "follow_up": NUDGES,
    "all": NUDGES | {"notice", "reply"},
}
CALENDAR = json.loads(files("sapa.domain").joinpath("data/calendar.json").read_text())["countries"]["ID"]
HOLIDAYS = frozenset(CALENDAR["national"] + CALENDAR["cuti_bersama"])


@dataclass(frozen=True)
class Entry:
    """One contact. For what was sent: until when it was useful, which order and which exits it hangs on."""

    at: datetime
    direction: str
    klass: str = ""
    journey: str = ""
    made: datetime | None = None
    due: datetime | None = None
    ends: datetime | None = None
    order: int | None = None
    exits: tuple[str, ...] = ()


@dataclass
class Wish:
    """An opt-out: running from `at` until `ended`."""

    scope: str
    at: datetime
    ended: datetime | None = None


@dataclass
class Books:
    """What is known about one customer. `told`: (exit type, event time, known since, order)."""

    zones: tuple[str, ...]
    segment: str = "b2c"
    worker: bool = False
    entries: list[Entry] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    told: list[tuple[str, datetime, datetime, int | None]] = field(default_factory=list)
    tickets: list[list[datetime | None]] = field(default_factory=list)

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zones[0]))

    def before(self, entry: Entry, direction: str) -> list[Entry]:
        """Earlier entries; those of the same instant count when they were written down earlier."""
        place = self.entries.index(entry)
        return [other for other in self.entries[:place] if other.direction == direction]


def faults(books: Books) -> list[str]:
    """Every rule that something sent has broken."""
    sent = [entry for entry in books.entries if entry.direction == "out"]
    return [f"{entry.journey} at {entry.at}: {fault}" for entry in sent for fault in faults_of(books, entry)]


def faults_of(books: Books, entry: Entry) -> Iterator[str]:
    yield from unwanted(books, entry)
    yield from untimely(entry)
    if not is_answer(books, entry):
        yield from at_night(books, entry)
    if entry.klass in NUDGES:
        yield from too_close(books, entry)
        yield from at_work(books, entry)
    if entry.klass in ("care", "promo"):
        yield from too_many(books, entry)
        yield from too_pushy(books, entry)
        yield from beside_a_complaint(books, entry)


def is_answer(books: Books, entry: Entry) -> bool:
    """A reply within 24 hours of the customer's last message."""
    heard = books.before(entry, "in")
    return entry.klass == "reply" and bool(heard) and entry.at - heard[-1].at <= DAY


def unwanted(books: Books, entry: Entry) -> Iterator[str]:
    for wish in books.wishes:
        running = wish.at <= entry.at and (wish.ended is None or entry.at < wish.ended)
        wrote_since = any(other.at > wish.at for other in books.before(entry, "in"))
        if running and entry.klass in STOPPED[wish.scope] and not (entry.klass == "reply" and wrote_since):
            yield f"opted out of {wish.scope}"
    for kind, at, known, order in books.told:
        same = order is None or entry.order is None or order == entry.order
        if kind in entry.exits and same and entry.made and at > entry.made and known < entry.at:
            yield f"already {kind}"
    if "replied" in entry.exits and any(entry.made and e.at > entry.made for e in books.before(entry, "in")):
        yield "already replied"


def untimely(entry: Entry) -> Iterator[str]:
    if entry.due and entry.at < entry.due:
        yield "before it is due"
    if entry.ends and entry.at >= entry.ends:
        yield "after it was useful"


def at_night(books: Books, entry: Entry) -> Iterator[str]:
    for zone in books.zones:
        if not 8 <= entry.at.astimezone(ZoneInfo(zone)).hour < 21:
            yield f"at night in {zone}"


def at_work(books: Books, entry: Entry) -> Iterator[str]:
    wall = books.local(entry.at)
    free = wall.weekday() >= 5 or wall.date().isoformat() in HOLIDAYS
    if books.segment == "b2b" and (free or not 9 <= wall.hour < 17):
        yield "outside office hours"
    if books.worker and not free and (8 <= wall.hour < 11 or 13 <= wall.hour < 17):
        yield "at work"


def too_close(books: Books, entry: Entry) -> Iterator[str]:
    gap = GAPS[entry.klass]
    for direction in ("in", "out"):
        if any(entry.at - other.at < gap for other in books.before(entry, direction)):
            yield f"within {gap} of a contact ({direction})"


def too_many(books: Books, entry: Entry) -> Iterator[str]:
    nudges = [other for other in books.before(entry, "out") if other.klass in NUDGES]
    today = [other for other in nudges if books.local(other.at).date() == books.local(entry.at).date()]
    if len(today) >= 2:
        yield "third nudge of the day"
    spans = [(nudges, 7, 4), (nudges, 30, 10)]
    if entry.klass == "promo":
        promos = [other for other in nudges if other.klass == "promo"]
        spans += [(promos, 7, 1), (promos, 30, 3)]
    for rows, days, most in spans:
        if len([other for other in rows if entry.at - other.at < days * DAY]) >= most:
            yield f"over {most} in {days} days"


def too_pushy(books: Books, entry: Entry) -> Iterator[str]:
    """Longer and longer silences after messages that nobody answered."""
    heard = [other.at for other in books.before(entry, "in")]
    heard += [at for kind, at, known, _ in books.told if kind == "paid" and known < entry.at]
    last = max(heard, default=None)
    open_ones = [
        other
        for other in books.before(entry, "out")
        if other.klass in ("care", "promo") and (last is None or other.at > last)
    ]
    if len(open_ones) > len(SILENCES):
        yield "to somebody who never answers"
    elif open_ones:
        pause = timedelta(days=SILENCES[len(open_ones) - 1])
        if books.local(entry.at) < books.local(open_ones[-1].at) + pause:
            yield "too soon after an unanswered message"


def beside_a_complaint(books: Books, entry: Entry) -> Iterator[str]:
    for opened, closed in books.tickets:
        if opened and opened < entry.at and (closed is None or closed > entry.at):
            yield "beside an open ticket"
