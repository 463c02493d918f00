"""Baskets at the till: who leaves one there is told of once, by the clock; an order that follows ends it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction

from sapa.accounts.selectors import workspace_ids
from sapa.base.rows import update_rows
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Checkout, Order
from sapa.commerce.schemas import Told
from sapa.commerce.services.statements import Kind, take
from sapa.contacts.selectors import members
from sapa.contacts.services import lock
from sapa.events.services import NewEvent, record

RANKS = {"open": 0, "abandoned": 1, "completed": 2}
LEFT_AFTER = timedelta(hours=4)  # domain.md S1-T2, recipe.unpaid.due_h
BATCH = 500
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def _complete(row: Checkout, told: Told) -> None:
    """An older picture of the basket may be told after its order."""
    if told.status == Checkout.Status.COMPLETED:
        row.completed_at = min(row.completed_at or told.at, told.at)
    if row.completed_at:
        row.status = Checkout.Status.COMPLETED


CHECKOUTS = Kind("checkout", Checkout, RANKS, _complete)


@transaction.atomic
def apply_checkouts(*, told: Sequence[Told], source: str, now: datetime) -> list[Checkout]:
    """One checkout for each statement, in order. `checkout.abandoned` comes from `find_abandoned`."""
    return [step.row for step in take(CHECKOUTS, told, source=source, now=now)]


def find_abandoned(*, now: datetime) -> int:
    """Open ones with which nobody did anything for `LEFT_AFTER`; returns how many were told of."""
    return sum(_find_in(workspace_id, now) for workspace_id in workspace_ids())


def _find_in(workspace_id: int, now: datetime) -> int:
    told, more = 0, True
    while more:
        with workspace_scope(workspace_id):
            found, more = _find_some(now)
        told += found
    return told


def _find_some(now: datetime) -> tuple[int, bool]:
    due = Checkout.objects.filter(status=Checkout.Status.OPEN, status_at__lte=now - LEFT_AFTER)
    owners = dict(due.order_by("pk").values_list("pk", "contact_id")[:BATCH])
    lock(contact_ids=owners.values())
    rows = list(due.filter(pk__in=owners).order_by("pk").select_for_update())
    orders = _orders_since(rows)
    left = [row for row in rows if row.pk not in orders]
    update_rows(Checkout, [_change(row, orders.get(row.pk), now) for row in rows])
    record(events=[_event(row) for row in left], now=now)
    return len(left), len(owners) == BATCH


def _orders_since(rows: Sequence[Checkout]) -> dict[int, Order]:
    """By checkout: the first order of that person, under whatever record, since the basket was heard of."""
    root = members({row.contact_id for row in rows})
    since = {row.pk: min(row.recorded_at, row.status_at) for row in rows}
    placed = Order.objects.filter(contact_id__in=root, placed_at__gte=min(since.values(), default=LONG_AGO))
    orders = list(placed.order_by("-placed_at", "-pk"))
    return {
        row.pk: order
        for row in rows
        for order in orders
        if root[order.contact_id] == root[row.contact_id] and order.placed_at >= since[row.pk]
    }


def _change(row: Checkout, order: Order | None, now: datetime) -> dict[str, object]:
    ended: dict[str, object]
    if order is None:
        ended = {"status": Checkout.Status.ABANDONED, "completed_at": None, "order_id": row.order_id}
    else:
        ended = {"status": Checkout.Status.COMPLETED, "completed_at": order.placed_at, "order_id": order.pk}
    return {"id": row.pk, **ended, "updated_at": now}


def _event(row: Checkout) -> NewEvent:
    """One key for one basket: who comes back to it and leaves again is not written to again."""
    key = f"{row.source}:checkout:{row.external_id}:abandoned"
    left_at = row.status_at + LEFT_AFTER
    return NewEvent("checkout.abandoned", key, left_at, row.contact_id, None, {"checkout": row.pk})
