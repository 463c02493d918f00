"""The list of conversations."""

from typing import Any, cast
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.inbox import selectors
from sapa.inbox.selectors.talks import Shown
from sapa.inbox.views.desk import done_before
from sapa.messaging.selectors import waiting_count
from sapa.messaging.selectors.desk import TABS
from sapa.web.cursors import cursor_text, read_cursor

MANY = 99
SEARCHED = "all"  # a search looks through all of them


@require_GET
@requires(Capability.INBOX_VIEW)
def conversations(request: HttpRequest) -> HttpResponse:
    return render(request, "inbox/list.html", told(request, None))


@require_GET
@requires(Capability.INBOX_VIEW)
def rows(request: HttpRequest) -> HttpResponse:
    """The rows alone: older ones, or all of them again after something happened or while somebody searches."""
    current = request.GET.get("current", "")
    older = "sebelum" in request.GET
    around = {} if older else _around(request)
    context = _listed(request, int(current) if current.isdecimal() else None) | around
    response = render(request, "inbox/_rows.html" if older else "inbox/_again.html", context)
    if request.headers.get("HX-Trigger-Name") == "q":
        response.headers["HX-Replace-Url"] = _page_address(request, context["list_query"])
    return response


@require_GET
@requires(Capability.INBOX_VIEW)
def number(request: HttpRequest) -> HttpResponse:
    """How many wait for people, as the navigation shows it; nothing for none."""
    return HttpResponse(str(waiting_count() or ""), content_type="text/plain; charset=utf-8")


def told(request: HttpRequest, current: int | None) -> dict[str, Any]:
    """The list as it stands in a page, beside `current` or alone."""
    return {
        **_listed(request, current),
        **_around(request),
        **done_before(request),
        "choices": selectors.choices(),
    }


def _listed(request: HttpRequest, current: int | None) -> dict[str, Any]:
    user, shown = cast(User, request.user), Shown.read(request.GET.dict())
    before = read_cursor(request.GET.get("sebelum", ""))
    zone = request.membership.workspace.timezone  # type: ignore[attr-defined]
    found = selectors.rows(shown, user=user, before=before, current=current, now=business_now(), zone=zone)
    further, here = cursor_text(found["next"]), str(current or "")
    return {
        "rows": found["rows"],
        "shown": shown,
        "list_query": shown.query(),
        "list_again": shown.query(current=here),
        "list_next": shown.query(current=here, sebelum=further) if further else "",
        "current": current,
    }


def _around(request: HttpRequest) -> dict[str, Any]:
    shown = Shown.read(request.GET.dict())
    return {"list_tabs": _tabs(shown, selectors.counts(cast(User, request.user)))}


def _tabs(shown: Shown, counts: dict[str, int]) -> list[dict[str, object]]:
    labels = {
        "waiting": _("Waiting"),
        "mine": _("Mine"),
        "unassigned": _("Not taken"),
        "snoozed": _("Snoozed"),
        "all": _("All"),
        "done": _("Done"),
    }
    home = reverse("inbox:list")
    return [
        {
            "label": labels[name],
            "url": f"{home}?{shown.query(tab=name, q='')}",
            "current": name == (SEARCHED if shown.text else shown.tab),
            "count": _at_most(counts.get(name, 0)),
        }
        for name in TABS
    ]


def _at_most(count: int) -> str:
    return "" if not count else f"{MANY}+" if count > MANY else str(count)


def _page_address(request: HttpRequest, query: str) -> str:
    """Of the page that the rows stand in, so that a search is found again."""
    path = urlsplit(request.headers.get("HX-Current-URL", "")).path or reverse("inbox:list")
    return f"{path}?{query}" if query else path
