"""Letting Sapa ask a service itself: its credentials, a look right now, and the shop it is bound to."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sapa.accounts.services import audit
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.commerce import selectors
from sapa.commerce.forms import AccessForm
from sapa.commerce.services import asking, reconciling
from sapa.commerce.sources.accesses import ACCESSES
from sapa.commerce.views import shops


@require_POST
@requires(Capability.SOURCES_MANAGE)
def access(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.endpoint_by_public_id(public_id, ACCESSES)
    guide, bound = ACCESSES[chosen.kind], selectors.sender_of(chosen.pk).shop
    form = AccessForm(request.POST, guide=guide, bound=bound)
    if not form.is_valid():
        return shops.page(request, chosen, access=form)
    now, given = business_now(), {name: text for name, text in form.cleaned_data.items() if text}
    asking.keep_access(endpoint_id=chosen.pk, fields=given, shop=guide.shop(given), now=now)
    audit(action="source.access_given", subject=f"endpoint:{chosen.pk}", now=now)
    messages.success(request, _("The access is sealed and is not shown again."))
    return redirect("commerce:source", public_id)


@require_POST
@requires(Capability.SOURCES_MANAGE)
def forget(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.endpoint_by_public_id(public_id, ACCESSES)
    asking.forget_access(endpoint_id=chosen.pk)
    audit(action="source.access_forgotten", subject=f"endpoint:{chosen.pk}", now=business_now())
    return redirect("commerce:source", public_id)


@require_POST
@requires(Capability.SOURCES_MANAGE)
def look(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The worker does it within seconds."""
    chosen = selectors.endpoint_by_public_id(public_id, ACCESSES)
    reconciling.look_soon(endpoint_id=chosen.pk, now=business_now())
    messages.success(request, _("Sapa looks in a moment."))
    return redirect("commerce:source", public_id)


@require_POST
@requires(Capability.SOURCES_MANAGE)
def unbind(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The next call that names its shop binds the address anew."""
    chosen = selectors.endpoint_by_public_id(public_id, ACCESSES)
    asking.bind_shop(endpoint_id=chosen.pk, shop="")
    audit(action="source.shop_unbound", subject=f"endpoint:{chosen.pk}", now=business_now())
    return redirect("commerce:source", public_id)
