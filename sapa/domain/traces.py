"""A decision's trace as it is kept: short JSON that is written as text, and its way back.

Kept is what applies: `checks` are [code, seen] or, where the check matched, [code, seen, 1]. `steps` are
[instant, rules]: the first with every rule, each later one with those that changed. A rule that holds is
[code, seen], one that is violated [code, seen, next], a lifted one [code, seen, next, 1], and one that no
longer applies [code]. Instants are microseconds since 1970.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sapa.domain.policy.trace import CheckTrace, RuleTrace, Trace

EDITION = 2
MOST_KEPT = 20_000
SMALL = 100_000
_known: dict[tuple[Any, ...], str] = {}


class Check(NamedTuple):
    code: str
    matched: bool
    saw: Any


class Rule(NamedTuple):
    code: str
    violated: bool
    lifted: bool
    saw: Any
    next: int | str | None

    @property
    def holds_back(self) -> bool:
        return self.violated and not self.lifted


class Tried(NamedTuple):
    """One instant that was looked at, and every rule that applied then."""

    at: int | str
    rules: tuple[Rule, ...]


class Opened(NamedTuple):
    """Instants are microseconds, or ISO texts in traces of the first edition."""

    checks: tuple[Check, ...] = ()
    steps: tuple[Tried, ...] = ()


def packed(trace: Trace) -> str:
    checks = ",".join([_text(check) for check in trace.checks if check[1]])
    channels = ",".join([_text(pair) for pair in trace.channels])
    steps: list[str] = []
    before: tuple[RuleTrace, ...] = ()
    for step in trace.steps:
        steps.append(f"[{step[0]},[{_changed(step[1], before)}]]")
        before = step[1]
    return f'{{"v":{EDITION},"checks":[{checks}],"steps":[{",".join(steps)}],"channels":[{channels}]}}'


def _changed(rules: tuple[RuleTrace, ...], before: tuple[RuleTrace, ...]) -> str:
    if not before:
        return ",".join([_text(rule) for rule in rules if rule[1]])
    pairs = zip(rules, before, strict=True)
    return ",".join([_text(rule) for rule, old in pairs if rule is not old and rule != old])


def _text(row: tuple[Any, ...]) -> str:
    """Most rows are the same for many customers; those with an instant of their own are not kept."""
    found = _known.get(row)
    if found is None:
        found = _written(row)
        if not any(value.__class__ is int and value > SMALL for value in row):
            if len(_known) >= MOST_KEPT:
                _known.clear()
            _known[row] = found
    return found


def _written(row: tuple[Any, ...]) -> str:
    if isinstance(row, RuleTrace):
        return _rule(row)
    if isinstance(row, CheckTrace):
        return f'["{row.code}",{_plain(row.saw)}{",1" if row.matched else ""}]'
    return json.dumps(row)


def _rule(row: RuleTrace) -> str:
    if not row.applicable:
        return f'["{row.code}"]'
    if not row.violated:
        return f'["{row.code}",{_plain(row.saw)}]'
    free = "null" if row.next is None else row.next
    return f'["{row.code}",{_plain(row.saw)},{free}{",1" if row.lifted else ""}]'


def _plain(value: object) -> str:
    if value is None:
        return "null"
    if value.__class__ is int:
        return str(value)
    return json.dumps(value if isinstance(value, str | int | float) else str(value))


def opened(stored: object) -> Opened:
    """Reads both editions; nothing at all for a decision that was kept without a trace."""
    if not isinstance(stored, Mapping):
        return Opened()
    if stored.get("v") != EDITION:
        return _first_edition(stored)
    checks = tuple(Check(row[0], len(row) > 2, row[1]) for row in stored["checks"])
    return Opened(checks, tuple(_tried(stored["steps"])))


def _tried(steps: Iterable[Any]) -> Iterable[Tried]:
    rules: dict[str, Rule] = {}
    for at, changed in steps:
        for row in changed:
            if len(row) == 1:
                rules.pop(row[0], None)
            else:
                rules[row[0]] = Rule(
                    row[0], len(row) > 2, len(row) > 3, row[1], row[2] if len(row) > 2 else None
                )
        yield Tried(at, tuple(rules.values()))


def _first_edition(stored: Mapping[str, Any]) -> Opened:
    return Opened(
        tuple(Check(*row) for row in stored.get("checks", ())),
        tuple(
            Tried(step["at"], tuple(Rule(*row) for row in step["rules"])) for step in stored.get("steps", ())
        ),
    )
