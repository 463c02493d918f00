"""Senders that are connected: their address, their secret, what they delivered and what was refused."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapa.accounts.services import audit
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.commerce import selectors
from sapa.commerce.forms import PathsForm, SourceForm
from sapa.commerce.sources import generic
from sapa.commerce.views import shops
from sapa.events import services as events
from sapa.events.models import Endpoint
from sapa.events.views import REASONS

KIND = "generic"


@require_http_methods(["GET", "POST"])
@requires(Capability.SOURCES_MANAGE)
def sources(request: HttpRequest) -> HttpResponse:
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = business_now()
        made, secret = events.create_endpoint(kind=KIND, label=form.cleaned_data["label"], now=now)
        audit(action="source.connected", subject=f"endpoint:{made.pk}", now=now)
        return _page(request, made, secret)
    guides = shops.connectable()
    context = {"form": form, "guides": guides.values(), "endpoints": selectors.endpoints([KIND, *guides])}
    return render(request, "commerce/sources.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Capability.SOURCES_MANAGE)
def source(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = _chosen(public_id)
    if request.method != "POST":
        return _page(request, chosen) if chosen.kind == KIND else shops.page(request, chosen)
    chosen = selectors.endpoint_by_public_id(public_id, [KIND])
    form = PathsForm(request.POST, mapping=generic.mapping_of(chosen.pk))
    if not form.is_valid():
        return _page(request, chosen, form=form)
    generic.remember_mapping(endpoint_id=chosen.pk, mapping=form.mapping(), now=business_now())
    messages.success(request, _("The fields are kept. Replay refused deliveries in Operations."))
    return redirect("commerce:source", public_id)


@require_POST
@requires(Capability.SOURCES_MANAGE)
def rotate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The new secret is shown once; the old one stays valid until it is retired."""
    chosen = selectors.endpoint_by_public_id(public_id, [KIND])
    secret = events.rotate_secret(endpoint_id=chosen.pk)
    audit(action="source.secret_rotated", subject=f"endpoint:{chosen.pk}", now=business_now())
    return _page(request, selectors.endpoint_by_public_id(public_id, [KIND]), secret)


@require_POST
@requires(Capability.SOURCES_MANAGE)
def retire(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = _chosen(public_id)
    events.retire_old_secret(endpoint_id=chosen.pk)
    audit(action="source.secret_retired", subject=f"endpoint:{chosen.pk}", now=business_now())
    return redirect("commerce:source", public_id)


@require_POST
@requires(Capability.SOURCES_MANAGE)
def switch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = _chosen(public_id)
    events.switch_endpoint(endpoint_id=chosen.pk, active=not chosen.active)
    return redirect("commerce:source", public_id)


def _chosen(public_id: UUID) -> Endpoint:
    return selectors.endpoint_by_public_id(public_id, [KIND, *shops.connectable()])


def _page(
    request: HttpRequest, chosen: Endpoint, secret: str = "", form: PathsForm | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "endpoint": chosen,
        "address": f"{settings.SAPA.url}/hooks/{KIND}/{chosen.public_id}/",
        "secret": secret,
        "form": form or PathsForm(mapping=generic.mapping_of(chosen.pk)),
        "deliveries": selectors.deliveries_of(chosen.pk),
        "refusals": [
            (refusal, REASONS.get(refusal.code, refusal.code)) for refusal in selectors.refusals_of(chosen.pk)
        ],
    }
    status = 422 if form is not None else 200
    response = render(request, "commerce/source.html", context, status=status)
    if secret:
        response["Cache-Control"] = "no-store"
    return response
