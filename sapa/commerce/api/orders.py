"""Orders with their goods, payments and parcels."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Status

from sapa.accounts.api import needs, now_of
from sapa.accounts.schemas import Scope
from sapa.commerce import selectors
from sapa.commerce.api.shapes import OrderGiven, OrderStatus, OrderTold, OrderWhole, order_told, order_whole
from sapa.commerce.api.telling import MIXED_CURRENCIES, SOURCE, UNKNOWN_ORDER, plain, tell, whole_units
from sapa.commerce.models import Order
from sapa.commerce.schemas import Told
from sapa.contacts.selectors import contact_by_public_id, members
from sapa.web.errors import Refused
from sapa.web.shapes import Name, Page, Paging, newest_first

router = Router(tags=["orders"])
READ, WRITE = needs(Scope.ORDERS_READ), needs(Scope.ORDERS_WRITE)
APART = {"id", "items", "customer", "payments", "shipments", "links", "total", "shipping", "updated_at"}


class Asked(Paging):
    """`q`: how the order's number begins."""

    q: Name = ""
    status: OrderStatus = ""
    contact_id: UUID | None = None


@router.get("/orders", response=Page[OrderTold], summary=_("Orders, newest first"), **READ)
def list_orders(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    rows = selectors.orders(text=asked.q.strip(), status=asked.status).select_related("contact__root")
    return newest_first(_of(rows, asked.contact_id), "placed_at", asked, lambda found: map(order_told, found))


def _of(rows: "QuerySet[Order]", contact_id: UUID | None) -> "QuerySet[Order]":
    if contact_id is None:
        return rows
    return rows.filter(contact_id__in=members([contact_by_public_id(contact_id).pk]))


@router.get("/orders/{uuid:order_id}", response=OrderWhole, summary=_("One order"), **READ)
def get_order(request: HttpRequest, order_id: UUID) -> dict[str, Any]:
    return order_whole(selectors.order_by_public_id(order_id))


@router.post(
    "/orders",
    response={200: OrderWhole, 201: OrderWhole},
    summary=_("Tell of an order, with its goods, payments and parcels"),
    **WRITE,
)
def tell_order(request: HttpRequest, given: OrderGiven) -> Status[Any]:
    """As often as you like and in any order: what is known already changes nothing and sends nothing twice."""
    now = now_of(request)
    known = Order.objects.filter(source=SOURCE, external_id=given.id)
    is_new = not known.exists()
    _one_currency(given, known.first())
    tell(_entry(given), payments=_payments(given, now), now=now)
    if is_new and not known.exists():
        raise Refused(UNKNOWN_ORDER)  # only of parcels was anything said
    return Status(201 if is_new else 200, order_whole(known.select_related("contact__root").get()))


def _one_currency(given: OrderGiven, known: Order | None) -> None:
    """An order keeps one currency for both sums. Raises Refused(mixed_currencies)."""
    said = [money.currency for money in (given.total, given.shipping) if money]
    if known and said:
        kept = (given.total or known.amount == 0, given.shipping or known.shipping_amount == 0)
        said += [] if all(kept) else [known.currency]
    if len(set(said)) > 1:
        raise Refused(MIXED_CURRENCIES)


def _entry(given: OrderGiven) -> dict[str, Any]:
    """As the guide of the signed JSON has it."""
    money = given.total or given.shipping
    order = plain(given.model_dump(exclude=APART)) | {
        "id": given.id,
        "total": whole_units(given.total),
        "shipping": whole_units(given.shipping),
        "currency": money.currency if money else None,
        "links": plain(given.links.model_dump()) if given.links else None,
        "items": [plain(one.model_dump()) for one in given.items],
    }
    return {
        "order": {name: value for name, value in order.items() if value is not None},
        "customer": plain(given.customer.model_dump()) if given.customer else {},
        "shipments": [plain(one.model_dump()) for one in given.shipments],
        **({"updated_at": given.updated_at.isoformat()} if given.updated_at else {}),
    }


def _payments(given: OrderGiven, now: datetime) -> list[Told]:
    found = []
    for one in given.payments:
        at = min(one.status_at or given.updated_at or now, now)
        values: dict[str, Any] = {
            name: value for name in PAID_WITH if (value := getattr(one, name)) not in ("", None)
        }
        if one.amount:
            values |= {"amount": one.amount.amount, "currency": one.amount.currency}
        dated = bool(one.status_at or given.updated_at)
        found.append(Told(one.id, at, dated, one.status, given.id, None, values))
    return found


PAID_WITH = ("method", "channel", "reference", "expires_at")
