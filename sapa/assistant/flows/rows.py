"""Rows of the rooms below as the plain records that the dialogue knows."""

from collections.abc import Sequence
from datetime import datetime

from sapa.commerce import models
from sapa.commerce.selectors.products import is_fresh
from sapa.domain.dialogue.records import (
    Invoice,
    Item,
    OpenTicket,
    Order,
    Parcel,
    Payment,
    Product,
    Return,
    Subscription,
)
from sapa.inbox.models import Ticket

ACCOUNT = "virtual_account"


def order(row: models.Order, lines: Sequence[models.OrderLine]) -> Order:
    """Goods in words where the shop names no lines. What one piece did cost is not told by any shop."""
    return Order(
        id=row.pk,
        number=row.number,
        status=row.status,
        placed_at=row.placed_at,
        goods=row.goods,
        items=tuple(_item(one) for one in lines),
        amount=row.amount,
        shipping_amount=row.shipping_amount,
        currency=row.currency,
        paid_at=row.paid_at,
        shipped_at=row.shipped_at,
        delivered_at=row.delivered_at,
        cancelled_at=row.cancelled_at,
        eta=row.eta,
        payment_deadline=row.payment_deadline,
        payment_method=row.payment_type,
        pay_link=row.links.get("pay", ""),
        order_link=row.links.get("order", ""),
    )


def _item(line: models.OrderLine) -> Item:
    product = line.product
    return Item(product.name, line.quantity, None, product.external_id, digital=product.is_digital)


def parcel(row: models.Shipment) -> Parcel:
    return Parcel(
        id=row.pk,
        courier=row.courier,
        tracking_number=row.tracking_number,
        status=row.status,
        shipped_at=row.shipped_at,
        eta=row.eta,
        delivered_at=row.delivered_at,
        last_event=row.reason,
        last_event_at=row.status_at,
        link=row.link,
    )


def invoice(row: models.Invoice, order_number: str) -> Invoice:
    return Invoice(
        id=row.pk,
        number=row.number or row.external_id,
        order_number=order_number or row.order_number,
        amount=row.amount,
        currency=row.currency,
        status=row.status,
        issued_at=row.issued_at,
        due_at=row.due_at,
        paid_at=row.paid_at,
        link=row.link,
    )


def payment(row: models.Payment, order_number: str) -> Payment:
    return Payment(
        id=row.pk,
        order_number=order_number or row.order_number,
        status=row.status,
        amount=row.amount,
        currency=row.currency,
        method=method_of(row),
        reference=row.reference,
        paid_at=row.paid_at,
        expires_at=row.expires_at,
        refunded_amount=row.refunded_amount,
        refunded_at=row.status_at if row.refunded_amount else None,
    )


def method_of(row: models.Payment) -> str:
    """With the bank of a virtual account, which has to be chosen when it is paid."""
    method = row.method or row.channel
    is_account = method == ACCOUNT or (method == "bank_transfer" and row.reference)
    if not is_account or row.channel in ("", method):
        return method
    return f"virtual account {row.channel.upper()}"


def coming_back(row: models.Return, order_number: str) -> Return:
    return Return(
        id=row.pk,
        number=row.number or row.external_id,
        order_number=order_number,
        status=row.status,
        step=row.step,
        expected_at=row.expected_at,
    )


def plan(row: models.Subscription) -> Subscription:
    return Subscription(
        id=row.pk,
        number=row.external_id,
        plan=row.plan,
        status=row.status,
        period_end=row.period_end,
        auto_renew=row.auto_renew,
        amount=row.amount,
        currency=row.currency,
        link=row.link,
    )


def product(row: models.Product, now: datetime) -> Product:
    """A stock that nobody looked at for a day is not told: it may be another by now."""
    return Product(
        id=row.pk,
        name=row.name,
        sku=row.external_id,
        amount=row.amount,
        currency=row.currency,
        stock=row.stock if is_fresh(row, now) else None,
        link=row.link,
        guide_url=row.guide_url,
        warranty_days=row.warranty_days,
    )


def open_ticket(row: Ticket, order_number: str) -> OpenTicket:
    return OpenTicket(row.called, row.kind, order_number, row.opened_at)
