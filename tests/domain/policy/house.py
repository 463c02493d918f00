"""A house in memory: journeys, a campaign and an agent that ask the policy before they write to one customer."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sapa.domain.calendars import default_calendar
from sapa.domain.policy import (
    Address,
    Contact,
    Customer,
    Decision,
    History,
    HistoryEvent,
    Intent,
    OptOut,
    Ticket,
    decide,
    decide_all,
    policy_from,
)
from tests.domain.policy.auditing import DAY, HOUR, Books, Entry, Wish

START = datetime(2027, 1, 29, 3, tzinfo=UTC)  # a Friday; the next one is a leave day
CHANNELS = {"whatsapp": True}
CONSENT = {"promo": "granted"}
WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"

PEOPLE: dict[str, tuple[Customer, Callable[[], Books]]] = {
    "dewi": (
        Customer(address=Address("ID", "DKI Jakarta", "10110"), channels=CHANNELS, consent=CONSENT),
        lambda: Books((WIB,)),
    ),
    "made": (
        Customer(
            address=Address("ID", "Bali", "80111"), busy_profile="worker", channels=CHANNELS, consent=CONSENT
        ),
        lambda: Books((WITA,), worker=True),
    ),
    "mobile": (
        Customer(phone="+6281211112222", channels=CHANNELS, consent=CONSENT),
        lambda: Books((WIB, WITA, WIT)),
    ),
    "company": (
        Customer("b2b", address=Address("ID", "Papua", "99111"), channels=CHANNELS, consent=CONSENT),
        lambda: Books((WIT,), segment="b2b"),
    ),
}

# journey: class, due after, useful for, exits
JOURNEYS: dict[str, tuple[str, timedelta, timedelta, tuple[str, ...]]] = {
    "checkout": ("reminder", 4 * HOUR, 3 * DAY, ("paid", "cancelled", "replied")),
    "check_up": ("care", DAY, 9 * DAY, ("replied", "ticket_opened")),
    "guide": ("care", timedelta(), 20 * DAY, ("cancelled",)),
    "parcel": ("notice", timedelta(), DAY, ("cancelled",)),
    "campaign": ("promo", timedelta(), 20 * DAY, ("order_placed",)),
    "agent": ("reply", timedelta(), 2 * DAY, ()),
}


@dataclass
class House:
    """`waiting` and `queued` by intent, as the tables of follow-ups and messages have them."""

    customer: Customer
    books: Books
    now: datetime = START
    waiting: dict[str, tuple[Intent, datetime]] = field(default_factory=dict)
    queued: dict[str, Intent] = field(default_factory=dict)
    journeys: dict[str, str] = field(default_factory=dict)
    dropped: list[tuple[str, ...]] = field(default_factory=list)
    waits: list[tuple[str, ...]] = field(default_factory=list)
    orders: int = 0
    intents: int = 0

    def tick(self) -> None:
        """No two things happen at once: the auditor goes by the time."""
        self.now += timedelta(seconds=1)

    # --- what happens
    def plan(self, journey: str, order: int | None = None) -> None:
        self.tick()
        klass, due, useful, exits = JOURNEYS[journey]
        self.intents += 1
        intent = Intent(
            id=f"I{self.intents:04}",
            klass=klass,
            kind=journey,
            created_at=self.now,
            due_at=self.now + due,
            expires_at=self.now + useful,
            wa_template=True,
            order_id=None if order is None else str(order),
            exit_on=exits,
        )
        self.waiting[str(intent.id)] = (intent, self.now + due)
        self.journeys[str(intent.id)] = journey

    def place_order(self) -> None:
        self.orders += 1
        self.plan("checkout", self.orders)

    def pay(self, order: int, ago: timedelta) -> None:
        """`ago`: the shop tells it late."""
        self.tick()
        self.books.told.append(("paid", self.now - ago, self.now, order))

    def hear(self) -> None:
        self.tick()
        self.books.entries.append(Entry(self.now, "in", "inbound"))

    def opt_out(self, scope: str) -> None:
        self.hear()
        self.books.wishes.append(Wish(scope, self.now))

    def opt_in(self) -> None:
        self.tick()
        for wish in self.books.wishes:
            wish.ended = wish.ended or self.now

    def complain(self) -> None:
        self.tick()
        self.books.tickets.append([self.now, None])
        self.books.told.append(("ticket_opened", self.now, self.now, None))

    def resolve(self) -> None:
        self.tick()
        for ticket in self.books.tickets:
            ticket[1] = ticket[1] or self.now

    # --- what the house does
    def settle(self) -> None:
        """Asks about everything open, the more important first; what may go is queued."""
        open_ones = [intent for intent, _ in self.waiting.values()] + list(self.queued.values())
        due = {key for key, (_, at) in self.waiting.items() if at <= self.now}
        if not due:
            return
        answers = decide_all(
            open_ones, self.known(), self.history(), default_calendar(), self.now, policy_from()
        )
        for intent, decision in answers:
            if intent.id in due:
                self.keep(intent, decision)

    def deliver(self) -> None:
        """Asks once more about what is queued, in the transaction that sends."""
        for key, intent in sorted(self.queued.items()):
            self.tick()
            others = [other for other, _ in self.waiting.values()]
            others += [other for name, other in self.queued.items() if name != key]
            decision = decide(
                intent, self.known(), self.history(), default_calendar(), self.now, policy_from(), others
            )
            del self.queued[key]
            if decision.action == "send":
                self.books.entries.append(self.entry_of(intent))
            else:
                self.keep(intent, decision)

    def keep(self, intent: Intent, decision: Decision) -> None:
        key = str(intent.id)
        self.waiting.pop(key, None)
        if decision.action == "send":
            self.queued[key] = intent
        elif decision.at is not None:
            self.waits.append(decision.reasons)
            self.waiting[key] = (intent, decision.at)
        else:
            self.dropped.append(decision.reasons)

    def entry_of(self, intent: Intent) -> Entry:
        return Entry(
            self.now, "out", intent.klass, self.journeys[str(intent.id)], intent.created_at, intent.due_at,
            intent.expires_at, None if intent.order_id is None else int(intent.order_id), intent.exit_on,
        )  # fmt: skip

    # --- what the policy is told
    def known(self) -> Customer:
        return replace(
            self.customer,
            opt_out=tuple(OptOut(wish.scope, wish.at, None, wish.ended) for wish in self.books.wishes),
            tickets=tuple(
                Ticket(str(number), "question", opened, closed)
                for number, (opened, closed) in enumerate(self.books.tickets)
                if opened
            ),
        )

    def history(self) -> History:
        return History(
            tuple(
                Contact(e.at, e.direction, klass=e.klass, kind=e.journey, status="sent")
                for e in self.books.entries
            ),
            tuple(
                HistoryEvent(kind, at, None if order is None else str(order))
                for kind, at, _, order in self.books.told
            ),
        )
