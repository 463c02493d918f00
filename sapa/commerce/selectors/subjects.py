"""What follow-ups speak of beside the order, as facts; a fixed number of queries whatever is asked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.commerce.models import Feature, Invoice, OrderLine, Product, Return, Shipment, Subject, Subscription
from sapa.contacts.selectors import members
from sapa.domain.orders import Money
from sapa.domain.subjects import (
    FeatureFacts,
    InvoiceFacts,
    ProductFacts,
    ReturnFacts,
    ShipmentFacts,
    SubscriptionFacts,
)

Ref = tuple[str, int]
LINES = """
SELECT order_id, product_id, quantity FROM commerce_orderline
WHERE workspace_id = %(workspace)b AND order_id = ANY(%(ids)b::bigint[]) ORDER BY id
"""
Facts = ProductFacts | FeatureFacts | ShipmentFacts | SubscriptionFacts | InvoiceFacts | ReturnFacts


def subjects(refs: Iterable[Ref]) -> dict[Ref, Facts]:
    """Each ref is (kind, id): product, feature, shipment, subscription, invoice or return.

    One query for each kind that is asked about; others, and ids that do not exist, are left out.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for kind, pk in refs:
        wanted[kind].add(pk)
    return {
        (kind, row.pk): read(row)
        for kind, (rows, read) in READERS.items()
        if kind in wanted
        for row in rows().filter(pk__in=wanted[kind])
    }


def products_of_orders(order_ids: Iterable[int]) -> dict[int, tuple[ProductFacts, ...]]:
    """What is in each order, as its lines were told; `quantity` is that of the line. Two queries."""
    lines = fetch(LINES, {"workspace": current_workspace_id(), "ids": list(set(order_ids))})
    products = _rows_of_products().in_bulk({product_id for _order, product_id, _quantity in lines})
    found: dict[int, list[ProductFacts]] = defaultdict(list)
    for order_id, product_id, quantity in lines:
        found[order_id].append(product_facts(products[product_id], quantity))
    return {order_id: tuple(products) for order_id, products in found.items()}


def subjects_of_orders(order_ids: Iterable[int]) -> dict[int, dict[str, list[Facts]]]:
    """Parcels, invoices and returns by order and kind, oldest first."""
    wanted = set(order_ids)
    found: dict[int, dict[str, list[Facts]]] = defaultdict(lambda: defaultdict(list))
    for kind in ("shipment", "invoice", "return"):
        rows, read = READERS[kind]
        for row in rows().filter(order_id__in=wanted).order_by("pk"):
            found[row.order_id][kind].append(read(row))
    return found


def owned_products(contact_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """By the root of the contact: product → number of its delivered or paid digital orders. Two queries."""
    root = members(contact_ids)
    lines = OrderLine.objects.filter(order__contact_id__in=root, order__cancelled_at=None)
    owned = lines.filter(
        Q(order__delivered_at__isnull=False) | Q(product__is_digital=True, order__paid_at__isnull=False)
    )
    found: dict[int, dict[int, int]] = {pk: defaultdict(int) for pk in set(root.values())}
    for contact_id, product_id in owned.values_list("order__contact_id", "product_id"):
        found[root[contact_id]][product_id] += 1
    return found


def product_facts(row: Product, quantity: int = 1) -> ProductFacts:
    other = row.complement
    return ProductFacts(
        id=row.pk,
        name=row.name,
        guide_url=row.guide_url,
        lifetime_days=row.lifetime_days,
        needs_care=row.needs_care,
        in_stock=_in_stock(row),
        link=row.link,
        complement_name=other.name if other else "",
        complement_reason=row.complement_reason if other else "",
        complement_link=other.link if other else "",
        complement_id=other.pk if other else None,
        complement_in_stock=_in_stock(other) if other else None,
        quantity=quantity,
        is_digital=row.is_digital,
    )


def _in_stock(row: Product) -> bool | None:
    return None if row.stock is None else row.stock > 0


def _feature(row: Feature) -> FeatureFacts:
    return FeatureFacts(
        id=row.pk,
        name=row.name,
        benefit=row.benefit,
        link=row.link,
        released_at=row.released_at,
        product_id=row.product_id,
        product_name=row.product.name if row.product else "",
        plan=row.plan,
    )


def _shipment(row: Shipment) -> ShipmentFacts:
    names = ("courier", "tracking_number", "status", "status_at", "eta", "delivered_at", "reason")
    return ShipmentFacts(**_same(row, ("external_id", *names, "address_short", "link")))


def _subscription(row: Subscription) -> SubscriptionFacts:
    names = ("plan", "period_start", "period_end", "grace_end", "auto_renew", "status", "link")
    return SubscriptionFacts(**_same(row, names))


def _invoice(row: Invoice) -> InvoiceFacts:
    names = ("issued_at", "due_at", "status", "link", "promised_at")
    number = row.number or row.external_id
    return InvoiceFacts(**_same(row, names), number=number, amount=Money(row.amount, row.currency))


def _return(row: Return) -> ReturnFacts:
    number = row.number or row.external_id
    return ReturnFacts(**_same(row, ("status", "step", "expected_at", "status_at")), number=number)


def _same(row: Subject, names: Iterable[str]) -> dict[str, Any]:
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


def _rows_of_products() -> QuerySet[Product]:
    return Product.objects.select_related("complement")


def _rows_of_features() -> QuerySet[Feature]:
    return Feature.objects.select_related("product")


READERS: Mapping[str, tuple[Any, Any]] = {
    "product": (_rows_of_products, product_facts),
    "feature": (_rows_of_features, _feature),
    "shipment": (Shipment.objects.all, _shipment),
    "subscription": (Subscription.objects.all, _subscription),
    "invoice": (Invoice.objects.all, _invoice),
    "return": (Return.objects.all, _return),
}
