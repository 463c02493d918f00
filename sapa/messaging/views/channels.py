"""Pages of the numbers: the list, connecting one, its check list and health."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, allowed, requires
from sapa.base.sealed import SealError
from sapa.messaging.forms.channels import (
    ConnectForm,
    ModeForm,
    PhoneForm,
    SecretForm,
    ThresholdsForm,
    TokenForm,
)
from sapa.messaging.models import Channel
from sapa.messaging.selectors.channels import channel_by_public_id, channels
from sapa.messaging.selectors.checklist import checklist, is_waiting
from sapa.messaging.selectors.health import health_of, state_of
from sapa.messaging.services.channels import DISCONNECTED
from sapa.messaging.services.connecting import connect as connect_number
from sapa.messaging.services.health import thresholds
from sapa.messaging.services.numbers import address_of, verify_token_of
from sapa.messaging.services.restraint import current_test_mode, switch_test_mode


@require_GET
@requires(Capability.HOME_VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    return render(request, "messaging/channels.html", list_context())


def list_context(**forms: Any) -> dict[str, Any]:
    now, mode = business_now(), current_test_mode()
    return {
        "numbers": [state_of(one, now=now) for one in channels()],
        "mode": mode,
        "mode_form": ModeForm(initial={"on": mode.on, "phones": "\n".join(mode.phones)}),
        "rules_form": ThresholdsForm(rules=thresholds()),
        **forms,
    }


@require_http_methods(["GET", "POST"])
@requires(Capability.CHANNELS_MANAGE)
def connect(request: HttpRequest) -> HttpResponse:
    form = ConnectForm(request.POST or None, initial={"test_mode": not channels()})
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "messaging/channel_connect.html", {"form": form}, status=status)
    told, now = dict(form.cleaned_data), business_now()
    in_test_mode = told.pop("test_mode")
    made = connect_number(**told, now=now)
    if in_test_mode:
        switch_test_mode(on=True, phones=current_test_mode().phones, now=now)
    messages.success(request, _("Kept. Now follow the check list until every line is green."))
    return redirect("messaging:channel", made.public_id)


@require_GET
@requires(Capability.HOME_VIEW)
def channel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = channel_by_public_id(public_id)
    return render(request, "messaging/channel.html", page_context(request, chosen))


@require_GET
@requires(Capability.HOME_VIEW)
def checks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The check list alone: it asks again by itself while something is under way or not yet green."""
    chosen = channel_by_public_id(public_id)
    return render(request, "messaging/_channel_checks.html", checks_context(request, chosen))


def page_context(request: HttpRequest, chosen: Channel, **forms: Any) -> dict[str, Any]:
    return {
        **checks_context(request, chosen),
        "health": health_of(chosen, now=business_now()),
        "gone": chosen.stopped == DISCONNECTED,
        "token_form": TokenForm(),
        "secret_form": SecretForm(),
        **(_wiring(chosen) if _manages(request) else {}),
        **forms,
    }


def checks_context(request: HttpRequest, chosen: Channel) -> dict[str, Any]:
    found = checklist(chosen, now=business_now())
    return {
        "channel": chosen,
        "checks": found,
        "good": sum(one.state == "green" for one in found),
        "waiting": is_waiting(chosen),
        "phone_form": PhoneForm(),
        "manages": _manages(request),
    }


def _wiring(chosen: Channel) -> dict[str, Any]:
    """What is pasted at Meta; the verify token is made from the app secret and useless without it."""
    if chosen.endpoint is None:
        return {}
    try:
        token = verify_token_of(chosen.endpoint)
    except SealError:
        token = ""
    return {"address": address_of(chosen.endpoint), "verify_token": token}


def _manages(request: HttpRequest) -> bool:
    return allowed(request.membership.role, Capability.CHANNELS_MANAGE)  # type: ignore[attr-defined]
