"""«Webhook keluar»: who is told of what, how it went, and what is told once more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sapa.accounts.services import audit
from sapa.base.ahead import asks_first, told_first
from sapa.base.clock import business_now, machine_now
from sapa.base.permissions import Capability, requires
from sapa.domain.webhooks import TEST
from sapa.events import selectors, services
from sapa.events.forms import SpanForm, WebhookForm
from sapa.events.models import Webhook, WebhookDelivery
from sapa.events.views.operations import cursor, neighbours
from sapa.web.errors import Refused

STATES = {
    "waiting": gettext_lazy("Waiting"),
    "done": gettext_lazy("Arrived"),
    "dead": gettext_lazy("Failed"),
}
WRONG = {
    "certificate": gettext_lazy("its certificate is not valid"),
    "not_public": gettext_lazy("its address is on a private network"),
    "redirect": gettext_lazy("it points elsewhere"),
    "timeout": gettext_lazy("no answer in time"),
    "unreachable": gettext_lazy("no connection"),
}
OFF = {
    Webhook.Off.PERSON: gettext_lazy("Somebody switched it off."),
    Webhook.Off.GONE: gettext_lazy("The receiver answered 410: it wants no more."),
    Webhook.Off.FAILING: gettext_lazy("Nothing arrived there for five days."),
    Webhook.Off.SECRET: gettext_lazy("Its secret can no longer be opened: the key ring has changed."),
}


def look_up(request: HttpRequest) -> services.Looked | None:
    """The address of a form that fits, before the transaction."""
    form = WebhookForm(request.POST)
    return services.look_up(form.cleaned_data["url"]) if form.is_valid() else None


@asks_first(look_up)
@require_http_methods(["GET", "POST"])
@requires(Capability.SOURCES_MANAGE)
def webhooks(request: HttpRequest) -> HttpResponse:
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = services.create_webhook(
                **form.cleaned_data, looked=told_first(request), now=business_now()
            )
        except Refused as refused:
            form.add_error(None, f"{refused.sentence} {refused.remedy}")
        else:
            _note("webhook.made", made)
            return _page(request, made, secret=secret)
    context = {"form": form, "webhooks": selectors.webhooks(), "off": OFF}
    return render(request, "events/webhooks.html", context, status=422 if form.errors else 200)


@asks_first(look_up)
@require_http_methods(["GET", "POST"])
@requires(Capability.SOURCES_MANAGE)
def webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.webhook_by_public_id(public_id)
    if request.method != "POST":
        return _page(request, chosen)
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            services.change_webhook(webhook_id=chosen.pk, **form.cleaned_data, looked=told_first(request))
        except Refused as refused:
            form.add_error(None, f"{refused.sentence} {refused.remedy}")
        else:
            return _done(request, chosen, "webhook.changed", _("The webhook is kept."))
    return _page(request, chosen, form=form)


@require_POST
@requires(Capability.SOURCES_MANAGE)
def rotate_webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The new secret is shown once; both sign until the old one is retired."""
    chosen = selectors.webhook_by_public_id(public_id)
    secret = services.rotate_webhook_secret(webhook_id=chosen.pk)
    _note("webhook.secret_rotated", chosen)
    return _page(request, selectors.webhook_by_public_id(public_id), secret=secret)


@require_POST
@requires(Capability.SOURCES_MANAGE)
def retire_webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.webhook_by_public_id(public_id)
    services.retire_webhook_secret(webhook_id=chosen.pk)
    return _done(request, chosen, "webhook.secret_retired", _("Only the new secret signs now."))


@require_POST
@requires(Capability.SOURCES_MANAGE)
def switch_webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.webhook_by_public_id(public_id)
    services.switch_webhook(webhook_id=chosen.pk, active=not chosen.active)
    told = _("The webhook is off.") if chosen.active else _("The webhook is on.")
    return _done(request, chosen, "webhook.switched", told)


