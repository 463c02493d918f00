"""The strip above the composer: what the assistant would answer, asked for by a person and sent by nobody else."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sapa.assistant.selectors.sources import records_in
from sapa.assistant.services.drafts import draft_for
from sapa.assistant.views.tracing import articles_by_code, lines_of
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.messaging.selectors import conversation_by_public_id


@require_GET
@requires(Capability.INBOX_REPLY)
def draft(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = conversation_by_public_id(public_id)
    found = draft_for(conversation=chosen, now=business_now())
    told: dict[str, object] = {"draft": found, "conversation": chosen}
    if found:
        trace = found.trace
        told["records"] = records_in(trace)
        told["lines"] = lines_of(
            outcome="",
            reason="",
            confidence=found.confidence,
            trace=trace,
            articles=articles_by_code(set(trace.get("cites", ()))),
        )
    return render(request, "assistant/_draft.html", told)
