"""From a trigger to follow-ups with their windows (`domain.md` §3, decisions.md 36 to 38)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sapa.domain.journeys.facts import Choice, PersonFacts, Plan, PlannedFollowUp, Skipped, Trigger
from sapa.domain.journeys.handwritten import arrival_reason, checkout_reason, supersedes, winback_reason
from sapa.domain.journeys.times import REMINDER_USEFUL, DayOff, payment_deadline_of, plus_days, promo_end
from sapa.domain.orders import OrderFacts
from sapa.domain.recipes import RECIPES, Recipe, missing_settings

REMIND_AFTER = timedelta(hours=4)
BEFORE_DEADLINE = timedelta(minutes=30)
SECOND_BEFORE_DEADLINE = timedelta(hours=3)
SECOND_NEEDS = timedelta(hours=18)
ASK_AFTER_DAYS, ASK_UNTIL_DAYS = 1, 4
WINBACK_USEFUL_DAYS, WINBACK_GAP_DAYS = 14, 30


@dataclass(frozen=True, slots=True)
class Case:
    """One recipe asked about one trigger."""

    recipe: Recipe
    trigger: Trigger
    order: OrderFacts | None
    order_id: int | None
    person: PersonFacts
    settings: Mapping[str, Any]
    now: datetime
    is_day_off: DayOff

    def follow_up(
        self, step: str, subject: str, created_at: datetime, due_at: datetime, expires_at: datetime
    ) -> PlannedFollowUp | Skipped:
        if expires_at <= max(self.now, due_at):
            return Skipped(self.recipe.id, step, "window_passed")
        cap = self.recipe.recipe_cap
        return PlannedFollowUp(
            key=f"{self.recipe.id}:{subject}:{step}",
            recipe=self.recipe.id,
            step=step,
            klass=self.recipe.klass,
            category=self.recipe.category,
            segment=self.person.segment,
            priority=self.recipe.priority,
            channels=self.recipe.channels,
            exits=self.recipe.exits,
            recipe_cap=dict(cap) if cap else None,
            order_id=self.order_id,
            value=self.order.total.amount if self.order else 0,
            created_at=created_at,
            due_at=due_at,
            expires_at=expires_at,
        )


def plan(
    trigger: Trigger,
    *,
    order: OrderFacts | None,
    order_id: int | None,
    person: PersonFacts,
    choices: Mapping[str, Choice],
    now: datetime,
    is_day_off: DayOff,
) -> Plan:
    """Everything that the trigger starts, and why the rest does not start.

    `order`: as known at `now`; for a dormant customer the last paid one. `choices`: by recipe id; a recipe
    without a choice is as switched on as its default says.
    """
    found: list[PlannedFollowUp | Skipped] = []
    for recipe in RECIPES.values():
        if trigger.name in recipe.triggers:
            choice = choices.get(recipe.id, Choice(recipe.enabled_by_default))
            settings = recipe.with_defaults(choice.settings)
            case = Case(recipe, trigger, order, order_id, person, settings, now, is_day_off)
            found += _of_recipe(case, choice)
    planned = tuple(one for one in found if isinstance(one, PlannedFollowUp))
    superseded = (key for one in planned for key in supersedes(one, person.follow_ups))
    return Plan(
        planned,
        tuple(one for one in found if isinstance(one, Skipped)),
        tuple(dict.fromkeys(superseded)),
    )


def _of_recipe(case: Case, choice: Choice) -> list[PlannedFollowUp | Skipped]:
    if not choice.enabled:
        return [Skipped(case.recipe.id, "", "disabled")]
    if missing_settings(case.recipe, choice.settings):
        return [Skipped(case.recipe.id, "", "settings_missing")]
    return list(RULES[case.recipe.id](case))


def _checkout(case: Case) -> Iterator[PlannedFollowUp | Skipped]:
    order, placed_at = case.order, case.trigger.at
    if order is None:
        return
    reason = checkout_reason(order, case.order_id, placed_at, case.person.follow_ups)
    if reason:
        yield Skipped(case.recipe.id, "1", reason)
        return
    deadline = payment_deadline_of(order, case.person.segment, case.person.zone, case.is_day_off)
    subject, close = f"order-{case.order_id}", deadline - BEFORE_DEADLINE
    useful_until = close if case.person.segment == "b2b" else min(close, placed_at + REMINDER_USEFUL)
    yield case.follow_up("1", subject, placed_at, placed_at + REMIND_AFTER, useful_until)
    if not case.settings["second_step"]:
        yield Skipped(case.recipe.id, "2", "step_off")
    elif deadline < placed_at + SECOND_NEEDS:
        yield Skipped(case.recipe.id, "2", "deadline_too_close")
    else:
        yield case.follow_up("2", subject, placed_at, deadline - SECOND_BEFORE_DEADLINE, close)


def _arrival(case: Case) -> Iterator[PlannedFollowUp | Skipped]:
    order, zone = case.order, case.person.zone
    if order is None:
        return
    step = "1" if case.trigger.name == "shipment.delivered" else "presumed"
    reason = arrival_reason(order, case.order_id, step, case.person.follow_ups)
    if not reason and order.total.amount < int(case.settings["min_total"] or 0):
        reason = "below_minimum"
    if reason:
        yield Skipped(case.recipe.id, step, reason)
        return
    arrived = case.trigger.at
    due_at, expires_at = plus_days(arrived, ASK_AFTER_DAYS, zone), plus_days(arrived, ASK_UNTIL_DAYS, zone)
    yield case.follow_up(step, f"order-{case.order_id}", arrived, due_at, expires_at)


def _winback(case: Case) -> Iterator[PlannedFollowUp | Skipped]:
    person, instant, step = case.person, case.trigger.at, str(case.trigger.attempt)
    last_paid_at = person.last_paid_at
    reason = winback_reason(person, instant, case.settings, case.now)
    if reason or last_paid_at is None:
        yield Skipped(case.recipe.id, step, reason or "never_paid")
        return
    subject = f"contact-{person.contact_id}-{last_paid_at.astimezone(UTC):%Y%m%d%H%M%S}"
    first = plus_days(last_paid_at, case.settings["days"][0], person.zone)
    allowed = [plus_days(at, WINBACK_GAP_DAYS, person.zone) for at in _sent(case)]
    useful_until = plus_days(instant, WINBACK_USEFUL_DAYS, person.zone)
    yield case.follow_up(
        step,
        subject,
        created_at=min(first, instant),
        due_at=max(instant, *allowed) if allowed else instant,
        expires_at=min(useful_until, promo_end(case.settings, person.zone)),
    )


def _sent(case: Case) -> list[datetime]:
    mine = (one for one in case.person.follow_ups if one.recipe == case.recipe.id and one.state == "sent")
    return [one.finished_at for one in mine if one.finished_at]


RULES: dict[str, Callable[[Case], Iterator[PlannedFollowUp | Skipped]]] = {
    "checkout_belum_bayar": _checkout,
    "cek_setelah_tiba": _arrival,
    "kangen_pelanggan": _winback,
}
