"""Budgets of the month, and what may not be sent any more because of them.

A price is told seconds after sending, sometimes only with delivery. Therefore what was sent and is not priced yet
counts at its expected price: a budget is passed by one batch at most, not by all that is under way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import Count, Max, Sum

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.domain.costs import MILLION, Budgeted, minor
from sapa.domain.costs.forecast import SERVICE
from sapa.domain.formats import exponent
from sapa.messaging.models import Budget, CostDay
from sapa.messaging.selectors.costs.ledger import HOME
from sapa.messaging.selectors.costs.terms import Terms, terms

# Replies and notices never wait for money: somebody asked, or paid.
HELD_CLASSES = frozenset({"reminder", "care", "promo"})
LONGEST_HOLD = timedelta(hours=1)
PRICED_WITHIN = timedelta(hours=24)
LONGEST_REST = 10.0
FASTEST = 2_000
DEAREST_MESSAGE = 5_000 * MILLION
IN_FLIGHT = """
WITH sent AS (
    SELECT id, kind, type, category FROM messaging_message
    WHERE workspace_id = %(workspace)b AND direction = 'out' AND state IN ('sending', 'unknown')
    UNION ALL
    SELECT id, kind, type, category FROM messaging_message
    WHERE workspace_id = %(workspace)b AND direction = 'out' AND state = 'accepted' AND delivery <> 'failed'
        AND accepted_at > %(since)b
)
SELECT kind, CASE WHEN type = 'template' THEN category ELSE 'service' END, count(*)
FROM sent
WHERE NOT EXISTS (SELECT FROM messaging_cost c WHERE c.workspace_id = %(workspace)b AND c.message_id = sent.id)
GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class BudgetState:
    """`kind` blank: the whole workspace. Amounts of `told` are micros of `currency`."""

    kind: str
    currency: str
    told: Budgeted

    @property
    def amount(self) -> int:
        return minor(self.told.amount, self.currency)

    @property
    def spent(self) -> int:
        return minor(self.told.spent, self.currency)

    @property
    def in_flight(self) -> int:
        return minor(self.told.in_flight, self.currency)

    @property
    def room(self) -> int:
        return minor(self.told.room, self.currency)


@dataclass(frozen=True, slots=True)
class Stopped:
    """`everything` or `kinds` have used up their budget; what is held is asked again at `until`."""

    everything: bool
    kinds: frozenset[str]
    until: datetime

    def stops(self, *, klass: str, kind: str) -> bool:
        return klass in HELD_CLASSES and (self.everything or kind in self.kinds)


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found for one workspace, good `until` that second of the machine."""

    key: tuple[object, ...]
    until: float
    stopped: Stopped


_KNOWN: dict[int, _Known] = {}


def stopped_kinds(*, now: datetime) -> Stopped:
    """Ask once a batch. One small query where no budget is set; with one, the ledger is read again before as
    many messages as fit into the room that is left could have been sent.
    """
    version = Budget.objects.aggregate(Count("id"), Max("changed_at"))
    if not version["id__count"]:
        return Stopped(False, frozenset(), now + LONGEST_HOLD)
    workspace_id, given = current_workspace_id(), terms()
    key = (*version.values(), given.currency, given.month(now))
    known = _KNOWN.get(workspace_id)
    if known and known.key == key and monotonic() < known.until:
        return replace(known.stopped, until=_asked_again(given, now))
    states = budget_states(terms=given, now=now)
    stopped = {one.kind for one in states if one.told.state == "stopped"}
    found = Stopped("" in stopped, frozenset(stopped - {""}), _asked_again(given, now))
    _KNOWN[workspace_id] = _Known(key, monotonic() + _rest(states), found)
    return found


def _asked_again(given: Terms, now: datetime) -> datetime:
    return min(now + LONGEST_HOLD, given.midnight(given.month(now)[1]))


def _rest(states: Iterable[BudgetState]) -> float:
    """Seconds in which the narrowest open budget cannot be passed at the fastest rate there is."""
    rooms = [one.told.room for one in states if one.told.state != "stopped"]
    return min([LONGEST_REST, *(room / DEAREST_MESSAGE / FASTEST for room in rooms)])


def budget_states(*, terms: Terms, now: datetime) -> list[BudgetState]:
    """The workspace's first, then by recipe."""
    budgets = list(Budget.objects.filter(currency=terms.currency).order_by("kind"))
    if not budgets:
        return []
    spent, flying = _spent(terms, now), in_flight(terms=terms, now=now)
    return [
        BudgetState(
            one.kind,
            one.currency,
            Budgeted(
                amount=one.amount * MILLION // 10 ** exponent(one.currency),
                spent=_of(spent, one.kind),
                in_flight=_of(flying, one.kind),
            ),
        )
        for one in budgets
    ]


def _of(micros: Mapping[str, int], kind: str) -> int:
    return micros.get(kind, 0) if kind else sum(micros.values())


def _spent(terms: Terms, now: datetime) -> dict[str, int]:
    first, until = terms.month(now)
    rows = CostDay.objects.filter(day__gte=first, day__lt=until, currency=terms.currency).order_by()
    return dict(rows.values_list("kind").annotate(Sum("micros")))


def in_flight(*, terms: Terms, now: datetime) -> dict[str, int]:
    """By kind: sent within a day and not priced yet, at the price of its category in the home market.

    Replies count in full, also those that will turn out to be free. What stays unpriced longer was not delivered
    and costs nothing.
    """
    since = max(now - PRICED_WITHIN, terms.midnight(terms.month(now)[0]))
    on, found = terms.today(now), dict[str, int]()
    for kind, category, number in fetch(IN_FLIGHT, {"workspace": current_workspace_id(), "since": since}):
        micros = terms.micros(market=HOME, category=category.lower() or SERVICE, on=on) or 0
        found[kind] = found.get(kind, 0) + number * micros
    return found
