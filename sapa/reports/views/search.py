"""One box for everything: people, orders, parcels and what was said, each for whom may see it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sapa.base.permissions import Capability, allowed, requires
from sapa.commerce.selectors import orders_called, parcels_called
from sapa.contacts.models import Contact
from sapa.contacts.selectors import handles_of
from sapa.contacts.selectors import search as people_called
from sapa.domain.lookup import Asked, read_question
from sapa.messaging.selectors import messages_saying

MOST = 8


@require_GET
@requires(Capability.HOME_VIEW)
def search(request: HttpRequest) -> HttpResponse:
    """The page, or what was found alone while somebody types."""
    asked = read_question(request.GET.get("q", ""))
    context = {"asked": asked, "most": MOST, **_found(request, asked)}
    context["nothing"] = not any(context[name] for name in ("people", "orders", "parcels", "said"))
    partial = request.headers.get("HX-Target") == "found"
    return render(request, "reports/_found.html" if partial else "reports/search.html", context)


def _found(request: HttpRequest, asked: Asked) -> dict[str, list[Any]]:
    may_orders = _may(request, Capability.ORDERS_VIEW)
    whole = _may(request, Capability.PHONES_VIEW)
    people = people_called(asked.text, MOST) if _may(request, Capability.CONTACTS_VIEW) else []
    orders = orders_called(asked, MOST) if may_orders else []
    parcels = parcels_called(asked, MOST) if may_orders else []
    said = messages_saying(asked, MOST) if _may(request, Capability.INBOX_VIEW) else []
    return {"people": _told(people, asked, whole=whole), "orders": orders, "parcels": parcels, "said": said}


def _told(people: list[Contact], asked: Asked, *, whole: bool) -> list[dict[str, Any]]:
    """With what a shop calls them, where that is what was asked for; phones masked unless `whole`."""
    handles = handles_of([one.pk for one in people], asked, emails=whole)
    return [
        {
            "contact": one,
            "phone": one.phone if whole else "",
            "masked": "" if whole else one.phone,
            "handles": handles.get(one.pk, []),
        }
        for one in people
    ]


def _may(request: HttpRequest, capability: Capability) -> bool:
    return allowed(request.membership.role, capability)  # type: ignore[attr-defined]
