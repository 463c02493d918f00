"""The strip above the composer: what the assistant would answer, asked for by a person and sent by nobody else.

The records' own words stand at once; where the shop's model words drafts, its words take their place within seconds.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sapa.assistant.models import ModelErrand
from sapa.assistant.selectors.model import OUTCOMES, draft_errand, plug_now
from sapa.assistant.selectors.sources import records_in
from sapa.assistant.services.drafts import Draft, draft_for
from sapa.assistant.services.model import ask_draft
from sapa.assistant.views.tracing import Line, articles_by_code, lines_of
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.messaging.models import Conversation, Message
from sapa.messaging.selectors import conversation_by_public_id

NOT_YET = 204
WORKER = timedelta(seconds=10)  # until it takes the errand, beside the model's own time
TIMEOUT = "model_timeout"


@require_GET
@requires(Capability.INBOX_REPLY)
def draft(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = conversation_by_public_id(public_id)
    found = draft_for(conversation=chosen, now=business_now())
    return _card(request, chosen, found, asks=bool(found and plug_now().drafts))


@require_http_methods(["GET", "POST"])
@requires(Capability.INBOX_REPLY)
def word(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """POST asks the model; GET with `tugas`: nothing new while it thinks, then its words, or why there are none."""
    chosen, now = conversation_by_public_id(public_id), business_now()
    if request.method == "POST":
        return _asked(request, chosen, now)
    errand = draft_errand(request.GET.get("tugas", ""))
    result = errand.result if errand and _is_of(errand, chosen) else {}
    if errand and errand.done_at is None and not _is_late(errand, now):
        return HttpResponse(status=NOT_YET)
    if errand and (text := result.get("text")):
        return _card(request, chosen, _worded(errand, text), result=result)
    failed = result.get("failed") or TIMEOUT
    return _card(request, chosen, draft_for(conversation=chosen, now=now), note=OUTCOMES.get(failed, failed))


def _asked(request: HttpRequest, chosen: Conversation, now: datetime) -> HttpResponse:
    found = draft_for(conversation=chosen, now=now)
    is_worded = found and plug_now().drafts
    errand = ask_draft(message_id=found.message.pk, now=now) if found and is_worded else None
    return _card(request, chosen, found, errand=errand)


def _is_of(errand: ModelErrand, chosen: Conversation) -> bool:
    return Message.objects.filter(pk=errand.given.get("message"), conversation=chosen).exists()


def _is_late(errand: ModelErrand, now: datetime) -> bool:
    return errand.asked_at + timedelta(seconds=plug_now().timeout) + WORKER < now


def _worded(errand: ModelErrand, text: str) -> Draft:
    message = Message.objects.get(pk=errand.given["message"])
    return Draft(text, message, errand.result["trace"], errand.result["confidence"])


def _card(
    request: HttpRequest,
    chosen: Conversation,
    found: Draft | None,
    *,
    asks: bool = False,
    errand: ModelErrand | None = None,
    result: dict[str, Any] | None = None,
    note: object = "",
) -> HttpResponse:
    """`asks`: the page asks the model as soon as it stands; `errand`: it looks until that is done; `result`: of one
    that is; `note`: why the words are the records' own."""
    told: dict[str, object] = {"draft": found, "conversation": chosen, "asks": asks, "errand": errand}
    if found:
        told["records"] = records_in(found.trace)
        told["lines"] = [*_lines(found), *(_of_the_model(result) if result else ())]
        told |= {"plain": (result or {}).get("plain", ""), "checked": bool(result), "note": note}
    return render(request, "assistant/_draft.html", told)


def _lines(found: Draft) -> list[Line]:
    return lines_of(
        outcome="",
        reason="",
        confidence=found.confidence,
        trace=found.trace,
        articles=articles_by_code(set(found.trace.get("cites", ()))),
    )


def _of_the_model(result: dict[str, Any]) -> list[Line]:
    seconds = round(result.get("milliseconds", 0) / 1000, 1)
    told = _("%(model)s, in %(seconds)s seconds; figures and names were put in here")
    return [Line(_("Worded by"), told % {"model": result.get("model", ""), "seconds": seconds})]
