"""What the shop sells: the list, one product, and what goes with it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.commerce.forms import PairForm, ProductForm
from sapa.commerce.models import Pairing, Product
from sapa.commerce.selectors import products as shelf
from sapa.commerce.selectors import sender_called
from sapa.commerce.services.shelf import accept_pair, decline_pair, set_product
from sapa.commerce.tasks import ask_count

PAGE = 50
LACKING = {
    "sold_out": _("Sold out"),
    "old_stock": _("Stock not looked at for a day"),
    "no_lifetime": _("Without a lifetime"),
    "no_guide": _("Without a guide"),
    "no_complement": _("Without a companion"),
}


@require_GET
@requires(Capability.ORDERS_VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    now, text, lacking = business_now(), request.GET.get("q", "").strip()[:100], request.GET.get("kurang", "")
    lacking = lacking if lacking in shelf.MISSING else ""
    rows = shelf.products(text=text, lacking=lacking, now=now)
    found = shelf.products_after(rows, after=_last_seen(request), limit=PAGE + 1)
    shown = found[:PAGE]
    waiting = shelf.proposals_of(shown)
    context = {
        "products": [_row(product, now) | {"proposals": waiting.get(product.pk, 0)} for product in shown],
        "q": text,
        "lacking": lacking,
        "choices": LACKING.items(),
        "older": _older(found, text, lacking),
        "newer": reverse("commerce:products") if "sesudah" in request.GET else "",
    }
    partial = request.headers.get("HX-Target") == "products"
    return render(request, "commerce/_products.html" if partial else "commerce/products.html", context)


@require_GET
@requires(Capability.ORDERS_VIEW)
def product(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, shelf.product_by_public_id(public_id))


@require_POST
@requires(Capability.PRODUCTS_CHANGE)
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = shelf.product_by_public_id(public_id)
    form = ProductForm(request.POST, product=chosen)
    if not form.is_valid():
        return _page(request, chosen, form=form, status=422)
    set_product(product=chosen, values=form.values(), now=business_now())
    return redirect("commerce:product", public_id)


@require_POST
@requires(Capability.PRODUCTS_CHANGE)
def pair(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What often goes with it does so from now on, or is not proposed again."""
    form = PairForm(request.POST)
    if not form.is_valid():
        return _page(request, shelf.product_by_public_id(public_id), status=422)
    chosen = shelf.pairing_by_ids(product=public_id, other=form.cleaned_data["other"])
    if form.cleaned_data["verdict"] == Pairing.State.ACCEPTED:
        accept_pair(pairing=chosen, reason=form.cleaned_data["reason"], now=business_now())
    else:
        decline_pair(pairing=chosen, now=business_now())
    return redirect("commerce:product", public_id)


@require_POST
@requires(Capability.PRODUCTS_CHANGE)
def count(request: HttpRequest) -> HttpResponse:
    """Left to a worker; every night it is done by itself."""
    ask_count()
    return redirect("commerce:products")


def _page(
    request: HttpRequest, chosen: Product, *, form: ProductForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        **_row(chosen, business_now()),
        "came_from": sender_called(chosen.source),
        "form": form or ProductForm(product=chosen),
        "pairings": shelf.pairings_of(chosen),
        "namesakes": [(one, sender_called(one.source)) for one in shelf.namesakes(chosen)],
    }
    return render(request, "commerce/product.html", context, status=status)


def _row(product: Product, now: Any) -> dict[str, Any]:
    """`age` of the stock; whether it is fresh enough to be believed."""
    age = max(now - product.stock_said_at, now - now) if product.stock_said_at else None
    return {"product": product, "age": age, "fresh": shelf.is_fresh(product, now)}


def _last_seen(request: HttpRequest) -> Product | None:
    try:
        return shelf.product_by_public_id(UUID(request.GET["sesudah"])) if "sesudah" in request.GET else None
    except ValueError:
        return None


def _older(found: list[Product], text: str, lacking: str) -> str:
    if len(found) <= PAGE:
        return ""
    given = {"q": text, "kurang": lacking, "sesudah": str(found[PAGE - 1].public_id)}
    return (
        f"{reverse('commerce:products')}?{urlencode({name: value for name, value in given.items() if value})}"
    )
