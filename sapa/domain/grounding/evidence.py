"""What the records of a turn prove, in all the forms in which a text may say it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta

from sapa.domain.grounding import days, money
from sapa.domain.grounding.facts import Fact, facts_of, widened

COUNTS = frozenset(("quantity", "stock"))
DAYS = "_days"
REFUNDED = Fact("state", "refunded")
REFUNDS = frozenset(("refunded", "refunded_amount", "refunded_at"))


def evidence_of(records: Iterable[object], zone: str, *, today: date | None = None) -> frozenset[Fact]:
    """Of dataclasses and what they hold: moments in `zone` (an IANA name), minor units in the record's `currency`.

    Texts in them are read as texts. `id` proves nothing; an amount of 0 is one that nobody told.
    """
    found: set[Fact] = set()
    for record in records:
        found.update(_of(record, "", money.HOME, zone, today))
    return frozenset(found)


def _of(value: object, name: str, currency: str, zone: str, today: date | None) -> Iterator[Fact]:
    if (name in REFUNDS and value) or value == "refunded":
        yield REFUNDED
    if isinstance(value, bool) or value is None or name == "id" or name.endswith("_id"):
        return
    if isinstance(value, str):
        yield from widened(facts_of(value, today=today))
    elif isinstance(value, int):
        yield from _whole(value, name, currency)
    elif isinstance(value, datetime):
        yield from days.forms_of_moment(value, zone, today)
    elif isinstance(value, date):
        yield from days.forms_of_day(value)
    elif isinstance(value, timedelta):
        yield from days.forms_of_length(value)
    else:
        for inside, inner in _inside(value, name):
            yield from _of(inner, inside, _currency(value, currency), zone, today)
        yield from _reckoned(value, _currency(value, currency))


def _inside(value: object, name: str) -> Iterator[tuple[str, object]]:
    if is_dataclass(value):
        yield from ((one.name, getattr(value, one.name)) for one in fields(value))
    elif isinstance(value, Mapping):
        yield from ((str(key), inner) for key, inner in value.items())
    elif isinstance(value, Iterable):
        yield from ((name, inner) for inner in value)


def _whole(value: int, name: str, currency: str) -> Iterator[Fact]:
    if name in COUNTS:
        yield Fact("count", str(value))
    elif name.endswith(DAYS):
        yield from days.forms_of_length(timedelta(days=value))
    elif value:
        yield from widened([money.money_of(value, currency)])


def _reckoned(value: object, currency: str) -> Iterator[Fact]:
    """Sums that a text may tell beside the record's own: of one line, and of the goods without their carriage."""
    amount = getattr(value, "amount", None)
    if not isinstance(amount, int) or not amount:
        return
    for other in (
        amount * getattr(value, "quantity", 1),
        amount - getattr(value, "shipping_amount", 0),
        amount - getattr(value, "refunded_amount", 0),
    ):
        yield from widened([money.money_of(other, currency)])


def _currency(value: object, currency: str) -> str:
    own = getattr(value, "currency", "")
    return own if isinstance(own, str) and own else currency
