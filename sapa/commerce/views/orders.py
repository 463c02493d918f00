"""The list of orders, and one order."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from sapa.base.permissions import Capability, requires
from sapa.commerce import selectors
from sapa.commerce.models import Order
from sapa.commerce.services.returns import can_come_back
from sapa.commerce.services.underpaid import may_accept, missing
from sapa.contacts.selectors import members
from sapa.web.cursors import cursor_text, read_cursor

PAGE = 50
MOMENTS = 30


@require_GET
@requires(Capability.ORDERS_VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    text, status = request.GET.get("q", "").strip()[:100], request.GET.get("status", "")
    status = status if status in Order.Status.values else ""
    rows = selectors.orders(text=text, status=status)
    found = selectors.page_of(rows, before=read_cursor(request.GET.get("sebelum", "")), limit=PAGE + 1)
    context = {
        "orders": found[:PAGE],
        "q": text,
        "status": status,
        "statuses": Order.Status.values,
        "older": _older(found, text, status),
        "newer": reverse("commerce:orders") if "sebelum" in request.GET else "",
    }
    partial = request.headers.get("HX-Target") == "orders"
    return render(request, "commerce/_orders.html" if partial else "commerce/orders.html", context)


@require_GET
@requires(Capability.ORDERS_VIEW)
def order(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.order_by_public_id(public_id)
    everyone = list(members([chosen.contact_id]))
    happened, earlier = selectors.events_of(chosen, everyone, limit=MOMENTS)
    [card] = selectors.cards_of([chosen], everyone, each=PAGE)
    context = {"order": chosen, "card": card, "happened": happened, "earlier": earlier}
    context["came_from"] = selectors.sender_called(chosen.source)
    context["may_return"] = can_come_back(chosen)
    short = missing(chosen)
    context |= {"short": short, "may_accept": may_accept(chosen, short)}
    return render(request, "commerce/order.html", context)


def _older(found: list[Order], text: str, status: str) -> str:
    if len(found) <= PAGE:
        return ""
    last = found[PAGE - 1]
    given = {"q": text, "status": status, "sebelum": cursor_text((last.placed_at, last.pk))}
    kept = {name: value for name, value in given.items() if value}
    return f"{reverse('commerce:orders')}?{urlencode(kept)}"
