"""Pages of follow-ups: the lists, why each was decided so, and what is planned for one customer."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.contacts.selectors import contact_by_public_id
from sapa.journeys import selectors, services
from sapa.web.cursors import cursor_text, read_cursor

SOONEST = 10


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def follow_ups(request: HttpRequest) -> HttpResponse:
    wanted, now, zone = _wanted(request.GET), business_now(), _zone(request)
    found = selectors.page(wanted, now=now, zone=zone, cursor=read_cursor(request.GET.get("dari", "")))
    ahead = (
        selectors.counts_by_reason(wanted, now=now, zone=zone) if wanted.tab in ("held", "dropped") else {}
    )
    context = {
        "wanted": wanted,
        "found": found,
        "tabs": _tabs(wanted),
        "older": _address(wanted, dari=cursor_text(found.next)) if found.next else "",
        "first": reverse("journeys:list"),
        "recipes": [(one.id, selectors.recipe_name(one.id)) for one in selectors.all_definitions().values()],
        "reasons": [
            (code, selectors.capital(selectors.wording(code)), count) for code, count in ahead.items()
        ],
        "windows": [("", _("All")), ("today", _("Today")), ("week", _("7 days"))],
        "newer": _address(wanted) if "dari" in request.GET else "",
    }
    return render(request, "journeys/list.html", context)


@require_POST
@requires(Capability.FOLLOWUPS_CANCEL)
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    one = selectors.follow_up_by_public_id(public_id)
    services.cancel_follow_up(follow_up=one, person=request.user, now=business_now())  # type: ignore[arg-type]
    messages.success(request, _("Cancelled. It will not be sent."))
    of_customer = request.POST.get("form") == "plan"
    if "HX-Request" not in request.headers:
        return (
            redirect("contacts:contact", one.contact.public_id) if of_customer else redirect("journeys:list")
        )
    one = selectors.follow_up_by_public_id(public_id)
    template = "journeys/_plan.html" if of_customer else "journeys/_row.html"
    return render(request, template, {"row": selectors.row_of(one)})


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def of_contact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is planned for one customer: a fragment for pages of other rooms."""
    contact = contact_by_public_id(public_id)
    rows = selectors.planned_of_contact(contact.pk, limit=SOONEST + 1)
    context = {"rows": rows[:SOONEST], "more": len(rows) > SOONEST, "key": str(contact.public_id)}
    return render(request, "journeys/_of_contact.html", context)


def _wanted(query: QueryDict) -> selectors.Wanted:
    tab, window = query.get("tab", "planned"), query.get("rentang", "")
    return selectors.Wanted(
        tab=tab if tab in selectors.TABS else "planned",
        window=window if window in selectors.WINDOWS else "",
        recipe=query.get("resep", "") if selectors.known_definition(query.get("resep", "")) else "",
        reason=query.get("alasan", "")[:40],
    )


def _tabs(wanted: selectors.Wanted) -> list[dict[str, object]]:
    labels = {
        "planned": _("Planned"),
        "held": _("Held"),
        "sent": _("Sent"),
        "answered": _("Answered"),
        "dropped": _("Dropped"),
        "rehearsed": _("Rehearsed"),
    }
    kept = selectors.Wanted(recipe=wanted.recipe, window=wanted.window)
    return [
        {"label": labels[tab], "url": _address(kept, tab=tab), "current": tab == wanted.tab}
        for tab in selectors.TABS
    ]


def _address(wanted: selectors.Wanted, **changes: str) -> str:
    chosen = {
        "tab": wanted.tab,
        "rentang": wanted.window,
        "resep": wanted.recipe,
        "alasan": wanted.reason,
        **changes,
    }
    return f"{reverse('journeys:list')}?{urlencode({name: value for name, value in chosen.items() if value})}"


def _zone(request: HttpRequest) -> str:
    return str(request.membership.workspace.timezone)  # type: ignore[attr-defined]
