"""The list of tickets, and those of one customer as a fragment."""

from typing import Any, cast
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.contacts.models import Contact
from sapa.contacts.selectors import contact_by_public_id
from sapa.inbox.selectors import radars, tickets
from sapa.inbox.selectors.tickets.words import KINDS
from sapa.web.cursors import cursor_text, read_cursor

PAGE = 30


@require_GET
@requires(Capability.INBOX_VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    tab, kind = request.GET.get("tab", "open"), request.GET.get("jenis", "")
    tab, kind = tab if tab in tickets.TABS else "open", kind if kind in KINDS else ""
    after, now = read_cursor(request.GET.get("sesudah", "")), business_now()
    user_id = cast(User, request.user).pk
    rows, beyond = tickets.page_of_tickets(
        tab=tab, kind=kind, user_id=user_id, after=after, limit=PAGE, now=now
    )
    context = {
        "rows": rows,
        "tab": tab,
        "kind": kind,
        "kinds": KINDS.items(),
        "tabs": _tabs(tab, kind, tickets.counts(user_id=user_id)),
        "older": _address(tab, kind, cursor_text(beyond)) if beyond else "",
        "newer": _address(tab, kind) if after else "",
        "radars": radars.cards(now=now) if tab == "open" and not (kind or after) else [],
    }
    return render(request, "inbox/tickets.html", context)


@require_GET
@requires(Capability.CONTACTS_VIEW)
def of_contact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """For pages of other rooms; what is opened beside a conversation was said there."""
    chosen = contact_by_public_id(public_id)
    rows, more = tickets.of_customer(chosen.pk, now=business_now())
    to_new = new_address(chosen, _talk_beside(request))
    context = {"contact": chosen, "rows": rows, "more": more, "to_new": to_new}
    return render(request, "inbox/_tickets_of_contact.html", context)


def new_address(contact: Contact, talk: str) -> str:
    """`talk`: public id of the conversation where it was said, or blank."""
    address = reverse("tickets:new", args=[contact.public_id])
    return f"{address}?{urlencode({'percakapan': talk})}" if talk else address


def _talk_beside(request: HttpRequest) -> str:
    """htmx tells the address of the page into which it loads a part."""
    try:
        page = resolve(urlsplit(request.headers.get("HX-Current-URL", "")).path)
    except (Resolver404, ValueError):
        return ""
    return str(page.kwargs["public_id"]) if page.view_name == "inbox:conversation" else ""


def _tabs(chosen: str, kind: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "open": pgettext("tickets", "Open"),
        "mine": _("Mine"),
        "waiting": _("Waits for the customer"),
        "solved": _("Solved"),
        "all": _("All"),
    }
    return [
        {
            "label": label,
            "url": _address(tab, kind),
            "current": tab == chosen,
            "count": _at_most(counts.get(tab, 0)),
        }
        for tab, label in labels.items()
    ]


def _at_most(count: int) -> str:
    return "" if not count else "99+" if count > 99 else str(count)


def _address(tab: str, kind: str = "", after: str = "") -> str:
    given = {"tab": "" if tab == "open" else tab, "jenis": kind, "sesudah": after}
    query = urlencode({name: value for name, value in given.items() if value})
    return reverse("tickets:list") + (f"?{query}" if query else "")
