"""Triggers that no event brings, only time: dormant customers, parcels that should have arrived, campaigns."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Min, Q, QuerySet
from django.db.models.functions import Greatest

from sapa.accounts.selectors import workspace, workspace_ids
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order
from sapa.commerce.selectors import facts_of, subscriptions_ending
from sapa.contacts.models import ContactState
from sapa.contacts.selectors import members
from sapa.domain import journeys
from sapa.domain.journeys.definition import TIMED, Definition
from sapa.journeys.models import Journey
from sapa.journeys.services.enrolling import Start, plan_starts
from sapa.journeys.services.people import facts_of_people
from sapa.journeys.services.versions import in_force

A_DAY = timedelta(days=1)
CLOCK_CHANGE = timedelta(hours=3)
SILENCE = timedelta(days=2)
NOTICED_BEFORE = timedelta(days=45)
LONGEST_GRACE = timedelta(days=60)
AT_ONCE = 500


class Look(NamedTuple):
    """One journey that time may start, with its settings, and the stretch (after, until] that is looked at."""

    definition: Definition
    settings: Mapping[str, Any]
    after: datetime
    until: datetime


def scan(*, now: datetime) -> int:
    """Looks in every workspace for instants that passed since the last look; returns how many were planned."""
    return sum(_scan_workspace(workspace_id, now) for workspace_id in workspace_ids())


def _timed(now: datetime) -> list[tuple[Journey, Definition]]:
    rows = list(Journey.objects.exclude(mode=Journey.Mode.OFF).order_by("pk"))
    chosen = in_force(rows, now=now)
    found = [(row, chosen[row.pk][1]) for row in rows if row.pk in chosen]
    return [(row, known) for row, known in found if set(known.trigger.on) & set(TIMED)]


def next_scan(*, after: datetime) -> datetime | None:
    """The first instant after that at which time alone may start something in the workspace in scope."""
    found = [
        NEXT[name](Look(known, known.with_defaults(row.settings), after, after))
        for row, known in _timed(after)
        for name in known.trigger.on
        if name in NEXT
    ]
    return min((at for at in found if at), default=None)


def _scan_workspace(workspace_id: int, now: datetime) -> int:
    """Starts are planned part by part; who looks twice plans nothing twice, so nothing is held meanwhile."""
    with workspace_scope(workspace_id):
        looks = [(row, _starts(row, known, now)) for row, known in _timed(now)]
    return sum(_plan_parts(workspace_id, row, starts, now) for row, starts in looks)


def _starts(journey: Journey, definition: Definition, now: datetime) -> list[Start]:
    """An instant before the first look never starts (decisions.md 37)."""
    after = journey.scanned_until
    if after is None or after >= now:
        return []
    look = Look(definition, definition.with_defaults(journey.settings), after, now)
    return [one for name in definition.trigger.on if name in SCANS for one in SCANS[name](look)]


def _plan_parts(workspace_id: int, journey: Journey, starts: list[Start], now: datetime) -> int:
    planned = 0
    for first in range(0, len(starts), AT_ONCE):
        with workspace_scope(workspace_id):
            planned += plan_starts(starts=starts[first : first + AT_ONCE], now=now, only=journey.pk)
    with workspace_scope(workspace_id):
        older = Q(scanned_until__lt=now) | Q(scanned_until__isnull=True)
        Journey.objects.filter(older, pk=journey.pk).update(scanned_until=now)
    return planned


def _next_dormant(look: Look) -> datetime | None:
    found = [_first_payment_after(look.after - count * A_DAY, count) for count in look.settings["days"]]
    return min((at for at in found if at), default=None)


def _first_payment_after(at: datetime, days: int) -> datetime | None:
    rows = ContactState.objects.filter(last_paid_at__gt=at)
    first = rows.aggregate(first=Min("last_paid_at"))["first"]
    return first + days * A_DAY if first else None


def _dormant(look: Look) -> list[Start]:
    days = look.settings["days"]
    states = ContactState.objects.filter(last_paid_at__isnull=False)
    near = Q(pk__in=[])
    for count in days:
        span = (look.after - count * A_DAY - CLOCK_CHANGE, look.until - count * A_DAY + CLOCK_CHANGE)
        near |= Q(last_paid_at__range=span)
    roots = members(states.filter(near).values_list("contact_id", flat=True))
    people = facts_of_people(roots)
    orders = _last_paid_orders(roots)
    found = [
        Start(trigger, person.contact_id, orders.get(person.contact_id))
        for person in people.values()
        if person.last_paid_at
        for trigger in journeys.dormancy_triggers(
            person.last_paid_at, person.zone, after=look.after, until=look.until, days=days
        )
    ]
    return sorted(found, key=lambda start: start.trigger.at)


def _last_paid_orders(roots: dict[int, int]) -> dict[int, int]:
    rows = ContactState.objects.filter(contact_id__in=roots, last_paid_at__isnull=False)
    newest = sorted(rows, key=lambda state: state.last_paid_at or state.updated_at)
    return {roots[row.contact_id]: row.last_paid_order_id for row in newest if row.last_paid_order_id}


def _silent_parcels() -> QuerySet[Order]:
    """On their way, with an estimate, and nothing more was heard."""
    return Order.objects.filter(
        shipped_at__isnull=False, delivered_at__isnull=True, cancelled_at__isnull=True, eta__isnull=False
    )


def _next_presumed(look: Look) -> datetime | None:
    silent = _silent_parcels().annotate(known=Greatest("shipped_at", "eta"))
    known = silent.filter(known__gt=look.after - SILENCE).aggregate(first=Min("known"))["first"]
    return known + SILENCE if known else None


def _presumed(look: Look) -> list[Start]:
    """Parcels of which the courier said nothing more, two days after they should have arrived."""
    span = (look.after - SILENCE - CLOCK_CHANGE, look.until - SILENCE + CLOCK_CHANGE)
    known = _silent_parcels().annotate(known=Greatest("shipped_at", "eta"))
    rows = list(known.filter(known__range=span).order_by("known", "pk"))
    roots = members({row.contact_id for row in rows})
    people = facts_of_people(roots)
    return _starts_of_parcels(rows, {pk: people[root] for pk, root in roots.items()}, look)


def _starts_of_parcels(
    rows: Iterable[Order], people: dict[int, journeys.PersonFacts], look: Look
) -> list[Start]:
    found = []
    for row in rows:
        at = journeys.presumed_delivery(facts_of(row), people[row.contact_id].zone)
        if at and look.after < at <= look.until:
            found.append(Start(journeys.Trigger("delivery.presumed", at), row.contact_id, row.pk))
    return found


def _campaign_at(look: Look) -> datetime | None:
    """Nine in the morning of the chosen day where the business is; people are reached in their own hours."""
    chosen = look.settings.get("campaign") or {}
    day = str(chosen.get("date") or "")
    if not day:
        return None
    return datetime.combine(date.fromisoformat(day), time(9), ZoneInfo(workspace().timezone))


def _next_campaign(look: Look) -> datetime | None:
    at = _campaign_at(look)
    return at if at and at > look.after else None


def _campaign(look: Look) -> list[Start]:
    """Everybody who ever paid; the journey's own conditions choose among them."""
    at = _campaign_at(look)
    if at is None or not look.after < at <= look.until:
        return []
    return _everybody(journeys.Trigger("campaign.started", at))


