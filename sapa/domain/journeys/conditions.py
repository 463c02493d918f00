"""Whether what a journey asks of a scene holds, and the reason to tell when it does not."""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sapa.domain.journeys.asking import chosen, read, read_instant
from sapa.domain.journeys.asking import fact_named as known_fact
from sapa.domain.journeys.definition import Case, Condition, Definition, Moment, Setting
from sapa.domain.journeys.moments import instant
from sapa.domain.journeys.outcomes import before, outcomes_of
from sapa.domain.journeys.registry.types import UNMET
from sapa.domain.journeys.scene import Outcome, Scene

Compare = Callable[[Any, Any], bool]
ORDER: Mapping[str, Compare] = MappingProxyType(
    {
        "=": operator.eq,
        "!=": operator.ne,
        ">": operator.gt,
        ">=": operator.ge,
        "<": operator.lt,
        "<=": operator.le,
    }
)


def failing(conditions: Iterable[Condition], scene: Scene) -> str | None:
    """The code of the first condition that does not hold, or None."""
    for one in conditions:
        if not holds(one, scene):
            return code_of(one)
    return None


def asked_at(moment: str, conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Those asked at planning, while waiting, or at sending."""
    return tuple([one for one in conditions if one.only in ("", moment)])


def still_wanted(
    definition: Definition, step_id: str, scene: Scene, *, moment: str = "sending"
) -> str | None:
    """Why a planned message is no longer wanted, asked before it is sent; None when it is.

    `moment`: sending, or waiting when the policy lets it wait: what is asked before sending is not asked yet.

    `scene.key` is its key, `scene.person.follow_ups` say what the steps before it came to.
    """
    asked = asked_at(moment, (*definition.conditions, *definition.message(step_id).when))
    asked = tuple([one for one in asked if prefix_of(one.fact) != "trigger"])
    earlier = None
    if any(map(looks_back, asked)):
        earlier = before(definition, step_id, outcomes_of(definition, scene))
    seen = with_settings(definition, scene, previous=earlier)
    return failing(asked, seen) or lacking(definition, seen)


def looks_back(condition: Condition) -> bool:
    """Whether it is about the step before."""
    value = condition.value
    return prefix_of(condition.fact) == "previous" or (
        isinstance(value, Moment) and value.anchor == "previous"
    )


def lacking(definition: Definition, scene: Scene) -> str | None:
    return "settings_missing" if missing_settings(definition, scene.settings) else None


def missing_settings(definition: Definition, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Required paths that the owner has not filled, such as promo.kode."""
    required = [one for one in definition.settings if one.required]
    found = definition.with_defaults(settings) if required else {}
    return tuple(one.path for one in required if not filled(one, found))


def filled(setting: Setting, settings: Mapping[str, Any]) -> bool:
    value = chosen(setting.path, settings)
    if value is None or not str(value).strip():
        return False
    return setting.kind != "date" or is_date(str(value))


def is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def with_settings(definition: Definition, scene: Scene, previous: Outcome | None = None) -> Scene:
    """The scene as facts look at it: settings over their defaults, and the journey itself.

    A scene that names its journey has its settings put together already.
    """
    known = scene.definition is definition
    if known and scene.previous is previous:
        return scene
    settings = scene.settings if known else definition.with_defaults(scene.settings)
    return replace(scene, settings=settings, definition=definition, previous=previous)


def code_of(condition: Condition) -> str:
    """Its own code, else that of its fact."""
    fact = known_fact(condition.fact)
    if condition.code or fact is None:
        return condition.code or UNMET
    if condition.op != "is":
        return fact.code
    return fact.no_code if condition.value else fact.yes_code


def holds(condition: Condition, scene: Scene) -> bool:
    """What is not known meets nothing but `unknown`."""
    wanted = condition.value
    found = read(condition.fact, scene)
    if condition.op in ("known", "unknown"):
        return (found is None) == (condition.op == "unknown")
    if condition.op == "is":
        return found is not None and bool(found) is bool(wanted)
    if isinstance(wanted, date | Moment):
        return holds_in_time(condition, read_instant(condition.fact, scene), scene)
    if found is None:
        return False
    if condition.op == "contains":
        return str(wanted).casefold() in str(found).casefold()
    if condition.op == "in":
        return any(equal(found, one) for one in wanted)
    return compared(condition.op, found, wanted)


def holds_in_time(condition: Condition, found: datetime | None, scene: Scene) -> bool:
    """Against another instant, or against a day in the customer's zone."""
    if found is None:
        return False
    if not isinstance(condition.value, Moment):
        local = found.astimezone(ZoneInfo(scene.person.zone)).date()
        return ORDER[condition.op](local, condition.value)
    before = scene.previous.at if scene.previous else None
    other = instant(condition.value, scene, previous=before, due=None)
    return other is not None and ORDER[condition.op](found, other)


def compared(op: str, found: Any, wanted: Any) -> bool:
    if op in ("=", "!="):
        return equal(found, wanted) == (op == "=")
    number = as_number(found)
    return number is not None and ORDER[op](number, wanted)


def equal(found: Any, wanted: Any) -> bool:
    """Numbers by value, texts without regard to capitals."""
    if isinstance(wanted, int | float) and as_number(found) is not None:
        return as_number(found) == wanted
    return str(found).casefold() == str(wanted).casefold()


def as_number(value: Any) -> float | int | None:
    if isinstance(value, int | float):
        return value
    try:
        return float(str(value))
    except ValueError:
        return None


def asks_about(condition: Condition, *prefixes: str) -> bool:
    return prefix_of(condition.fact) in prefixes


@lru_cache(maxsize=1024)
def prefix_of(fact: str) -> str:
    return fact.partition(".")[0]


def hears_reply(case: Case) -> bool:
    """A branch that waits for a reply may be judged at once."""
    return any(asks_about(one, "reply") for one in case.when)
