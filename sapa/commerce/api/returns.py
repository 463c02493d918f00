"""Returns: told by shops, or asked for and decided here step by step."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Status

from sapa.accounts.api import needs, now_of
from sapa.accounts.schemas import Scope
from sapa.commerce import services
from sapa.commerce.api.affair_shapes import ReturnAsked, ReturnGiven, ReturnTold, StepGiven
from sapa.commerce.api.affairs import Asked, entry_of, listed, one_of, told_again
from sapa.commerce.api.telling import tell
from sapa.commerce.models import Product, Return
from sapa.commerce.selectors import order_by_public_id
from sapa.commerce.selectors.returns import return_by_public_id
from sapa.web.shapes import Page

router = Router(tags=["returns"])
READ, WRITE = needs(Scope.ORDERS_READ), needs(Scope.ORDERS_WRITE)


@router.get("/returns", response=Page[ReturnTold], summary=_("Returns, last told first"), **READ)
def list_returns(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    return listed(Return, ReturnTold, asked)


@router.get("/returns/{uuid:return_id}", response=ReturnTold, summary=_("One return"), **READ)
def get_return(request: HttpRequest, return_id: UUID) -> dict[str, Any]:
    return one_of(Return, ReturnTold, return_id)


@router.post("/returns", response={201: ReturnTold}, summary=_("Tell of a return and its step"), **WRITE)
def tell_return(request: HttpRequest, given: ReturnGiven) -> Status[Any]:
    """Each step, requested to refunded, is one event with its notice to the customer."""
    tell(entry_of("return", given), now=now_of(request))
    return Status(201, told_again(Return, ReturnTold, given.id))


@router.post(
    "/orders/{uuid:order_id}/returns",
    response={201: ReturnTold},
    summary=_("Ask for a return of goods of an order"),
    **WRITE,
)
def request_return(request: HttpRequest, order_id: UUID, given: ReturnAsked) -> Status[Any]:
    """It is decided here then, step by step."""
    row = services.request_return(
        order=order_by_public_id(order_id),
        quantities=_quantities(given),
        reason=given.reason,
        expected_at=given.expected_at,
        now=now_of(request),
    )
    return Status(201, one_of(Return, ReturnTold, row.public_id))


def _quantities(given: ReturnAsked) -> dict[int | None, int]:
    """Raises Http404 for a product that nobody sells here."""
    wanted = Counter[int | None]()
    for one in given.items:
        product = get_object_or_404(Product, public_id=one.product_id) if one.product_id else None
        wanted[product.pk if product else None] += one.quantity
    return dict(wanted)


@router.post(
    "/returns/{uuid:return_id}/steps",
    response={201: ReturnTold},
    summary=_("Take a return one step further"),
    **WRITE,
)
def move_return(request: HttpRequest, return_id: UUID, given: StepGiven) -> Status[Any]:
    """requested → approved or rejected, approved → received, received → refunded or replaced."""
    row = return_by_public_id(return_id)
    services.move_return(public_id=row.public_id, now=now_of(request), **given.model_dump())
    return Status(201, one_of(Return, ReturnTold, return_id))
