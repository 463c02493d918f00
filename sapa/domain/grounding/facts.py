"""Every particular that a text states, in one form for all ways of writing it."""

from collections.abc import Iterable, Iterator
from datetime import date

from sapa.domain.grounding import codes, days, money
from sapa.domain.grounding.sheet import Fact, Sheet


def facts_of(text: str, *, today: date | None = None) -> frozenset[Fact]:
    """The surest shapes first, each part of the text once. `today`: what «besok» is counted from."""
    return frozenset(_read(Sheet(text), today))


def widened(facts: Iterable[Fact]) -> frozenset[Fact]:
    """What may also be said where these are known: a price with or without its currency, an hour with its zone."""
    return frozenset(other for fact in facts for other in _also(fact))


def _read(sheet: Sheet, today: date | None) -> Iterator[Fact]:
    yield from codes.links(sheet)
    yield from money.amounts(sheet)
    yield from codes.measures(sheet)
    yield from codes.counts(sheet)
    yield from days.dates(sheet)
    yield from days.durations(sheet)
    yield from days.hours(sheet)
    yield from days.days_told(sheet, today)
    yield from money.grouped_numbers(sheet)
    yield from codes.references(sheet)
    yield from codes.numbers(sheet)


def _also(fact: Fact) -> Iterator[Fact]:
    yield from days.in_any_zone(fact)
    yield from codes.parts_of(fact)
    if fact.kind == "money":
        number = fact.value.partition(" ")[2]
        yield from (Fact("number", number), Fact("digits", number))
    elif fact.kind == "number":
        yield from (Fact("money", f"{money.HOME} {fact.value}"), Fact("digits", fact.value))
    elif fact.kind == "digits":
        yield Fact("number", fact.value)


__all__ = ["Fact", "facts_of", "widened"]
