"""The home page: what is due, sent, held and answered, and what wants a person."""

from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, Role, allowed, requires
from sapa.journeys.selectors import today as tasks
from sapa.reports import selectors

WINDOWS = ("today", "week")
FEW = 3


@require_GET
@requires(Capability.HOME_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    slot = settings.SLOTS.get("home.demo", "")
    now, zone = business_now(), _zone(request)
    top = {
        "greeting": greeting(now, zone),
        "first_name": _first_name(request),
        "demo": reverse(slot) if slot else "",
        "works": request.membership.role == Role.AGENT,  # type: ignore[attr-defined]
        **_work(request, now, zone),
    }
    return render(request, "reports/home.html", {**top, **_today(request, now, zone)})


@require_GET
@requires(Capability.HOME_VIEW)
def today(request: HttpRequest) -> HttpResponse:
    """The figures alone, asked for again when something happens."""
    return render(request, "reports/_today.html", _today(request, business_now(), _zone(request)))


def _work(request: HttpRequest, now: datetime, zone: str) -> dict[str, Any]:
    """What needs a person: all of it for whom it is the first screen, a few lines for the others."""
    if not _may(request, Capability.TASKS_WORK):
        return {}
    here, is_first = now.astimezone(ZoneInfo(zone)).date(), request.membership.role == Role.AGENT  # type: ignore[attr-defined]
    found = tasks.today(now=now, user=cast(User, request.user), limit=tasks.SHOWN if is_first else FEW)
    return {"today": found, "next_day": (here + timedelta(days=1)).isoformat()}


def _today(request: HttpRequest, now: datetime, zone: str) -> dict[str, Any]:
    window = request.GET.get("rentang", "today")
    window = window if window in WINDOWS else "today"
    context: dict[str, Any] = {
        "now": now,
        "zone": zone,
        "window": window,
        "windows": _tabs(window),
        "started": selectors.has_orders(),
        "asks": selectors.attention(
            now=now,
            inbox=_may(request, Capability.INBOX_VIEW),
            operations=_may(request, Capability.EVENTS_OPERATE),
            rules=_may(request, Capability.SETTINGS_CHANGE),
            sources=_may(request, Capability.SOURCES_MANAGE),
        ),
    }
    if _may(request, Capability.FOLLOWUPS_VIEW):
        context["figures"] = selectors.figures(window, now=now, zone=zone)
        context["held"] = selectors.held_reasons(window, now=now, zone=zone)
        context["heat"] = selectors.heat(now=now, zone=zone)
    if _may(request, Capability.INBOX_VIEW):
        context["replies"] = selectors.replies()
    return context


def _tabs(window: str) -> list[dict[str, object]]:
    labels = {"today": _("Today"), "week": _("7 days")}
    return [{"label": labels[w], "url": f"/?rentang={w}", "current": w == window} for w in WINDOWS]


def greeting(now: datetime, zone: str) -> str:
    hour = now.astimezone(ZoneInfo(zone)).hour
    if 4 <= hour < 11:
        return _("Good morning")
    if 11 <= hour < 15:
        return _("Good day")
    return _("Good afternoon") if 15 <= hour < 18 else _("Good evening")


def _first_name(request: HttpRequest) -> str:
    return str(request.user).split(maxsplit=1)[0].split("@")[0]


def _zone(request: HttpRequest) -> str:
    return str(request.membership.workspace.timezone)  # type: ignore[attr-defined]


def _may(request: HttpRequest, capability: Capability) -> bool:
    return allowed(request.membership.role, capability)  # type: ignore[attr-defined]
