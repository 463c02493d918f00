"""One turn against what is expected of it, read as the README of the sets says."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.assistant.scoring.rows import Row, has, has_any
from tests.assistant.scoring.slots import values

Check = Callable[[Any, Row, Sequence[Row]], bool]


def reply_any(groups: Any, turn: Row, so_far: Sequence[Row]) -> bool:
    return all(has_any(turn.get("reply"), group) for group in groups)


def reply_not(words: Any, turn: Row, so_far: Sequence[Row]) -> bool:
    return not any(has(turn.get("reply"), word) for word in words)


def tools_any(names: Any, turn: Row, so_far: Sequence[Row]) -> bool:
    return bool(set(names) & set(turn.get("tools") or []))


def tools_not(names: Any, turn: Row, so_far: Sequence[Row]) -> bool:
    return not tools_any(names, turn, so_far)


def cites_any(ids: Any, turn: Row, so_far: Sequence[Row]) -> bool:
    return bool(set(ids) & set(turn.get("cites") or []))


def cites(ids: Any, turn: Row, so_far: Sequence[Row]) -> bool:
    return set(ids) == set(turn.get("cites") or [])


def handoff(due: Any, turn: Row, so_far: Sequence[Row]) -> bool:
    return bool(turn.get("handoff")) is bool(due)


def handoff_reason(reason: Any, turn: Row, so_far: Sequence[Row]) -> bool:
    given = (turn.get("handoff") or {}).get("reason")
    return bool(given in reason if isinstance(reason, list) else given == reason)


def ticket(wanted: Any, turn: Row, so_far: Sequence[Row]) -> bool:
    opened = [each["ticket"] for each in so_far if each.get("ticket")]
    return any(fits(wanted, each) for each in opened) if wanted else not opened


def fits(wanted: Row, opened: Row) -> bool:
    types = wanted.get("type", opened.get("type"))
    slots = opened.get("slots") or {}
    return opened.get("type") in (types if isinstance(types, list) else [types]) and all(
        any(value in has_it or has_it in value for has_it in values(slots, name))
        for name in wanted.get("slots", {})
        for value in values(wanted["slots"], name)
    )


def asked_slot_not(names: Any, turn: Row, so_far: Sequence[Row]) -> bool:
    return turn.get("asked_slot") not in (names if isinstance(names, list) else [names])


def same(key: str) -> Check:
    return lambda wanted, turn, _: turn.get(key) in (wanted if isinstance(wanted, list) else [wanted])


def flag(key: str) -> Check:
    return lambda wanted, turn, _: bool(turn.get(key)) == wanted


CHECKS: dict[str, Check] = {
    "reply_any": reply_any,
    "reply_not": reply_not,
    "tools_any": tools_any,
    "tools_not": tools_not,
    "cites_any": cites_any,
    "cites": cites,
    "handoff": handoff,
    "handoff_reason": handoff_reason,
    "ticket": ticket,
    "asked_slot": same("asked_slot"),
    "asked_slot_not": asked_slot_not,
    "confirm": flag("confirm"),
    "mutated": flag("mutated"),
    "opt_out": same("opt_out"),
    "csat": same("csat"),
}


def unmet(expect: Row, turn: Row, so_far: Sequence[Row]) -> list[str]:
    """Names of the expectations that `turn` does not meet; `so_far` ends with it."""
    return [key for key, wanted in expect.items() if not CHECKS[key](wanted, turn, so_far)]


def unmet_in_the_end(expected: Row, final: Row) -> list[str]:
    kinds = ("orders", "subscriptions", "csat")
    wrong = [
        f"final {kind} {name} {(final.get(kind) or {}).get(name)!r}"
        for kind in kinds
        for name, value in (expected.get(kind) or {}).items()
        if (final.get(kind) or {}).get(name) != value
    ]
    consent = expected.get("consent") or {}
    return wrong + [
        f"final consent {name}" for name, value in consent.items() if not stopped(value, name, final)
    ]


def stopped(scope: Any, customer: str, final: Row) -> bool:
    """`marketing` or `all` is stopped; a mapping is compared as it is."""
    everyone = final.get("consent") or {}
    given: Any = everyone.get(customer, everyone)
    if isinstance(scope, dict):
        return all(given.get(key) == value for key, value in scope.items())
    kinds = ("marketing", "transactional") if scope == "all" else ("marketing",)
    return given == scope or (isinstance(given, dict) and all(given.get(kind) is False for kind in kinds))
