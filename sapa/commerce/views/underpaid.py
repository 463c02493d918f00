"""Orders of which a little is missing: accepting one, and how much that may be."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.commerce.forms import UnderpaidForm
from sapa.commerce.selectors import order_by_public_id
from sapa.commerce.services.underpaid import accept_underpaid, most_missing, set_most_missing


@require_POST
@requires(Capability.ORDERS_CHANGE)
def accept(request: HttpRequest, public_id: UUID) -> HttpResponse:
    accept_underpaid(order=order_by_public_id(public_id), now=business_now())
    messages.success(request, _("The order counts as paid."))
    return redirect("commerce:order", public_id)


@require_http_methods(["GET", "POST"])
@requires(Capability.SETTINGS_CHANGE)
def limit(request: HttpRequest) -> HttpResponse:
    form = UnderpaidForm(request.POST or None, initial={"most": most_missing()})
    if request.method == "POST" and form.is_valid():
        set_most_missing(most=form.cleaned_data["most"], now=business_now())
        messages.success(request, _("Saved."))
        return redirect("commerce:underpaid")
    return render(request, "commerce/underpaid.html", {"form": form}, status=422 if form.errors else 200)