def _everybody(trigger: journeys.Trigger) -> list[Start]:
    payers = ContactState.objects.filter(last_paid_at__isnull=False).order_by("contact_id")
    roots = members(payers.values_list("contact_id", flat=True))
    orders = _last_paid_orders(roots)
    return [Start(trigger, root, orders.get(root)) for root in sorted(set(roots.values()))]


def _next_ending(look: Look) -> datetime | None:
    rows = subscriptions_ending(after=look.after + NOTICED_BEFORE, until=look.after + 10 * NOTICED_BEFORE)
    ends = [row.period_end - NOTICED_BEFORE for row in rows if row.period_end]
    return min(ends, default=None)


def _ending(look: Look) -> list[Start]:
    """Periods that came within the longest lead since the last look, and those that became known meanwhile.

    Steps whose window has passed are skipped by themselves.
    """
    rows = subscriptions_ending(after=look.until - LONGEST_GRACE, until=look.until + NOTICED_BEFORE)
    found = []
    for row in rows:
        noticed = max(row.period_end - NOTICED_BEFORE, row.updated_at) if row.period_end else row.updated_at
        if look.after < noticed <= look.until:
            trigger = journeys.Trigger("subscription.ending", noticed)
            found.append(Start(trigger, row.contact_id, None, refs={"subscription": row.pk}))
    return found


def _quarter_of(at: datetime) -> datetime:
    """The next beginning of a quarter after that instant, nine in the morning where the business is."""
    zone = ZoneInfo(workspace().timezone)
    local = at.astimezone(zone)
    this, following = (_first_of_quarter(local.year, 3 * ((local.month - 1) // 3) + add) for add in (1, 4))
    begun = datetime.combine(this, time(9), zone)
    return begun if begun > at else datetime.combine(following, time(9), zone)


def _first_of_quarter(year: int, month: int) -> date:
    return date(year + (month > 12), (month - 1) % 12 + 1, 1)


def _quarterly(look: Look) -> list[Start]:
    at = _quarter_of(look.after)
    return _everybody(journeys.Trigger("customer.quarterly", at)) if at <= look.until else []


SCANS: Mapping[str, Callable[[Look], list[Start]]] = {
    "customer.dormant": _dormant,
    "delivery.presumed": _presumed,
    "campaign.started": _campaign,
    "customer.quarterly": _quarterly,
    "subscription.ending": _ending,
}
NEXT: Mapping[str, Callable[[Look], datetime | None]] = {
    "customer.dormant": _next_dormant,
    "delivery.presumed": _next_presumed,
    "campaign.started": _next_campaign,
    "customer.quarterly": lambda look: _quarter_of(look.after),
    "subscription.ending": _next_ending,
}
