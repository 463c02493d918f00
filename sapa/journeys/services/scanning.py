"""Triggers that no event brings, only time: dormant customers and parcels that should have arrived."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.db.models.functions import Greatest

from sapa.accounts.selectors import workspace_ids
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order
from sapa.commerce.selectors import facts_of
from sapa.contacts.models import ContactState
from sapa.contacts.selectors import members
from sapa.domain import journeys
from sapa.domain.recipes import CEK_SETELAH_TIBA, KANGEN_PELANGGAN, RECIPES
from sapa.journeys.models import Journey
from sapa.journeys.services.people import facts_of_people
from sapa.journeys.services.planning import Start, plan_starts

A_DAY = timedelta(days=1)
CLOCK_CHANGE = timedelta(hours=3)
SILENCE = timedelta(days=2)


def scan(*, now: datetime) -> int:
    """Looks in every workspace for instants that passed since the last look; returns how many were planned."""
    return sum(_scan_workspace(workspace_id, now) for workspace_id in workspace_ids())


def next_scan(*, after: datetime) -> datetime | None:
    """The first instant after that at which time alone may start something in the workspace in scope."""
    enabled = {row.recipe: row for row in Journey.objects.filter(recipe__in=SCANS).exclude(mode=Journey.Mode.OFF)}
    found = []
    if row := enabled.get(KANGEN_PELANGGAN.id):
        days = KANGEN_PELANGGAN.with_defaults(row.settings)["days"]
        found += [_first_payment_after(after - count * A_DAY, count) for count in days]
    if CEK_SETELAH_TIBA.id in enabled:
        silent = _silent_parcels().annotate(known=Greatest("shipped_at", "eta"))
        known = silent.filter(known__gt=after - SILENCE).aggregate(first=Min("known"))["first"]
        found.append(known + SILENCE if known else None)
    return min((at for at in found if at), default=None)


def _first_payment_after(at: datetime, days: int) -> datetime | None:
    rows = ContactState.objects.filter(last_paid_at__gt=at)
    first = rows.aggregate(first=Min("last_paid_at"))["first"]
    return first + days * A_DAY if first else None


def _silent_parcels() -> QuerySet[Order]:
    """On their way, with an estimate, and nothing more was heard."""
    return Order.objects.filter(
        shipped_at__isnull=False, delivered_at__isnull=True, cancelled_at__isnull=True, eta__isnull=False
    )


def _scan_workspace(workspace_id: int, now: datetime) -> int:
    with workspace_scope(workspace_id), transaction.atomic():
        enabled = Journey.objects.filter(recipe__in=SCANS).exclude(mode=Journey.Mode.OFF).order_by("id")
        return sum(_scan_journey(row, now) for row in enabled.select_for_update(skip_locked=True))


def _scan_journey(journey: Journey, now: datetime) -> int:
    """An instant before the first look never starts (decisions.md 37)."""
    after = journey.scanned_until
    if after is not None and after >= now:
        return 0
    Journey.objects.filter(pk=journey.pk).update(scanned_until=now)
    if after is None:
        return 0
    return plan_starts(starts=SCANS[journey.recipe](journey, after, now), now=now)


def _dormant(journey: Journey, after: datetime, now: datetime) -> list[Start]:
    days = RECIPES[journey.recipe].with_defaults(journey.settings)["days"]
    states = ContactState.objects.filter(last_paid_at__isnull=False)
    near = Q(pk__in=[])
    for count in days:
        span = (after - count * A_DAY - CLOCK_CHANGE, now - count * A_DAY + CLOCK_CHANGE)
        near |= Q(last_paid_at__range=span)
    roots = members(states.filter(near).values_list("contact_id", flat=True))
    people = facts_of_people(roots)
    orders = _last_paid_orders(roots)
    found = [
        Start(trigger, person.contact_id, orders.get(person.contact_id))
        for person in people.values()
        if person.last_paid_at
        for trigger in journeys.dormancy_triggers(
            person.last_paid_at, person.zone, after=after, until=now, days=days
        )
    ]
    return sorted(found, key=lambda start: start.trigger.at)


def _last_paid_orders(roots: dict[int, int]) -> dict[int, int]:
    rows = ContactState.objects.filter(contact_id__in=roots, last_paid_at__isnull=False)
    newest = sorted(rows, key=lambda state: state.last_paid_at or state.updated_at)
    return {roots[row.contact_id]: row.last_paid_order_id for row in newest if row.last_paid_order_id}


def _presumed(_journey: Journey, after: datetime, now: datetime) -> list[Start]:
    """Parcels of which the courier said nothing more, two days after they should have arrived."""
    span = (after - SILENCE - CLOCK_CHANGE, now - SILENCE + CLOCK_CHANGE)
    known = _silent_parcels().annotate(known=Greatest("shipped_at", "eta"))
    rows = list(known.filter(known__range=span).order_by("known", "pk"))
    roots = members({row.contact_id for row in rows})
    people = facts_of_people(roots)
    return _starts_of_parcels(rows, {pk: people[root] for pk, root in roots.items()}, after, now)


def _starts_of_parcels(
    rows: Iterable[Order], people: dict[int, journeys.PersonFacts], after: datetime, now: datetime
) -> list[Start]:
    found = []
    for row in rows:
        at = journeys.presumed_delivery(facts_of(row), people[row.contact_id].zone)
        if at and after < at <= now:
            found.append(Start(journeys.Trigger("delivery.presumed", at), row.contact_id, row.pk))
    return found


SCANS = {KANGEN_PELANGGAN.id: _dormant, CEK_SETELAH_TIBA.id: _presumed}
