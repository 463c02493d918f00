"""Short hands for the tables of facts, and what several facts read."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sapa.domain.journeys.definition import Words
from sapa.domain.journeys.facts import KnownFollowUp
from sapa.domain.journeys.registry.types import UNMET, Fact
from sapa.domain.journeys.scene import Scene

Read = Callable[[Scene], Any]
SENT = ("sent", "rehearsed")
NEVER = float("inf")
A_DAY = 24 * 60 * 60


def yes_no(name: str, read: Read, label: tuple[str, str], *, if_yes: str = UNMET, if_no: str = UNMET) -> Fact:
    """`if_yes`: the reason told where no was asked for and it is yes; `if_no` the other way round."""
    return Fact(name, "yes_no", read, Words(*label), yes_code=if_yes, no_code=if_no)


def number(name: str, read: Read, label: tuple[str, str], code: str = UNMET) -> Fact:
    return Fact(name, "number", read, Words(*label), code=code)


def text(name: str, read: Read, label: tuple[str, str], code: str = UNMET) -> Fact:
    return Fact(name, "text", read, Words(*label), code=code)


def instant(name: str, read: Read, label: tuple[str, str], code: str = UNMET) -> Fact:
    return Fact(name, "instant", read, Words(*label), code=code)


def by_name(facts: Iterable[Fact]) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts}


def started(scene: Scene) -> datetime:
    """From when on something counts as later: exits, purchases, newer orders."""
    mine = next((one for one in scene.person.follow_ups if scene.key and one.key == scene.key), None)
    if mine:
        return mine.created_at
    return scene.run.started_at if scene.run else scene.trigger.at


def journey_of(scene: Scene) -> str:
    return scene.definition.id if scene.definition else scene.key.split(":", 1)[0]


def of_this_journey(scene: Scene) -> list[KnownFollowUp]:
    mine = journey_of(scene)
    return [one for one in scene.person.follow_ups if one.recipe == mine]


def subject_of(key: str) -> str:
    """`order-12` of `checkout_belum_bayar:order-12:1`."""
    return key.split(":")[1] if key.count(":") >= 2 else ""


def own_subject(scene: Scene) -> str:
    return subject_of(scene.key) or (scene.run.subject if scene.run else "")


def sent_at(follow_ups: Iterable[KnownFollowUp]) -> list[datetime]:
    return [one.finished_at for one in follow_ups if one.state in SENT and one.finished_at]


def days_since(at: datetime | None, now: datetime) -> float:
    """Endless when it never happened, so that «at least so many days ago» holds."""
    return (now - at).total_seconds() / A_DAY if at else NEVER
