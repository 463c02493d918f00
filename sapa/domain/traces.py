"""A decision's trace as it is kept: short JSON that is written as text, and its way back.

Kept is what applies: `checks` are [code, seen] or, where the check matched, [code, seen, 1]. `steps` are
[instant, rules]: the first with every rule, each later one with those that changed. A rule that holds is
[code, seen], one that is violated [code, seen, next], a lifted one [code, seen, next, 1], and one that no
longer applies [code]. Instants are microseconds since 1970.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sapa.domain.policy.trace import CheckTrace, RuleTrace, Trace

EDITION = 2


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
    checks = ",".join([_check(check) for check in trace.checks if check[1]])
    channels = ",".join(map(_pair, trace.channels))
    steps: list[str] = []
    before: tuple[RuleTrace, ...] = ()
    for step in trace.steps:
        steps.append(f"[{step[0]},[{_changed(step[1], before)}]]")
        before = step[1]
    return f'{{"v":{EDITION},"checks":[{checks}],"steps":[{",".join(steps)}],"channels":[{channels}]}}'


def _changed(rules: tuple[RuleTrace, ...], before: tuple[RuleTrace, ...]) -> str:
    if not before:
        return ",".join([_rule(rule) for rule in rules if rule[1]])
    pairs = zip(rules, before, strict=True)
    return ",".join([_rule(rule) for rule, old in pairs if rule is not old and rule != old])


def _check(row: CheckTrace) -> str:
    code, _, matched, saw = row
    return f'["{code}",{_plain(saw)}{",1" if matched else ""}]'


def _rule(row: RuleTrace) -> str:
    code, applicable, violated, lifted, saw, free = row
    if not applicable:
        return f'["{code}"]'
    if not violated:
        return f'["{code}",{_plain(saw)}]'
    return f'["{code}",{_plain(saw)},{_plain(free)}{",1" if lifted else ""}]'


def _plain(value: object) -> str:
    """Most values are instants and counts, which are written faster than looked up."""
    if value.__class__ is int:
        return str(value)
    return "null" if value is None else _told(value)


@lru_cache(maxsize=4096, typed=True)
def _told(value: object) -> str:
    return json.dumps(value if isinstance(value, str | int | float) else str(value))


@lru_cache(maxsize=256)
def _pair(pair: tuple[str, str]) -> str:
    return json.dumps(pair)


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
