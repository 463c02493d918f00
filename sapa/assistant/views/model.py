"""«Model»: which language model helps the assistant, what it cost, what came of it; one call to try it."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.assistant.forms.model import ModelForm, as_typed
from sapa.assistant.model.choice import MILLION
from sapa.assistant.models import ModelDoor, ModelMonth
from sapa.assistant.selectors.model import COMMANDS, OUTCOMES, month_now, newest_trial, plug_now
from sapa.assistant.selectors.words import INTENTS, told
from sapa.assistant.services.model.choosing import change_plug, forget_key, keep_key
from sapa.assistant.services.model.errands import SAMPLE, ask_trial
from sapa.assistant.views.places import tabs
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.inbox.selectors.packages import REASONS
from sapa.inbox.selectors.tickets.words import SLOTS
from sapa.web.errors import Refused

WRONG = 422
PATIENCE = timedelta(minutes=2)


@require_http_methods(["GET", "POST"])
@requires(Capability.ASSISTANT_MANAGE)
def page(request: HttpRequest) -> HttpResponse:
    form, now = ModelForm(request.POST or None, initial=as_typed(plug_now())), business_now()
    if request.method == "POST" and form.is_valid():
        try:
            change_plug(values=form.values(), now=now)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            if key := form.cleaned_data["kunci"].strip():
                keep_key(key=key, now=now)
            messages.success(request, _("Saved."))
            return redirect("assistant:model")
    is_wrong = request.method == "POST"
    return render(
        request, "assistant/model.html", _page(request, form, now), status=WRONG if is_wrong else 200
    )


@require_POST
@requires(Capability.ASSISTANT_MANAGE)
def drop_key(request: HttpRequest) -> HttpResponse:
    forget_key(now=business_now())
    messages.success(request, _("The key is gone."))
    return redirect("assistant:model")


@require_POST
@requires(Capability.ASSISTANT_MANAGE)
def try_now(request: HttpRequest) -> HttpResponse:
    """The worker asks; this page looks again until it has."""
    now = business_now()
    ask_trial(now=now)
    if "HX-Request" not in request.headers:
        return redirect("assistant:model")
    return render(request, "assistant/_model_trial.html", _trial(now))


@require_GET
@requires(Capability.ASSISTANT_MANAGE)
def tried(request: HttpRequest) -> HttpResponse:
    return render(request, "assistant/_model_trial.html", _trial(business_now()))


def _page(request: HttpRequest, form: ModelForm, now: datetime) -> dict[str, Any]:
    door, month = ModelDoor.objects.first(), month_now(now)
    return {
        "tabs": tabs(request, "assistant:model"),
        "form": form,
        "plug": plug_now(),
        "door": door,
        "rests": bool(door and door.rests_until and door.rests_until > now),
        "failed": OUTCOMES.get(door.failed, door.failed) if door and door.failed else "",
        "month": month,
        "rupiah": rupiah(month),
        "outcomes": outcomes(month),
        **_trial(now),
    }


def _trial(now: datetime) -> dict[str, Any]:
    """`waits`: the worker has not told yet; after some minutes nobody waits for it any more."""
    errand = newest_trial()
    if errand is None:
        return {"sample": SAMPLE}
    result = errand.result
    return {
        "sample": SAMPLE,
        "errand": errand,
        "waits": errand.done_at is None and errand.asked_at > now - PATIENCE,
        "failure": OUTCOMES.get(result.get("failed", ""), result.get("failed", "")),
        "seconds": round(result.get("milliseconds", 0) / 1000, 1),
        "cost": round(result.get("rupiah", 0), 2),
        "commands": [_in_words(one) for one in result.get("commands", ())],
    }


def _in_words(command: dict[str, Any]) -> str:
    names = command.get("intents") or [command.get("intent", "")]
    intents = ", ".join(told(INTENTS, [one for one in names if one]))
    slot = f"{SLOTS.get(command['slot'], command['slot'])}: {command['value']}" if "slot" in command else ""
    reason = str(REASONS.get(command.get("reason", ""), ""))
    return " · ".join(one for one in (str(COMMANDS[command["command"]]), intents, slot, reason) if one)


def rupiah(month: ModelMonth | None) -> int:
    """Rounded up: a started rupiah is spent."""
    return -(-month.cost // MILLION) if month else 0


def outcomes(month: ModelMonth | None) -> list[tuple[str, int]]:
    """What came of the calls, the most frequent first."""
    counted = sorted((month.outcomes if month else {}).items(), key=lambda one: -one[1])
    return [(str(OUTCOMES.get(code, code)), times) for code, times in counted]
