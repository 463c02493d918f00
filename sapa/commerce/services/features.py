"""Something new in a product or a plan, and who has used it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from sapa.base.rows import update_rows
from sapa.commerce.models import Feature, OrderLine, Subscription
from sapa.commerce.schemas import Told
from sapa.commerce.selectors.products import products_told
from sapa.commerce.services.statements import contact_of, fill, find_people, orders_by_number
from sapa.events.services import NewEvent, record

COLUMNS = ("product_id", "plan", "name", "benefit", "link", "released_at", "said_at")
RELEASED, USED = "released", "used"


@transaction.atomic
def apply_features(*, told: Sequence[Told], source: str, now: datetime) -> list[Feature]:
    """One feature for each statement, in order. `values` may name its product by `sku`.

    Released: one `feature.released` for each owner of the product or subscriber of the plan, or for the
    customer that the statement names. Used: `feature.used` of that customer.
    """
    people = find_people(told, source, now)
    orders = orders_by_number(told, source)
    rows = _features(told, source, now)
    events: list[NewEvent] = []
    for one, person in zip(told, people, strict=True):
        row = rows[one.external_id]
        if one.status == RELEASED and person is None:
            events += [_event(row, one, contact_id) for contact_id in _owners(row)]
        elif one.status:
            events.append(_event(row, one, contact_of(one, person, orders.get(one.order))))
    record(events=events, now=now)
    return [rows[one.external_id] for one in told]


def _features(told: Sequence[Told], source: str, now: datetime) -> dict[str, Feature]:
    known = Feature.objects.filter(source=source, external_id__in=[one.external_id for one in told])
    rows = {row.external_id: row for row in known.order_by("pk").select_for_update()}
    before = {number: _columns(row) for number, row in rows.items()}
    products = _products(told, source)
    for one in told:
        row = rows.setdefault(one.external_id, _blank(one, source, now))
        values = {**one.values, "product_id": products.get(one.values.get("sku", ""))}
        fill(row, values, COLUMNS, newer=one.at >= row.said_at)
        if one.status == RELEASED:
            row.released_at = row.released_at or one.at
        row.said_at = max(row.said_at, one.at)
    Feature.objects.bulk_create([row for number, row in rows.items() if number not in before])
    changed = [row for number, row in rows.items() if number in before and _columns(row) != before[number]]
    update_rows(Feature, [{"id": row.pk, **_columns(row), "updated_at": now} for row in changed])
    return rows


def _blank(told: Told, source: str, now: datetime) -> Feature:
    number = told.external_id
    return Feature(
        source=source, external_id=number, name=number, said_at=told.at, recorded_at=now, updated_at=now
    )


def _products(told: Sequence[Told], source: str) -> dict[str, int]:
    skus = {one.values.get("sku", "") for one in told} - {""}
    return products_told(skus, source) if skus else {}


def _owners(row: Feature) -> Iterable[int]:
    """Contacts with a delivered order of the product, or a running subscription to the plan."""
    owners: set[int] = set()
    if row.product_id:
        bought = OrderLine.objects.filter(product_id=row.product_id)
        arrived = Q(order__delivered_at__isnull=False) | Q(
            product__is_digital=True, order__paid_at__isnull=False
        )
        owners |= set(bought.filter(arrived).values_list("order__contact_id", flat=True))
    if row.plan:
        running = Subscription.objects.filter(plan=row.plan, status__in=("active", "grace"))
        owners |= set(running.values_list("contact_id", flat=True))
    return sorted(owners)


def _event(row: Feature, told: Told, contact_id: int) -> NewEvent:
    key = f"{row.source}:feature:{row.external_id}:{told.status}@{contact_id}"
    return NewEvent(f"feature.{told.status}", key, told.at, contact_id, None, {"feature": row.pk})


def _columns(row: Feature) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}
