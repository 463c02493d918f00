"""The price of one message before it is sent, and what a recipe has cost so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from sapa.domain import costs
from sapa.domain.costs import Estimate, minor
from sapa.messaging.models import CostDay, Template
from sapa.messaging.selectors.costs.budgets import BudgetState, budget_states
from sapa.messaging.selectors.costs.ledger import HOME, free_used, replies_are_billed
from sapa.messaging.selectors.costs.terms import Terms, terms

LOOKED_BACK = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class KindCost:
    """What one recipe cost: in minor units of `currency`, this month and in the last 28 days."""

    currency: str
    this_month: int
    recent: int
    recent_messages: int
    unpriced: int
    budget: BudgetState | None


def estimate(
    *,
    category: str,
    now: datetime,
    market: str = HOME,
    window_open: bool = False,
    entry_point: bool = False,
    channel_id: int | None = None,
    given: Terms | None = None,
) -> Estimate:
    """One message sent now. `category`: the provider's, of the template. In an open window it is a reply, free
    while the number (`channel_id`) has free ones left; inside a free entry point everything is free.
    """
    given = given or terms()
    on = given.today(now)
    return costs.estimate(
        given.table,
        category=costs.normal_category(category),
        market=market,
        currency=given.currency,
        on=on,
        window_open=window_open,
        free_left=_free_left(given, channel_id, now) if window_open else 0,
        entry_point=entry_point,
    )


def _free_left(given: Terms, channel_id: int | None, now: datetime) -> int:
    if channel_id is None or not replies_are_billed(given, given.today(now)):
        return 0
    return max(0, given.free_service - free_used(terms=given, now=now).get(channel_id, 0))


def prices(*, categories: Iterable[str], now: datetime) -> dict[str, Estimate]:
    """One message of each category to the home market, outside the window."""
    given = terms()
    return {one: estimate(category=one, now=now, given=given) for one in categories}


def price_of_many(*, counts: Mapping[str, int], now: datetime, given: Terms | None = None) -> int:
    """Micros of so many messages by category; those without a rate count nothing."""
    given = given or terms()
    return sum(
        number * (estimate(category=category, now=now, given=given).micros or 0)
        for category, number in counts.items()
    )


def template_categories(names: Iterable[str]) -> dict[str, str]:
    """What the provider made of these templates, by name; those it does not know are missing."""
    rows = Template.objects.filter(name__in=list(names), status="APPROVED").order_by("pk")
    return dict(rows.values_list("name", "category"))


def cost_of_kind(*, kind: str, now: datetime) -> KindCost:
    given = terms()
    first, until = given.month(now)
    today = given.today(now)
    rows = CostDay.objects.filter(kind=kind, currency=given.currency)
    month = rows.filter(day__gte=first, day__lt=until).aggregate(at=Sum("micros"))["at"] or 0
    recent = rows.filter(day__gt=today - LOOKED_BACK).aggregate(
        Sum("micros"), Sum("messages"), Sum("unpriced")
    )
    states = budget_states(terms=given, now=now)
    budget = next((one for one in states if one.kind == kind), None)
    whole = next((one for one in states if not one.kind), None)
    return KindCost(
        given.currency,
        minor(month, given.currency),
        minor(recent["micros__sum"] or 0, given.currency),
        recent["messages__sum"] or 0,
        recent["unpriced__sum"] or 0,
        whole if whole and whole.told.state == "stopped" else budget or whole,
    )
