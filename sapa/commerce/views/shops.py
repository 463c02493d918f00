"""Services that call Sapa by themselves: connecting one, its secret, and a list of what works already."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.accounts.services import audit
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.commerce import selectors
from sapa.commerce.forms import AccessForm, SecretForm, ShopForm
from sapa.commerce.sources.accesses import ACCESSES, FAILURES
from sapa.commerce.sources.guides import GUIDES, Guide
from sapa.events import services as events
from sapa.events.models import Endpoint, RawDelivery
from sapa.events.views import REASONS

ERRORS = {
    "unconfirmed": gettext_lazy("the service has not confirmed it"),
    "foreign_shop": gettext_lazy("another shop sent it"),
    "unknown_parcel": gettext_lazy("nobody has told of this parcel"),
}


@require_http_methods(["GET", "POST"])
@requires(Capability.SOURCES_MANAGE)
def connect(request: HttpRequest, kind: str) -> HttpResponse:
    """The secret may come later: some services only show it when they know the address."""
    guide = connectable().get(kind)
    if guide is None:
        raise Http404
    form = ShopForm(request.POST or None, guide=guide)
    if request.method == "POST" and form.is_valid():
        now, given = business_now(), form.cleaned_data
        secret = given["secret"] or None
        made, _secret = events.create_endpoint(kind=kind, label=given["label"], now=now, secret=secret)
        audit(action="source.connected", subject=f"endpoint:{made.pk}", now=now)
        return redirect("commerce:source", made.public_id)
    status = 422 if form.errors else 200
    return render(request, "commerce/shop_connect.html", {"form": form, "guide": guide}, status=status)


@require_POST
@requires(Capability.SOURCES_MANAGE)
def secret(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The one before stays valid until it is retired."""
    chosen = selectors.endpoint_by_public_id(public_id, connectable())
    form = SecretForm(request.POST, guide=GUIDES[chosen.kind])
    if not form.is_valid():
        return page(request, chosen, form)
    events.rotate_secret(endpoint_id=chosen.pk, secret=form.cleaned_data["secret"])
    audit(action="source.secret_rotated", subject=f"endpoint:{chosen.pk}", now=business_now())
    messages.success(request, _("The secret is sealed and is not shown again."))
    return redirect("commerce:source", public_id)


@require_GET
@requires(Capability.SOURCES_MANAGE)
def checks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.endpoint_by_public_id(public_id, connectable())
    return render(request, "commerce/_shop_checks.html", _checks(chosen))


def connectable() -> dict[str, Guide]:
    """Kinds with a guide that `config/sources.py` wires."""
    return {kind: guide for kind, guide in GUIDES.items() if kind in events.sources()}


def page(
    request: HttpRequest,
    chosen: Endpoint,
    form: SecretForm | None = None,
    access: AccessForm | None = None,
) -> HttpResponse:
    guide, where = GUIDES[chosen.kind], ACCESSES[chosen.kind]
    bound = selectors.sender_of(chosen.pk).shop
    context: dict[str, Any] = {
        **_checks(chosen),
        "address": f"{settings.SAPA.url}/hooks/{chosen.kind}/{chosen.public_id}/",
        "form": form or SecretForm(guide=guide),
        "access_guide": where,
        "access_form": access or AccessForm(guide=where, bound=bound),
        "deliveries": _worded(selectors.deliveries_of(chosen.pk)),
        "refusals": [
            (refusal, REASONS.get(refusal.code, refusal.code)) for refusal in selectors.refusals_of(chosen.pk)
        ],
    }
    return render(request, "commerce/shop.html", context, status=422 if form or access else 200)


def _checks(chosen: Endpoint) -> dict[str, Any]:
    guide, seen, sealed = GUIDES[chosen.kind], selectors.seen_of(chosen), bool(chosen.secrets)
    wrong = seen.called and not seen.genuine
    asked = [
        (sealed, _("The secret is here."), _("Paste it below; until then every call is refused."), False),
        (seen.called, _("The address was called."), _("Put the address into the other service."), False),
        (
            seen.genuine,
            _("The signature is right."),
            _("Compare the secret with that of the service."),
            wrong,
        ),
        (seen.told, guide.first, _("Comes with the next real one."), False),
    ]
    look = _asked(chosen)
    return {
        "endpoint": chosen,
        "guide": guide,
        "checks": [
            {"done": done, "sentence": text, "remedy": "" if done else remedy, "wrong": bad}
            for done, text, remedy, bad in asked
        ],
        "waits": not all(done for done, *_others in asked) or look["state"] == "waits",
        "good": sum(done for done, *_others in asked) + (look["state"] == "good"),
        "all": len(asked) + (look["state"] != "absent"),
        "asked": look,
    }


def _asked(chosen: Endpoint) -> dict[str, Any]:
    """Whether Sapa asks the service itself, and what came of it."""
    sender = selectors.sender_of(chosen.pk)
    known = {"sender": sender, "failure": FAILURES.get(sender.error, sender.error)}
    if sender.access_at is None:
        state = "unconfirmed" if ACCESSES[chosen.kind].confirms else "absent"
    elif sender.error:
        state = "failed"
    else:
        state = "good" if sender.looked_at else "waits"
    return known | {"state": state}


def _worded(deliveries: Iterable[RawDelivery]) -> list[RawDelivery]:
    listed = list(deliveries)
    for delivery in listed:
        delivery.error = str(ERRORS.get(delivery.error, delivery.error))
    return listed
