"""Pages of the demo: its clock, and logging in with one click. Outside demo mode none of them exists."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now, demo_target, set_demo_target
from sapa.base.permissions import Capability, public, requires
from sapa.lab.demo.people import person_of

MORNING = time(8)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Step = Callable[[datetime, str], datetime]


def _next_morning(at: datetime, zone: str) -> datetime:
    local = at.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=local.time() >= MORNING)
    return datetime.combine(day, MORNING, ZoneInfo(zone))


STEPS: dict[str, Step] = {
    "1h": lambda at, _zone: at + timedelta(hours=1),
    "6h": lambda at, _zone: at + timedelta(hours=6),
    "morning": _next_morning,
    "1d": lambda at, _zone: at + timedelta(days=1),
    "7d": lambda at, _zone: at + timedelta(days=7),
}


@require_GET
@requires(Capability.HOME_VIEW)
def clock(request: HttpRequest) -> HttpResponse:
    """The card of the home page; while the demo plays forward it asks for itself and tells the page."""
    _only_in_demo()
    response = _card(request)
    if "sejak" in request.GET:
        response.headers["HX-Trigger"] = "sapa:clock"
    return response


@require_POST
@requires(Capability.DEMO_CLOCK)
def advance(request: HttpRequest) -> HttpResponse:
    """Only sets the target; the worker plays forward moment by moment."""
    _only_in_demo()
    step = STEPS.get(request.POST.get("langkah", ""))
    if step is None:
        raise Http404
    now = business_now()
    set_demo_target(step(demo_target() or now, _zone(request)))
    return _card(request) if "HX-Request" in request.headers else redirect("reports:home")


@require_GET
@public
def log_in(request: HttpRequest, token: str) -> HttpResponse:
    """A signed link that `sapa demo` prints."""
    _only_in_demo()
    person = person_of(token)
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    return redirect("reports:home")


def _card(request: HttpRequest) -> HttpResponse:
    now, target = business_now(), demo_target()
    playing = target is not None and target > now
    context: dict[str, Any] = {"now": now, "playing": playing, "phones": settings.SAPA.graph_url}
    if playing and target:
        since = _since(request, now)
        context |= {"target": target, "since": since.isoformat(), **_progress(since, now, target)}
    return render(request, "lab/_clock.html", context)


def _since(request: HttpRequest, now: datetime) -> datetime:
    """When this stretch began, as the card itself remembers it."""
    try:
        return min(datetime.fromisoformat(request.GET.get("sejak", "")), now)
    except (TypeError, ValueError):
        return now


def _progress(since: datetime, now: datetime, target: datetime) -> dict[str, int]:
    return {
        "done": int((now - since).total_seconds()),
        "whole": max(1, int((target - since).total_seconds())),
    }


def _zone(request: HttpRequest) -> str:
    return str(request.membership.workspace.timezone)  # type: ignore[attr-defined]


def _only_in_demo() -> None:
    if not settings.SAPA.demo:
        raise Http404
