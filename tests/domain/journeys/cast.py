"""Small journeys and scenes for the tests of the language."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from textwrap import dedent, indent
from typing import Any

from sapa.domain.journeys.advancing import Advanced
from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.facts import KnownFollowUp, PersonFacts, PlannedFollowUp, Trigger
from sapa.domain.journeys.reading import parse_definition, read_definition
from sapa.domain.journeys.scene import Run, Scene
from sapa.domain.orders import Money, OrderFacts

FRIDAY = datetime(2026, 9, 11, 8, 0, tzinfo=UTC)  # 15:00 in Jakarta
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DEWI = PersonFacts(1, "b2c", "Asia/Jakarta", "Dewi Anggraini")
MADE = PersonFacts(3, "b2c", "Asia/Makassar", "Made Wijaya")
YOSEF = PersonFacts(4, "b2c", "Asia/Jayapura", "Yosef Wenda")
OFFICE = PersonFacts(2, "b2b", "Asia/Jakarta", "Anton Wijaya", "PT Citra Rasa")
ORDER = OrderFacts("A-1", FRIDAY, number="A-1", total=Money(100_000), payment_deadline=FRIDAY + DAY)

HEAD = """\
id: halo
name: Halo
class: care
category: utility
trigger: {on: [order.placed, shipment.delivered], subject: order}
"""
STEP = """\
  - id: "1"
    due: trigger + 4h
    expires: trigger + 2d
    text: Halo {{ panggilan }}, apa kabar?
"""


def weekend(day: date) -> bool:
    return day.weekday() >= 5


def journey_text(steps: str = STEP, head: str = "") -> str:
    """A whole file: usual head, more of it, steps as list items."""
    return HEAD + dedent(head).strip() + "\nsteps:\n" + indent(dedent(steps), "  ")


def journey(steps: str = STEP, head: str = "", *, checked: bool = True) -> Definition:
    text = journey_text(steps, head)
    return parse_definition(text) if checked else read_definition(text)


def scene(
    name: str = "order.placed", at: datetime = FRIDAY, *, now: datetime | None = None, **known: Any
) -> Scene:
    given: dict[str, Any] = {"person": DEWI, "settings": {}, "order": ORDER, "order_id": 10}
    given |= {"run": Run("order-10", at), "is_day_off": weekend}
    return Scene(now=now or at, trigger=Trigger(name, at), **(given | known))


def sent(one: PlannedFollowUp, at: datetime | None, state: str = "sent") -> KnownFollowUp:
    return KnownFollowUp(
        one.key, one.recipe, one.step, state, one.created_at, one.due_at, one.order_id, one.value, at
    )


def going_on(found: Advanced, before: Scene, now: datetime, *follow_ups: KnownFollowUp, **run: Any) -> Scene:
    """The scene after a walk: its position and outcomes kept, follow-ups as they stand now."""
    assert before.run
    kept = {**before.run.outcomes, **found.outcomes}
    run_now = replace(before.run, position=found.position, outcomes=kept, **run)
    return replace(before, now=now, run=run_now, person=replace(before.person, follow_ups=follow_ups))
