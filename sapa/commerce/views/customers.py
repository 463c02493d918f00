"""What one customer has with the shop, as parts of pages of other rooms (decisions.md 3)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from sapa.base.permissions import Capability, requires
from sapa.commerce import selectors
from sapa.contacts.selectors import contact_by_public_id
from sapa.web.cursors import cursor_text, read_cursor

ORDERS = 5
EACH = 3


@require_GET
@requires(Capability.ORDERS_VIEW)
def of_contact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The slot `contact.orders`, or its next page of orders."""
    contact, before = contact_by_public_id(public_id), read_cursor(request.GET.get("sebelum", ""))
    cards, last = selectors.orders_of_customer(contact.pk, before=before, limit=ORDERS)
    here = reverse("commerce:of_contact", args=[contact.public_id])
    context = {
        "cards": cards,
        "older": f"{here}?{urlencode({'sebelum': cursor_text(last)})}" if last else "",
        "paging": before is not None,
        "worth": [] if before else selectors.worth_of(contact.pk),
    }
    template = "commerce/_customer_order_rows.html" if before else "commerce/_customer_orders.html"
    return render(request, template, context)


@require_GET
@requires(Capability.ORDERS_VIEW)
def affairs(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The slot `contact.affairs`; `semua` names the kind that is wanted in full."""
    contact, most = contact_by_public_id(public_id), request.GET.get("semua", "")
    found = selectors.affairs_of(contact.pk, each=EACH, most=most if most in selectors.OVER else "")
    context = {"affairs": found, "here": reverse("commerce:of_contact_affairs", args=[contact.public_id])}
    return render(request, "commerce/_customer_affairs.html", context)