@require_POST
@requires(Capability.SOURCES_MANAGE)
def try_webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.webhook_by_public_id(public_id)
    services.try_webhook(webhook_id=chosen.pk, now=machine_now())
    return _done(request, chosen, "webhook.tried", _("A test is on its way; its answer shows below."))


@require_POST
@requires(Capability.SOURCES_MANAGE)
def replay_webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything of a span, also what was never told."""
    chosen = selectors.webhook_by_public_id(public_id)
    form = _span(request, request.POST)
    if not form.is_valid():
        return _page(request, chosen, span=form)
    try:
        count = services.replay_webhook_span(webhook_id=chosen.pk, now=machine_now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, f"{refused.sentence} {refused.remedy}")
        return _page(request, chosen, span=form)
    told = ngettext("%(count)d event goes out again.", "%(count)d events go out again.", count)
    return _done(request, chosen, "webhook.replayed", told % {"count": count}, count=count)


@require_POST
@requires(Capability.SOURCES_MANAGE)
def remove_webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.webhook_by_public_id(public_id)
    services.remove_webhook(webhook_id=chosen.pk)
    _note("webhook.removed", chosen)
    messages.success(request, _("The webhook is gone."))
    return redirect("events:webhooks")


@require_POST
@requires(Capability.SOURCES_MANAGE)
def replay_told(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.webhook_delivery(public_id)
    services.replay_webhook_delivery(delivery_id=chosen.pk, now=machine_now())
    return _done(request, chosen.webhook, "webhook.replayed", _("It goes out again."), count=1)


def _note(action: str, chosen: Webhook, **data: int) -> None:
    audit(action=action, subject=f"webhook:{chosen.pk}", now=business_now(), data=dict(data))


def _done(request: HttpRequest, chosen: Webhook, action: str, told: str, **data: int) -> HttpResponse:
    _note(action, chosen, **data)
    messages.success(request, told)
    return redirect("events:webhook", chosen.public_id)


def _span(request: HttpRequest, given: Any = None) -> SpanForm:
    return SpanForm(given, zone=request.membership.workspace.timezone)  # type: ignore[attr-defined]


def _page(
    request: HttpRequest,
    chosen: Webhook,
    *,
    secret: str = "",
    form: WebhookForm | None = None,
    span: SpanForm | None = None,
) -> HttpResponse:
    state = request.GET.get("keadaan", "")
    state = state if state in STATES else ""
    found = selectors.webhook_deliveries(
        chosen.pk, state=state, before=cursor(request, "before"), after=cursor(request, "after")
    )
    context: dict[str, Any] = {
        "webhook": chosen,
        "off": OFF.get(Webhook.Off(chosen.off_reason), "") if chosen.off_reason else "",
        "secret": secret,
        "form": form
        or WebhookForm(initial={name: getattr(chosen, name) for name in ("label", "url", "events")}),
        "span": span or _span(request),
        "deliveries": _rows(found.rows),
        "tabs": _tabs(state),
        **neighbours(found, f"keadaan={state}"),
    }
    wrong = (form is not None and form.errors) or (span is not None and span.errors)
    response = render(request, "events/webhook.html", context, status=422 if wrong else 200)
    if secret:
        response["Cache-Control"] = "no-store"
    return response


def _tabs(state: str) -> list[dict[str, object]]:
    words = {"": _("All"), **STATES}
    return [
        {"label": label, "url": f"?keadaan={name}", "current": name == state} for name, label in words.items()
    ]


def _rows(found: Sequence[WebhookDelivery]) -> list[dict[str, Any]]:
    attempts = selectors.attempts_by_delivery(row.pk for row in found)
    return [_row(row, attempts.get(row.pk, [])) for row in found]


def _row(row: WebhookDelivery, attempts: Sequence[Any]) -> dict[str, Any]:
    at: datetime = row.event.at if row.event else row.created_at
    name = row.event.name if row.event else TEST
    told = [(one, WRONG.get(one.error, one.error)) for one in attempts]
    return {"row": row, "name": name, "at": at, "attempts": told, "state": STATES[row.state]}
