"""One customer's story: a fragment for the customer's page, or its next page."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from sapa.base.permissions import Capability, requires
from sapa.contacts.selectors import contact_by_public_id
from sapa.journeys.selectors import timeline as story
from sapa.web.cursors import read_cursor


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def timeline(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = contact_by_public_id(public_id)
    cursor = _cursor(request.GET.get("sebelum", ""))
    told = story.timeline(chosen, cursor=cursor)
    here = reverse("journeys:of_contact_timeline", args=[chosen.public_id])
    older = f"{here}?{urlencode({'sebelum': _as_text(told.next)})}" if told.next else ""
    template = "journeys/_timeline_rows.html" if cursor else "journeys/_timeline.html"
    context = {"contact": chosen, "told": told, "older": older, "paging": cursor is not None}
    return render(request, template, context)


def _cursor(text: str) -> story.Cursor | None:
    """A cursor as it stands in an address; a broken one starts from the newest."""
    try:
        at, place, pk = text.split("~")
        found = read_cursor(f"{at}~{pk}")
        return (found[0], int(place), found[1]) if found else None
    except ValueError:
        return None


def _as_text(cursor: story.Cursor) -> str:
    at, place, pk = cursor
    return f"{at.isoformat()}~{place}~{pk}"
