"""Pages of the contact policy: all its settings, the look before saving, the test box, the versions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapa.accounts.selectors import settings_in_force
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, allowed, requires
from sapa.journeys.forms.policy import PolicyForm, TestForm
from sapa.journeys.selectors import policy as told
from sapa.journeys.services import policy as services
from sapa.web.errors import CHANGED_MEANWHILE, Refused

SALT = "sapa.journeys.policy"
VALID_SECONDS = 60 * 60 * 12


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    number, document = _in_force()
    scope = _scope(request.GET.get("untuk", ""))
    preset = told.PRESETS.get(request.GET.get("isi", ""), {}) if not scope else {}
    form = PolicyForm(document, scope, timezone=_zone(request), preset=preset)
    return render(request, "journeys/policy.html", _page(request, form, number))


def _page(request: HttpRequest, form: PolicyForm, number: int) -> dict[str, Any]:
    zone, now = _zone(request), business_now()
    view = told.View.from_query(request.GET)
    return {
        "form": form,
        "version": number,
        "scopes": _scopes(form.scope),
        "presets": told.PRESET_NAMES if not form.scope else {},
        "filled_in": request.GET.get("isi", ""),
        "versions": told.versions(timezone=zone, limit=6),
        "view": view,
        "clocks": told.clocks(view, now=now, zone=zone),
        "week": told.week(view, now=now, zone=zone),
        "test": TestForm(initial={"waktu": _wall(now, zone)}, zone=zone),
        "locked": not allowed(request.membership.role, Capability.SETTINGS_CHANGE),  # type: ignore[attr-defined]
        "CLASSES": told.CLASS_NAMES.items(),
        "SEGMENTS": told.SEGMENT_NAMES.items(),
        "YES_NO": [("yes", _("yes")), ("no", _("no"))],
        "ON_OFF": [("off", _("off")), ("on", _("on"))],
        "OWN_CHOICE": [("1", _("own choice"))],
    }


@require_POST
@requires(Capability.SETTINGS_CHANGE)
def check(request: HttpRequest) -> HttpResponse:
    """What the change does to waiting messages, before it is saved."""
    number, document = _in_force()
    scope = _scope(request.POST.get("untuk", ""))
    form = PolicyForm(document, scope, timezone=_zone(request), data=request.POST)
    if request.POST.get("versi") != str(number) and told.policy_of(_number(request)) != document:
        raise Refused(CHANGED_MEANWHILE)
    if not form.is_valid:
        return render(request, "journeys/policy.html", _page(request, form, number), status=422)
    return _checked(request, form.proposed(), number, back=_address(scope))


@require_POST
@requires(Capability.SETTINGS_CHANGE)
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """An old version is looked at like any other change; saving it makes a new one."""
    old = told.version(number, timezone=_zone(request))
    return _checked(request, old.document, _in_force()[0], back=_address(""), restored=number)


def _checked(
    request: HttpRequest, document: Mapping[str, Any], seen: int, *, back: str, restored: int | None = None
) -> HttpResponse:
    services.check_document(document)
    changes = told.changes(_in_force()[1], document, timezone=_zone(request))
    if not changes:
        messages.info(request, _("Nothing was changed."))
        return redirect(back)
    proposal = {"document": dict(document), "seen": seen, "restored": restored}
    impact = services.impact(document=document, now=business_now())
    closed = services.closed(document=document, now=business_now())
    context = {
        "changes": changes,
        "impact": impact,
        "impact_words": told.impact_words(impact),
        "moves": told.move_rows(impact),
        "closed": [(told.CLASS_NAMES[klass], told.SEGMENT_NAMES[segment]) for klass, segment in closed],
        "proposal": signing.dumps(proposal, salt=SALT, compress=True),
        "back": back,
        "restored": restored,
    }
    return render(request, "journeys/policy_check.html", context)


@require_POST
@requires(Capability.SETTINGS_CHANGE)
def save(request: HttpRequest) -> HttpResponse:
    """Saves what was looked at: the proposal is signed, so it is the one that was checked."""
    try:
        found = signing.loads(request.POST.get("usulan", ""), salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        raise Refused(CHANGED_MEANWHILE) from None
    done = services.change_policy(
        document=found["document"], seen=found["seen"], restored=found["restored"], now=business_now()
    )
    text = _("Saved as version %(number)s. Waiting messages have their new times.")
    if not done.replanned:
        text = _("Saved as version %(number)s. Waiting messages get their new times in a moment.")
    messages.success(request, text % {"number": done.version})
    return redirect("journeys:policy")


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def clocks(request: HttpRequest) -> HttpResponse:
    """The clocks and the week alone, for another class, segment or customer."""
    view, now, zone = told.View.from_query(request.GET), business_now(), _zone(request)
    context = {
        "view": view,
        "clocks": told.clocks(view, now=now, zone=zone),
        "week": told.week(view, now=now, zone=zone),
    }
    return render(request, "journeys/_policy_now.html", context)


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def try_out(request: HttpRequest) -> HttpResponse:
    """The test box: customer, class and time to a verdict with every rule; nothing is written."""
    form = TestForm(request.GET if "kelas" in request.GET else None, zone=_zone(request))
    answer = None
    if form.is_valid():
        asked = form.cleaned_data
        answer = services.ask(
            contact=asked["pelanggan"], klass=asked["kelas"], recipe=asked["resep"], at=asked["waktu"]
        )
    context = {"test": form, "verdict": told.told_verdict(answer) if answer else None}
    partial = "HX-Request" in request.headers
    status = 422 if form.is_bound and not form.is_valid() and not partial else 200
    template = "journeys/_policy_verdict.html" if partial else "journeys/policy_test.html"
    return render(request, template, context, status=status)


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def find_customers(request: HttpRequest) -> HttpResponse:
    """Customers by name or number, to choose one for the test box."""
    text = request.GET.get("cari", "").strip()[:100]
    found = told.found_customers(text) if len(text) > 1 else []
    return render(request, "journeys/_policy_customers.html", {"found": found, "cari": text})


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def version(request: HttpRequest, number: int) -> HttpResponse:
    zone = _zone(request)
    one = told.version(number, timezone=zone)
    since = told.changes(_in_force()[1], one.document, timezone=zone)
    return render(
        request, "journeys/policy_version.html", {"one": one, "since": since, "now": business_now()}
    )


def _in_force() -> tuple[int, Mapping[str, Any]]:
    number, settings = settings_in_force()
    return number, settings.get("policy", {})


def _number(request: HttpRequest) -> int:
    shown = request.POST.get("versi", "")
    return int(shown) if shown.isdecimal() and len(shown) < 10 else -1


def _scope(text: str) -> str:
    return text if text in told.SCOPE_NAMES else ""


def _scopes(current: str) -> list[dict[str, object]]:
    return [
        {"label": name, "url": _address(scope), "current": scope == current}
        for scope, name in told.SCOPE_NAMES.items()
    ]


def _address(scope: str) -> str:
    home = reverse("journeys:policy")
    return f"{home}?untuk={scope}" if scope else home


def _zone(request: HttpRequest) -> str:
    return str(request.membership.workspace.timezone)  # type: ignore[attr-defined]


def _wall(now: datetime, zone: str) -> datetime:
    return now.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
