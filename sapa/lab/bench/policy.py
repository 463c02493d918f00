"""`sapa bench policy`: the system is `decide` with its full trace on a mixed set of cases. The inputs are made anew
before every repeat and outside its time, as the database layer would hand them over; nothing of an
earlier repeat is kept but the compiled policy. The ceiling is the cheapest function that could stand in
its place: it is called with the same inputs, looks at every contact once, and makes one row for every
rule and one answer, without any rule.
"""

import random
import resource
import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any, NamedTuple

from sapa.domain.calendars import Calendar, default_calendar
from sapa.domain.policy import (
    Address,
    Contact,
    Customer,
    Decision,
    History,
    HistoryEvent,
    Intent,
    Policy,
    RuleTrace,
    Ticket,
    decide,
    policy_from,
)
from sapa.domain.policy.codes import RULE_CODES
from sapa.lab.bench.meter import Meter

PLACES = (
    Address("ID", "DKI Jakarta", "10110"),
    Address("ID", "Jawa Timur", "60241"),
    Address("ID", "Bali", "80111"),
    Address("ID", "Papua", "99111"),
    Address("ID", "Sulawesi Utara", ""),
    Address("SG"),
    Address("AU", "", "", "NSW"),
    None,
)


class Question(NamedTuple):
    intent: Intent
    customer: Customer
    history: History
    now: datetime


def bench_policy(*, cases: int, seconds: float, repeats: int, seed: int) -> dict[str, Any]:
    """Median, lowest and highest decisions per second of all repeats, beside the ceiling's."""
    policy, calendar = policy_from(), default_calendar()
    warm = [answer(question, calendar, policy) for question in questions(cases, seed)]
    meter = Meter()
    ceilings, systems = [], []
    for _ in range(repeats):
        asked = questions(cases, seed)
        ceilings.append(rate(floor, asked, seconds / 4))
        systems.append(rate(lambda q: answer(q, calendar, policy), asked, seconds))
    return {
        "ceiling": round(statistics.median(ceilings)),
        "system": round(statistics.median(systems)),
        "ratio": round(statistics.median(systems) / statistics.median(ceilings), 4),
        "unique": cases,
        "duplicate": 0,
        "missing": sum(not decision.trace.checks for decision in warm),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "other_cpu_pct": meter.others(),
        "repeats": repeats,
        "lowest": round(min(systems)),
        "highest": round(max(systems)),
        "mix": mix(warm),
    }


def answer(question: Question, calendar: Calendar, policy: Policy) -> Decision:
    return decide(question.intent, question.customer, question.history, calendar, question.now, policy)


def floor(question: Question) -> tuple[object, ...]:
    """The ceiling's stand-in: every contact looked at, a row for every rule, one answer."""
    newest = 0
    for contact in question.history.contacts:
        newest = max(newest, contact.stamp)
    rows = tuple([RuleTrace(code, False, False, False, newest, None) for code in RULE_CODES])
    return ("send", question.now, (), "whatsapp", "template", rows)


def rate(call: Callable[[Question], object], asked: Sequence[Question], seconds: float) -> float:
    """Calls per second on this core; goes round the questions until the time is over."""
    done, start = 0, perf_counter()
    while (spent := perf_counter() - start) < seconds:
        for question in asked:
            call(question)
        done += len(asked)
    return done / spent


def mix(decisions: Sequence[Decision]) -> dict[str, int]:
    found: dict[str, int] = {}
    for decision in decisions:
        found[decision.action] = found.get(decision.action, 0) + 1
    return dict(sorted(found.items()))


def questions(count: int, seed: int) -> list[Question]:
    """The same cases for the same seed, as new objects."""
    dice = random.Random(seed)
    return [question(dice, number) for number in range(count)]


def question(dice: random.Random, number: int) -> Question:
    now = datetime(2027, 1, 4, tzinfo=UTC) + timedelta(minutes=dice.randrange(120 * 24 * 60))
    return Question(intent(dice, number, now), customer(dice, now), history(dice, now), now)


def ago(dice: random.Random, now: datetime, hours: int) -> datetime:
    return now - timedelta(minutes=dice.randrange(1, hours * 60))


def intent(dice: random.Random, number: int, now: datetime) -> Intent:
    klass = dice.choices(("reply", "notice", "reminder", "care", "promo"), (15, 20, 20, 25, 20))[0]
    return Intent(
        id=number,
        klass=klass,
        kind=dice.choice(("usage_check", "unpaid_checkout", "win_back")),
        category="marketing" if klass in ("care", "promo") else "utility",
        created_at=ago(dice, now, 72),
        due_at=now + timedelta(minutes=dice.randrange(-600, 600)) if dice.random() < 0.3 else None,
        expires_at=now + timedelta(hours=dice.randrange(12, 96)) if dice.random() < 0.7 else None,
        channels=dice.choice((("whatsapp",), ("whatsapp", "email"))),
        wa_template=True,
        customer_initiated=klass == "notice" and dice.random() < 0.4,
        order_id=dice.randrange(1000) if dice.random() < 0.6 else None,
        exit_on=dice.choice(((), ("paid", "cancelled"), ("replied",))),
    )


def customer(dice: random.Random, now: datetime) -> Customer:
    ticket = Ticket(1, "complaint", ago(dice, now, 200), None if dice.random() < 0.5 else ago(dice, now, 100))
    return Customer(
        segment=dice.choice(("b2c", "b2c", "b2b")),
        busy_profile=dice.choice((None, None, "worker")),
        address=dice.choice(PLACES),
        phone=f"+62812{dice.randrange(10**7):07}",
        channels={"whatsapp": True, "email": dice.random() < 0.5},
        consent={"promo": "granted" if dice.random() < 0.8 else "unknown"},
        tickets=(ticket,) if dice.random() < 0.1 else (),
    )


def history(dice: random.Random, now: datetime) -> History:
    contacts = tuple(contact(dice, now) for _ in range(dice.randrange(16)))
    events = tuple(
        HistoryEvent(dice.choice(("paid", "order_placed")), ago(dice, now, 900), dice.randrange(1000))
        for _ in range(dice.randrange(3))
    )
    return History(contacts, events)


def contact(dice: random.Random, now: datetime) -> Contact:
    if dice.random() < 0.3:
        return Contact(ago(dice, now, 900), "in", klass="inbound", kind="message", status="received")
    klass = dice.choice(("reply", "notice", "reminder", "care", "promo"))
    return Contact(ago(dice, now, 900), "out", klass=klass, kind="usage_check", status="delivered")
