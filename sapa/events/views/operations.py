"""The operator's page: what waits, what died and may be tried again, what was refused at the door."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from sapa.accounts.services import audit
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.events import selectors, services
from sapa.events.models import EventDelivery, RawDelivery

REASONS = {
    "unsigned": gettext_lazy("without a signature"),
    "wrong_signature": gettext_lazy("with a wrong signature"),
    "stale": gettext_lazy("with an old timestamp"),
    "too_large": gettext_lazy("too large"),
    "too_slow": gettext_lazy("broken off or too slow"),
    "wrong_challenge": gettext_lazy("with a wrong verification token"),
    "check_broke": gettext_lazy("not checkable"),
}
EVENTS = "events"


@require_GET
@requires(Capability.EVENTS_OPERATE)
def operations(request: HttpRequest) -> HttpResponse:
    now = business_now()
    tab = EVENTS if request.GET.get("tab") == EVENTS else "raw"
    page = _dead_events(request, now) if tab == EVENTS else _dead_raw(request, now)
    return render(
        request,
        "events/operations.html",
        {**_backlog(now), **page, "tab": tab, "tabs": _tabs(tab), "refusals": _refusals(now)},
    )


@require_GET
@requires(Capability.EVENTS_OPERATE)
def backlog(request: HttpRequest) -> HttpResponse:
    """The counters alone; the page asks for them again every few seconds."""
    return render(request, "events/_backlog.html", _backlog(business_now()))


@require_POST
@requires(Capability.EVENTS_OPERATE)
def replay_raw(request: HttpRequest, raw_id: int) -> HttpResponse:
    now = business_now()
    services.replay_raw(raw_id=raw_id, now=now)
    return _replayed(request, f"raw:{raw_id}", 1, now, "raw")


@require_POST
@requires(Capability.EVENTS_OPERATE)
def replay_every_raw(request: HttpRequest) -> HttpResponse:
    now = business_now()
    return _replayed(request, "raw", services.replay_every_raw(now=now), now, "raw")


@require_POST
@requires(Capability.EVENTS_OPERATE)
def replay_delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    now = business_now()
    services.replay_delivery(delivery_id=delivery_id, now=now)
    return _replayed(request, f"delivery:{delivery_id}", 1, now, EVENTS)


@require_POST
@requires(Capability.EVENTS_OPERATE)
def replay_every_delivery(request: HttpRequest) -> HttpResponse:
    now = business_now()
    return _replayed(request, "delivery", services.replay_every_delivery(now=now), now, EVENTS)


def _replayed(request: HttpRequest, subject: str, count: int, now: datetime, tab: str) -> HttpResponse:
    audit(action="delivery.replayed", subject=subject, now=now, data={"count": count})
    sentence = ngettext("%(count)d is tried again now.", "%(count)d are tried again now.", count)
    messages.success(request, sentence % {"count": count})
    return redirect(f"{reverse('events:operations')}?tab={tab}")


def _backlog(now: datetime) -> dict[str, Any]:
    raw, events = selectors.raw_backlog(), selectors.event_backlog()
    return {"raw": raw, "raw_age": raw.age(now), "waiting": events, "waiting_age": events.age(now)}


def _tabs(tab: str) -> list[dict[str, object]]:
    raw, events = selectors.dead_counts()
    return [
        {"label": _("Deliveries"), "url": "?tab=raw", "current": tab == "raw", "count": raw},
        {"label": _("Events"), "url": "?tab=events", "current": tab == EVENTS, "count": events},
    ]


def _dead_raw(request: HttpRequest, now: datetime) -> dict[str, Any]:
    page = selectors.dead_raw(before=cursor(request, "before"), after=cursor(request, "after"))
    return {"dead": [_raw_row(row, now) for row in page.rows], **neighbours(page, "tab=raw")}


def _raw_row(row: RawDelivery, now: datetime) -> dict[str, Any]:
    return {
        "id": row.pk,
        "source": row.endpoint.label or row.kind,
        "kind": row.kind,
        "age": now - row.received_at,
        "attempts": row.attempts,
        "error": row.error,
        "preview": selectors.preview(getattr(row, "opening", b"")),
        "size": getattr(row, "size", 0),
    }


def _dead_events(request: HttpRequest, now: datetime) -> dict[str, Any]:
    page = selectors.dead_deliveries(before=cursor(request, "before"), after=cursor(request, "after"))
    return {"dead": [_event_row(row, now) for row in page.rows], **neighbours(page, f"tab={EVENTS}")}


def _event_row(row: EventDelivery, now: datetime) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.event.name,
        "handler": row.handler,
        "age": now - row.event.recorded_at,
        "attempts": row.attempts,
        "error": row.error,
    }


def neighbours(page: "selectors.Page[Any]", query: str) -> dict[str, str]:
    return {
        "newer": f"?{query}&after={page.newer}" if page.newer else "",
        "older": f"?{query}&before={page.older}" if page.older else "",
    }


def _refusals(now: datetime) -> Sequence[dict[str, Any]]:
    return [
        {
            "day": datetime.combine(each.day, now.timetz()),
            "source": each.label or each.kind,
            "reason": REASONS.get(each.code, each.code),
            "count": each.count,
        }
        for each in selectors.refusals(now=now)
    ]


def cursor(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
