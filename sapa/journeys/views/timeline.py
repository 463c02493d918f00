"""One customer's story: a fragment for the customer's page, or its next page."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sapa.base.permissions import Capability, requires
from sapa.contacts.selectors import contact_by_public_id
from sapa.journeys.selectors import timeline as story
from sapa.web.cursors import read_cursor


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def timeline(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """`bagian`: what alone is wanted, one of `PARTS`."""
    chosen, only = contact_by_public_id(public_id), request.GET.get("bagian", "")
    cursor, only = _cursor(request.GET.get("sebelum", "")), only if only in story.PARTS else ""
    told = story.timeline(chosen, cursor=cursor, only=only)
    here = reverse("journeys:of_contact_timeline", args=[chosen.public_id])
    asked = {"bagian": only} if only else {}
    context = {
        "contact": chosen,
        "told": told,
        "older": f"{here}?{urlencode({**asked, 'sebelum': _as_text(told.next)})}" if told.next else "",
        "paging": cursor is not None,
        "parts": _parts(here, only),
    }
    template = "journeys/_timeline_rows.html" if cursor else "journeys/_timeline.html"
    return render(request, template, context)


def _parts(here: str, only: str) -> list[dict[str, object]]:
    labels = {"": _("All"), "talk": _("Talk"), "shop": _("Purchases"), "unsent": _("Not sent")}
    return [
        {"label": label, "url": f"{here}?bagian={part}" if part else here, "current": part == only}
        for part, label in labels.items()
    ]


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
