"""The page of the message guard: the shop's own words, and a text to try."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, allowed, requires
from sapa.domain.guard import RULES, check
from sapa.journeys.forms.guard import GuardForm, TryForm
from sapa.journeys.services.guarding import choose_words, chosen_words


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    chosen = chosen_words()
    form = GuardForm(initial={name: getattr(chosen, name) for name in GuardForm.base_fields})
    return render(request, "journeys/guard.html", _page(request, form))


@require_POST
@requires(Capability.SETTINGS_CHANGE)
def save(request: HttpRequest) -> HttpResponse:
    form = GuardForm(request.POST)
    if not form.is_valid():
        return render(request, "journeys/guard.html", _page(request, form), status=422)
    choose_words(document=form.cleaned_data, now=business_now())
    messages.success(request, _("Saved."))
    return redirect("journeys:guard")


@require_POST
@requires(Capability.FOLLOWUPS_VIEW)
def try_out(request: HttpRequest) -> HttpResponse:
    """What the guard says of a text; nothing is written."""
    form, now = TryForm(request.POST), business_now()
    if not form.is_valid():
        return render(request, "journeys/_guard_found.html", {"form": form}, status=422)
    shop = request.membership.workspace  # type: ignore[attr-defined]
    local = now.astimezone(ZoneInfo(shop.timezone))
    found = check(form.case(shop=shop.name, chosen=chosen_words(), now=local))
    return render(request, "journeys/_guard_found.html", {"found": found})


def _page(request: HttpRequest, form: GuardForm) -> dict[str, Any]:
    local = business_now().astimezone(ZoneInfo(request.membership.workspace.timezone))  # type: ignore[attr-defined]
    return {
        "form": form,
        "try_form": TryForm(initial={"jam": local.time()}),
        "rules": sorted(RULES.items()),
        "locked": not allowed(request.membership.role, Capability.SETTINGS_CHANGE),  # type: ignore[attr-defined]
    }
