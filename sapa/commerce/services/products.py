"""What a shop sells, what goes with it, and what was in an order."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from sapa.base.rows import update_rows
from sapa.commerce.models import Order, OrderLine, Product
from sapa.commerce.schemas import Basket, Item, Told
from sapa.commerce.selectors.products import products_told
from sapa.commerce.services.statements import fill

UNHEARD = datetime(2000, 1, 1, tzinfo=UTC)  # said_at of what was only mentioned: any statement is newer
COLUMNS = (
    *("name", "guide_url", "link", "lifetime_days", "warranty_days", "needs_care", "is_digital"),
    *("stock", "stock_said_at"),
    *("amount", "currency", "complement_id", "complement_reason", "said_at"),
)


@transaction.atomic
def apply_products(*, told: Sequence[Told], source: str, now: datetime) -> list[Product]:
    """One product for each statement, in order; an older statement only fills blanks.

    What a person set stays, whatever is told. The API and the shop's own source mean one product where no other
    has its number.

    `values` may name a `complement` by its sku: it is made when nobody has told of it yet.
    """
    rows = _products([_blank(one) for one in told] + list(_complements(told)), source, now)
    before = {sku: _columns(row) for sku, row in rows.items()}
    for one in told:
        _merge(rows[one.external_id], one, rows)
    changed = [row for sku, row in rows.items() if _columns(row) != before[sku]]
    update_rows(Product, [{"id": row.pk, **_columns(row), "updated_at": now} for row in changed])
    return [rows[one.external_id] for one in told]


@transaction.atomic
def apply_baskets(*, told: Sequence[Basket], source: str, now: datetime) -> None:
    """What is in these orders. An order that knows a newer basket keeps it; unknown orders are passed over."""
    newest = {one.order: one for one in sorted(told, key=lambda one: one.at)}
    orders = list(Order.objects.filter(source=source, external_id__in=newest).order_by("pk"))
    filled = set(OrderLine.objects.filter(order__in=orders).values_list("order_id", flat=True))
    wanted = [
        (order, newest[order.external_id])
        for order in orders
        if order.pk not in filled or order.said_at is None or newest[order.external_id].at >= order.said_at
    ]
    items = [item for _, basket in wanted for item in basket.items]
    rows = _products([Told(item.sku, now, values={"name": item.name}) for item in items], source, now)
    lines = [line for order, basket in wanted for line in _lines(order, basket.items, rows)]
    OrderLine.objects.filter(order_id__in=[order.pk for order, _ in wanted]).delete()
    OrderLine.objects.bulk_create(lines)


def _lines(order: Order, items: Iterable[Item], rows: Mapping[str, Product]) -> list[OrderLine]:
    """The same product twice in a basket is one line."""
    pieces: dict[int, int] = {}
    for item in items:
        product = rows[item.sku].pk
        pieces[product] = pieces.get(product, 0) + item.quantity
    return [OrderLine(order=order, product_id=pk, quantity=count) for pk, count in pieces.items()]


def _blank(told: Told) -> Told:
    return Told(told.external_id, told.at, values={"name": told.values.get("name", "")})


def _complements(told: Sequence[Told]) -> Iterable[Told]:
    for one in told:
        if sku := one.values.get("complement"):
            yield Told(sku, one.at, values={"name": one.values.get("complement_name", "")})


def _products(named: Sequence[Told], source: str, now: datetime) -> dict[str, Product]:
    """All of these, made where they are new; held until the transaction ends."""
    names = {one.external_id: str(one.values.get("name") or one.external_id)[:200] for one in reversed(named)}
    have = products_told(names, source)
    new = [
        Product(source=source, external_id=sku, name=name, said_at=UNHEARD, recorded_at=now, updated_at=now)
        for sku, name in sorted(names.items())
        if sku not in have
    ]
    Product.objects.bulk_create(new, ignore_conflicts=True)
    known = Q(pk__in=have.values()) | Q(source=source, external_id__in=[row.external_id for row in new])
    rows = Product.objects.filter(known).order_by("pk").select_for_update()
    return {row.external_id: row for row in rows}


def _merge(row: Product, told: Told, rows: Mapping[str, Product]) -> None:
    newer = told.at >= row.said_at
    values = dict(told.values)
    if sku := values.pop("complement", ""):
        values["complement_id"] = rows[sku].pk
    for name in row.by_hand:
        values.pop(name, None)
    stock = values.pop("stock", None)
    fill(row, values, COLUMNS, newer=newer)
    if stock is not None and (row.stock_said_at is None or told.at >= row.stock_said_at):
        row.stock, row.stock_said_at = stock, told.at
    row.said_at = max(row.said_at, told.at)


def _columns(row: Product) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}
