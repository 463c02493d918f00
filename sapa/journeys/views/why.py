"""«Kenapa?»: the story of one follow-up or message, and the search among all decisions."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.contacts.models import Contact
from sapa.contacts.selectors import contact_by_public_id
from sapa.journeys.selectors import all_definitions, capital, follow_up_by_public_id, recipe_name, wording
from sapa.journeys.selectors import why as told
from sapa.journeys.services.wording import Wording, preview
from sapa.web.cursors import cursor_text, read_cursor

USUAL_DAYS = 7


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def why(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A page of its own, or a sheet over the list."""
    return _page(request, told.story_of_follow_up(follow_up_by_public_id(public_id)))


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def why_message(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same for a message: that of its follow-up, or its own."""
    return _page(request, told.story_of_message(public_id))


def _page(request: HttpRequest, story: told.Story) -> HttpResponse:
    sheet = "HX-Request" in request.headers
    template = "journeys/_why.html" if sheet else "journeys/why.html"
    return render(request, template, {"story": story, "wording": _wording(story), "sheet": sheet})


def _wording(story: told.Story) -> Wording:
    """What would be said, while it may still go; what was said is the message."""
    row, one = story.row, story.follow_up
    if row is None or one is None:
        return Wording()
    tells = row.is_open or row.state == "rehearsed" or "variable_missing" in row.reasons
    return preview(follow_up=one, at=row.at) if tells else Wording()


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def search(request: HttpRequest) -> HttpResponse:
    query, zone, now = request.GET, _zone(request), business_now()
    people = _people(query)
    asked = _asked(query, people, now, zone)
    counts = told.counts_by_rule(asked, zone=zone)
    found = told.decisions_page(asked, zone=zone, cursor=read_cursor(query.get("sebelum", "")))
    given = {name: query[name] for name in query if name != "sebelum" and query[name]}
    context = {
        "asked": asked,
        "text": query.get("cari", "").strip()[:100],
        "chosen": people[0] if people and "pelanggan" in query else None,
        "people": people,
        "found": found,
        "counts": counts,
        "rules": _rules(asked, counts),
        "recipes": [(one.id, recipe_name(one.id)) for one in all_definitions().values()],
        "outcomes": outcome_names(),
        "older": _address(given, sebelum=cursor_text(found.next)) if found.next else "",
        "newer": _address(given) if "sebelum" in query else "",
        "home": reverse("journeys:why_search"),
    }
    return render(request, "journeys/why_search.html", context)


def outcome_names() -> dict[str, str]:
    return {
        "sent": _("May be sent"),
        "held": _("Held"),
        "dropped": _("Dropped"),
        "rehearsed": _("Dry run: would be sent"),
        "held_out": _("Comparison group"),
    }


def _rules(asked: told.Asked, counts: told.Counts) -> list[tuple[str, str, int]]:
    found = dict(counts.by_rule)
    if asked.rule:
        found.setdefault(asked.rule, 0)
    return [(code, capital(wording(code)), number) for code, number in found.items()]


def _people(query: QueryDict) -> list[Contact] | None:
    """One customer by the address of the page, or all who fit what was written; None for everybody."""
    chosen, text = query.get("pelanggan", ""), query.get("cari", "").strip()[:100]
    if chosen:
        try:
            return [contact_by_public_id(UUID(chosen))]
        except ValueError:
            return []
    return told.find_people(text) if text else None


def _asked(query: QueryDict, people: list[Contact] | None, now: datetime, zone: str) -> told.Asked:
    """The last days, unless days or a customer are named."""
    recipe, outcome = query.get("resep", ""), query.get("hasil", "")
    asked = told.Asked(
        people=None if people is None else tuple(one.pk for one in people),
        rule=query.get("aturan", "")[:40],
        first=_day(query.get("dari", "")),
        last=_day(query.get("sampai", "")),
        recipe=recipe if recipe in all_definitions() else "",
        outcome=outcome if outcome in told.OUTCOMES else "",
    )
    if asked.first or asked.last or people is not None:
        return asked
    today = now.astimezone(ZoneInfo(zone)).date()
    return replace(asked, first=today - timedelta(days=USUAL_DAYS - 1), last=today)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _address(given: dict[str, Any], **more: str) -> str:
    return f"{reverse('journeys:why_search')}?{urlencode({**given, **more})}"


def _zone(request: HttpRequest) -> str:
    return str(request.membership.workspace.timezone)  # type: ignore[attr-defined]
