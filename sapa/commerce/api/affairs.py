"""Parcels, subscriptions and invoices; what every such object has in common."""

from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema, Status

from sapa.accounts.api import needs, now_of
from sapa.accounts.schemas import Scope
from sapa.commerce.api.affair_shapes import (
    InvoiceGiven,
    InvoiceTold,
    ShipmentGiven,
    SubjectGiven,
    SubscriptionGiven,
    SubscriptionTold,
)
from sapa.commerce.api.shapes import SUBJECT, ShipmentTold, subject_told
from sapa.commerce.api.telling import SOURCE, plain, tell, whole_units
from sapa.commerce.models import Invoice, Shipment, Subject, Subscription
from sapa.contacts.selectors import contact_by_public_id, members
from sapa.web.shapes import Page, Paging, last_first

router = Router(tags=["orders"])
READ, WRITE = needs(Scope.ORDERS_READ), needs(Scope.ORDERS_WRITE)
Row = TypeVar("Row", bound=Subject)


class Asked(Paging):
    contact_id: UUID | None = Field(None, description="Of this customer alone")
    order_id: UUID | None = Field(None, description="Of this order alone")


@router.get("/shipments", response=Page[ShipmentTold], summary=_("Parcels, last told first"), **READ)
def list_shipments(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    return listed(Shipment, ShipmentTold, asked)


@router.get("/shipments/{uuid:shipment_id}", response=ShipmentTold, summary=_("One parcel"), **READ)
def get_shipment(request: HttpRequest, shipment_id: UUID) -> dict[str, Any]:
    return one_of(Shipment, ShipmentTold, shipment_id)


@router.post("/shipments", response={201: ShipmentTold}, summary=_("Tell of a parcel"), **WRITE)
def tell_shipment(request: HttpRequest, given: ShipmentGiven) -> Status[Any]:
    """A parcel that a courier tells too is one parcel, known by its tracking number."""
    tell(entry_of("shipment", given), now=now_of(request))
    rows = Shipment.objects.select_related(*SUBJECT)
    row = rows.filter(source=SOURCE, external_id=given.id).first()
    row = row or rows.filter(tracking_number=given.tracking_number).order_by("pk").first()
    return Status(201, subject_told(row, ShipmentTold))


@router.get(
    "/subscriptions", response=Page[SubscriptionTold], summary=_("Subscriptions, last told first"), **READ
)
def list_subscriptions(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    return listed(Subscription, SubscriptionTold, asked)


@router.get(
    "/subscriptions/{uuid:subscription_id}", response=SubscriptionTold, summary=_("One subscription"), **READ
)
def get_subscription(request: HttpRequest, subscription_id: UUID) -> dict[str, Any]:
    return one_of(Subscription, SubscriptionTold, subscription_id)


@router.post("/subscriptions", response={201: SubscriptionTold}, summary=_("Tell of a subscription"), **WRITE)
def tell_subscription(request: HttpRequest, given: SubscriptionGiven) -> Status[Any]:
    tell(entry_of("subscription", given), now=now_of(request))
    return Status(201, told_again(Subscription, SubscriptionTold, given.id))


@router.get("/invoices", response=Page[InvoiceTold], summary=_("Invoices, last told first"), **READ)
def list_invoices(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    return listed(Invoice, InvoiceTold, asked)


@router.get("/invoices/{uuid:invoice_id}", response=InvoiceTold, summary=_("One invoice"), **READ)
def get_invoice(request: HttpRequest, invoice_id: UUID) -> dict[str, Any]:
    return one_of(Invoice, InvoiceTold, invoice_id)


@router.post("/invoices", response={201: InvoiceTold}, summary=_("Tell of an invoice"), **WRITE)
def tell_invoice(request: HttpRequest, given: InvoiceGiven) -> Status[Any]:
    entry = entry_of("invoice", given)
    if given.amount:
        entry["invoice"] |= {"amount": whole_units(given.amount), "currency": given.amount.currency}
    tell(entry, now=now_of(request))
    return Status(201, told_again(Invoice, InvoiceTold, given.id))


def listed(model: type[Row], shape: type[Schema], asked: Asked) -> dict[str, Any]:
    rows = model._default_manager.select_related(*SUBJECT)
    if asked.contact_id:
        rows = rows.filter(contact_id__in=members([contact_by_public_id(asked.contact_id).pk]))
    if asked.order_id:
        rows = rows.filter(order__public_id=asked.order_id)
    return last_first(rows, asked, lambda found: (subject_told(row, shape) for row in found))


def one_of(model: type[Row], shape: type[Schema], public_id: UUID) -> dict[str, Any]:
    row = get_object_or_404(model._default_manager.select_related(*SUBJECT), public_id=public_id)
    return subject_told(row, shape)


def told_again(model: type[Row], shape: type[Schema], number: str) -> dict[str, Any]:
    rows = model._default_manager.select_related(*SUBJECT)
    return subject_told(rows.get(source=SOURCE, external_id=number), shape)


def entry_of(kind: str, given: SubjectGiven) -> dict[str, Any]:
    """As the guide of the signed JSON has it."""
    said = plain(given.model_dump(exclude={"order", "customer", "amount"}))
    return {
        kind: said,
        "order": {"id": given.order} if given.order else {},
        "customer": plain(given.customer.model_dump()) if given.customer else {},
    }
