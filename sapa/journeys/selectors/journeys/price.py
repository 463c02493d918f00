"""What a journey costs: one of its messages as it would go now, and what it cost so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from sapa.domain.costs import Estimate, minor
from sapa.domain.journeys.definition import Definition
from sapa.journeys.models import FollowUp, Journey
from sapa.journeys.services.wording import template_name
from sapa.messaging.selectors.costs import KindCost, cost_of_kind, prices
from sapa.messaging.selectors.costs.estimates import estimate, price_of_many, template_categories
from sapa.messaging.selectors.costs.terms import terms


@dataclass(frozen=True, slots=True)
class JourneyPrice:
    """`each`: a message outside the window by the provider's category; `inside`: a reply within 24 hours.

    `waiting`: what the waiting messages cost, in minor units.
    """

    each: Sequence[Estimate]
    inside: Estimate
    waiting: int
    waiting_messages: int
    so_far: KindCost


def price_of_journey(definition: Definition, row: Journey | None, *, now: datetime) -> JourneyPrice:
    told = categories(definition)
    waiting = waiting_by_category(row, told)
    given = terms()
    return JourneyPrice(
        each=list(prices(categories=sorted(set(told.values())), now=now).values()),
        inside=estimate(category="service", now=now, window_open=True, given=given),
        waiting=minor(price_of_many(counts=waiting, now=now, given=given), given.currency),
        waiting_messages=sum(waiting.values()),
        so_far=cost_of_kind(kind=definition.id, now=now),
    )


def categories(definition: Definition) -> dict[str, str]:
    """By step: what Meta made of its template where that is known, else what the journey expects."""
    names = {template_name(definition.id, step.id, "b2c"): step for step in definition.messages}
    known = template_categories(names)
    return {
        step.id: known.get(name, "").lower() or step.category or definition.category
        for name, step in names.items()
    }


def waiting_by_category(row: Journey | None, told: dict[str, str]) -> dict[str, int]:
    if row is None:
        return {}
    steps = FollowUp.objects.filter(journey=row, state="waiting").order_by().values_list("step")
    found: dict[str, int] = {}
    for step, number in steps.annotate(Count("pk")):
        category = told.get(step, "utility")
        found[category] = found.get(category, 0) + number
    return found
