"""What the shop sells."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema, Status

from sapa.accounts.api import needs, now_of
from sapa.accounts.schemas import Scope
from sapa.commerce.api.shapes import paid, same
from sapa.commerce.api.telling import SOURCE, plain, tell, whole_units
from sapa.commerce.models import Product
from sapa.commerce.selectors.products import products_told
from sapa.web.shapes import (
    Days,
    Flag,
    Given,
    Line,
    Link,
    Moment,
    Money,
    Name,
    Number,
    Page,
    Paging,
    Paid,
    Stock,
    last_first,
)

router = Router(tags=["products"])
READ, WRITE = needs(Scope.PRODUCTS_READ), needs(Scope.PRODUCTS_WRITE)


class ComplementGiven(Given):
    """What goes with it, and why, in words that a customer reads."""

    sku: Number
    name: Line = ""
    reason: Line = ""


class ProductGiven(Given):
    """Under your number `sku`; what is left out says nothing."""

    sku: Number
    name: Line = ""
    price: Money | None = None
    stock: Stock | None = Field(None, description="Pieces, as of `updated_at`")
    link: Link = ""
    guide: Link = ""
    lifetime_days: Days | None = Field(None, description="That one piece lasts")
    needs_care: Flag | None = None
    digital: Flag | None = None
    complement: ComplementGiven | None = None
    updated_at: Moment | None = None


class ProductTold(Schema):
    """`stock` is null when the shop never said; it was so at `stock_said_at`."""

    id: UUID
    sku: str
    source: str
    name: str
    price: Paid
    stock: int | None
    stock_said_at: datetime | None
    link: str
    guide: str
    lifetime_days: int | None
    warranty_days: int | None
    needs_care: bool
    digital: bool
    updated_at: datetime


class Asked(Paging):
    sku: Name = Field("", description="This number alone, from whatever shop")


@router.get("/products", response=Page[ProductTold], summary=_("Products, last told first"), **READ)
def list_products(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    rows = Product.objects.all()
    rows = rows.filter(external_id=asked.sku) if asked.sku else rows
    return last_first(rows, asked, lambda found: map(_told, found))


@router.get("/products/{uuid:product_id}", response=ProductTold, summary=_("One product"), **READ)
def get_product(request: HttpRequest, product_id: UUID) -> dict[str, Any]:
    return _told(get_object_or_404(Product, public_id=product_id))


@router.post("/products", response={201: ProductTold}, summary=_("Tell of a product"), **WRITE)
def tell_product(request: HttpRequest, given: ProductGiven) -> Status[Any]:
    said = plain(given.model_dump(exclude={"price", "complement"}))
    if given.price:
        said |= {"price": whole_units(given.price), "currency": given.price.currency}
    if given.complement:
        said["complement"] = plain(given.complement.model_dump())
    tell({"product": said}, now=now_of(request))
    return Status(201, _told(Product.objects.get(pk=products_told([given.sku], SOURCE)[given.sku])))


def _told(row: Product) -> dict[str, Any]:
    return {
        **same(row, ProductTold),
        "id": row.public_id,
        "sku": row.external_id,
        "price": paid(row.amount, row.currency),
        "guide": row.guide_url,
        "digital": row.is_digital,
    }
