"""The list of conversations."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sapa.base.permissions import Capability, requires
from sapa.inbox import selectors
from sapa.web.cursors import cursor_text, read_cursor


@require_GET
@requires(Capability.INBOX_VIEW)
def conversations(request: HttpRequest) -> HttpResponse:
    return render(request, "inbox/list.html", told(request, None))


@require_GET
@requires(Capability.INBOX_VIEW)
def rows(request: HttpRequest) -> HttpResponse:
    """The rows alone: older ones, or all of them again after something happened."""
    current = request.GET.get("current", "")
    return render(request, "inbox/_rows.html", told(request, int(current) if current.isdigit() else None))


def told(request: HttpRequest, current: int | None) -> dict[str, Any]:
    tab = request.GET.get("tab", "waiting")
    tab = tab if tab in selectors.TABS else "waiting"
    before = read_cursor(request.GET.get("sebelum", ""))
    found = selectors.rows(tab, user=request.user, before=before, current=current)  # type: ignore[arg-type]
    return {**found, "tab": tab, "tabs": _tabs(tab), "current": current, "next": cursor_text(found["next"])}


def _tabs(tab: str) -> list[dict[str, object]]:
    labels = {"waiting": _("Waiting"), "mine": _("Mine"), "all": _("All")}
    home = reverse("inbox:list")
    return [{"label": labels[n], "url": f"{home}?tab={n}", "current": n == tab} for n in selectors.TABS]
