"""Pages of the customers: the list with its search, one customer, and the panel beside a conversation."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.contacts import selectors, services
from sapa.contacts.forms import ChoicesForm
from sapa.contacts.models import Contact
from sapa.domain.honorifics import panggilan
from sapa.web.cursors import Cursor, cursor_text, read_cursor

PAGE = 50


@require_GET
@requires(Capability.CONTACTS_VIEW)
def contacts(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    why = settings.SLOTS.get("customer.why", "")
    context = {"q": text, "why": reverse(why) if why else "", **(_found(text) if text else _page(request))}
    partial = request.headers.get("HX-Target") == "contacts"
    return render(request, "contacts/_rows.html" if partial else "contacts/list.html", context)


@require_GET
@requires(Capability.CONTACTS_VIEW)
def contact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.contact_by_public_id(public_id)
    if chosen.public_id != public_id:
        return redirect("contacts:contact", chosen.public_id)
    context = {
        **_story(request, chosen),
        "slots": _slots(chosen, "contact.", "customer.timeline"),
        "merged": selectors.merged_into(chosen.pk),
        "choices": _choices(request, chosen),
    }
    return render(request, "contacts/contact.html", context)


@require_GET
@requires(Capability.CONTACTS_VIEW)
def panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same in short, beside a conversation."""
    chosen = selectors.contact_by_public_id(public_id)
    told = {**_story(request, chosen), "slots": _slots(chosen, "contact.", "panel.")}
    return render(request, "contacts/_panel.html", told)


@require_POST
@requires(Capability.CONTACTS_CHANGE)
def split(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A merged record stands for itself again."""
    services.unmerge(public_id=public_id)
    return redirect("contacts:contact", public_id)


@require_POST
@requires(Capability.CONTACTS_CHANGE)
def choose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The clock and the form of address, set by hand."""
    chosen = selectors.contact_by_public_id(public_id)
    form = _choices(request, chosen, request.POST)
    if form.is_valid():
        now, given = business_now(), form.cleaned_data
        services.choose_zone(contact_id=chosen.pk, timezone=given["timezone"], now=now)
        services.prefer_address(
            contact_id=chosen.pk, preferred=given["preferred_address"], source="team", now=now
        )
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose one of the values in the list."))
    return redirect("contacts:contact", chosen.public_id)


def _choices(request: HttpRequest, chosen: Contact, data: Any = None) -> ChoicesForm:
    zones = selectors.zones_to_choose(chosen, business=_zone(request), now=business_now())
    return ChoicesForm(data, contact=chosen, zones=zones)


def _zone(request: HttpRequest) -> str:
    return str(request.membership.workspace.timezone)  # type: ignore[attr-defined]


def _story(request: HttpRequest, chosen: Contact) -> dict[str, Any]:
    return {
        "contact": chosen,
        "identities": selectors.identities_of(chosen.pk),
        "consents": selectors.consents_of(chosen.pk),
        "opt_outs": selectors.opt_outs_of(chosen.pk),
        "stopped_at_whatsapp": selectors.stopped_at_whatsapp(chosen.pk),
        "clock": selectors.clock_of_contact(chosen, business=_zone(request), now=business_now()),
        "spoken": panggilan(chosen.name, chosen.segment, chosen.gender, chosen.preferred_address),
    }


def _slots(chosen: Contact, *places: str) -> list[str]:
    """Addresses of what higher rooms know, loaded into the page one by one (decisions.md 3)."""
    names = [name for slot, name in settings.SLOTS.items() if slot.startswith(places)]
    return [reverse(name, args=[chosen.public_id]) for name in names]


def _found(text: str) -> dict[str, Any]:
    return {"contacts": selectors.search(text, PAGE)}


def _page(request: HttpRequest) -> dict[str, Any]:
    after = read_cursor(request.GET.get("sesudah", ""))
    before = read_cursor(request.GET.get("sebelum", ""))
    rows = (
        selectors.newer(after=after, limit=PAGE)
        if after
        else list(selectors.newest(before=before, limit=PAGE))
    )
    return {"contacts": rows, **_neighbours(rows, first=not (before or after))}


def _neighbours(rows: list[Contact], *, first: bool) -> dict[str, str]:
    home = reverse("contacts:list")
    if not rows:
        return {"newer": "" if first else home, "older": ""}
    has_older = bool(selectors.newest(before=_key(rows[-1]), limit=1))
    return {
        "newer": "" if first else f"{home}?sesudah={cursor_text(_key(rows[0]))}",
        "older": f"{home}?sebelum={cursor_text(_key(rows[-1]))}" if has_older else "",
    }


def _key(row: Contact) -> Cursor:
    return row.created_at, row.pk
