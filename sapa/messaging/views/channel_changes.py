"""What a person does with a number: look again, wire, try, replace secrets, stop, let go, disconnect."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sapa.accounts.services import audit, change_settings
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.messaging.forms.channels import ModeForm, PhoneForm, SecretForm, ThresholdsForm, TokenForm
from sapa.messaging.selectors.channels import channel_by_public_id
from sapa.messaging.services import connecting as services
from sapa.messaging.services.health import thresholds
from sapa.messaging.services.restraint import switch_test_mode
from sapa.messaging.views.channels import checks_context, list_context, page_context

MANAGE = Capability.CHANNELS_MANAGE


@require_POST
@requires(MANAGE)
def look(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _asked(request, public_id, services.LOOK)


@require_POST
@requires(MANAGE)
def subscribe(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _asked(request, public_id, services.SUBSCRIBE)


def _asked(request: HttpRequest, public_id: UUID, what: str) -> HttpResponse:
    """The worker asks the provider; the check list shows it as soon as it is done."""
    chosen = channel_by_public_id(public_id)
    services.ask(channel=chosen, what=what, now=business_now())
    if "HX-Request" in request.headers:
        return render(request, "messaging/_channel_checks.html", checks_context(request, chosen))
    return redirect("messaging:channel", public_id)


@require_POST
@requires(MANAGE)
def test(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen, form = channel_by_public_id(public_id), PhoneForm(request.POST)
    if not form.is_valid():
        return _again(request, public_id, phone_form=form)
    text = _("A test message of Sapa: this number sends and receives. ✓")
    services.send_test(channel=chosen, phone=form.cleaned_data["phone"], text=text, now=business_now())
    messages.success(request, _("The test message is on its way."))
    return redirect("messaging:channel", public_id)


@require_POST
@requires(MANAGE)
def token(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen, form = channel_by_public_id(public_id), TokenForm(request.POST)
    if not form.is_valid():
        return _again(request, public_id, token_form=form)
    freed = services.replace_token(channel=chosen, token=form.cleaned_data["token"], now=business_now())
    text = _("The new token is kept.")
    if freed:
        text = ngettext(
            "The new token is kept; what waited for it is decided anew and goes on.",
            "The new token is kept; what waited on %(number)d numbers is decided anew and goes on.",
            freed,
        ) % {"number": freed}
    messages.success(request, text)
    return redirect("messaging:channel", public_id)


@require_POST
@requires(MANAGE)
def app_secret(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen, form = channel_by_public_id(public_id), SecretForm(request.POST)
    if not form.is_valid():
        return _again(request, public_id, secret_form=form)
    given = form.cleaned_data["app_secret"]
    services.replace_app_secret(channel=chosen, app_secret=given, now=business_now())
    messages.success(request, _("Both app secrets are accepted until you retire the old one."))
    return redirect("messaging:channel", public_id)


@require_POST
@requires(MANAGE)
def retire(_request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.retire_app_secret(channel=channel_by_public_id(public_id), now=business_now())
    return redirect("messaging:channel", public_id)


@require_POST
@requires(MANAGE)
def stop(_request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.stop(channel=channel_by_public_id(public_id), now=business_now())
    return redirect("messaging:channel", public_id)


@require_POST
@requires(MANAGE)
def resume(request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.resume(channel=channel_by_public_id(public_id), now=business_now())
    messages.success(request, _("The number goes on; what waited is decided anew."))
    return redirect("messaging:channel", public_id)


@require_POST
@requires(MANAGE)
def disconnect(_request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.disconnect(channel=channel_by_public_id(public_id), now=business_now())
    return redirect("messaging:channels")


@require_POST
@requires(MANAGE)
def test_mode(request: HttpRequest) -> HttpResponse:
    form = ModeForm(request.POST)
    if not form.is_valid():
        return render(request, "messaging/channels.html", list_context(mode_form=form), status=422)
    switch_test_mode(**form.cleaned_data, now=business_now())
    on = _("Test mode is on: only the listed phones receive anything.")
    messages.success(
        request, on if form.cleaned_data["on"] else _("Test mode is off: customers are reached.")
    )
    return redirect("messaging:channels")


@require_POST
@requires(Capability.SETTINGS_CHANGE)
def rests(request: HttpRequest) -> HttpResponse:
    form = ThresholdsForm(request.POST, rules=thresholds())
    if not form.is_valid():
        return render(request, "messaging/channels.html", list_context(rules_form=form), status=422)
    now = business_now()
    change_settings(changes={"number_health": form.cleaned_data}, now=now)
    audit(action="number_health.changed", now=now, data=form.cleaned_data)
    messages.success(request, _("Saved. It holds from the next look, within a minute."))
    return redirect("messaging:channels")


def _again(request: HttpRequest, public_id: UUID, **forms: object) -> HttpResponse:
    """The whole page with what was wrong."""
    context = page_context(request, channel_by_public_id(public_id), **forms)
    return render(request, "messaging/channel.html", context, status=422)
