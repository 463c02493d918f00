"""Under an answer of the assistant: what it understood, read, cited and did, and whether it understood wrongly."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapa.accounts.models import User
from sapa.assistant.models import Turn
from sapa.assistant.selectors import words
from sapa.assistant.selectors.sources import correction_of, records_in, turn_behind
from sapa.assistant.services import corrections
from sapa.assistant.views.tracing import articles_by_code, lines_of
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.messaging.models import Message
from sapa.messaging.selectors.stories import message_by_public_id


@require_GET
@requires(Capability.INBOX_VIEW)
def sources(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return shown(request, message_by_public_id(public_id))


@require_POST
@requires(Capability.INBOX_REPLY)
def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the message before this answer meant; the assistant knows it from the next message on."""
    said = message_by_public_id(public_id)
    turn = turn_behind(said)
    if turn is None:
        raise Http404
    intent, author = request.POST.get("maksud", ""), request.user.pk or 0
    corrections.correct(turn=turn, intent=intent, author_id=author, now=business_now())
    if "HX-Request" in request.headers:
        return shown(request, said)
    messages.success(request, _("Thank you: the assistant knows it from the next message on."))
    return redirect("inbox:conversation", said.conversation.public_id)


def shown(request: HttpRequest, said: Message) -> HttpResponse:
    turn = turn_behind(said)
    told = told_of(turn) if turn else {}
    return render(request, "assistant/_sources.html", {"said": said, "turn": turn, **told})


def told_of(turn: Turn) -> dict[str, object]:
    correction = correction_of(turn)
    is_read = bool(turn.message.text.strip() and turn.intent)
    author = User.objects.filter(pk=correction.author_id).first() if correction else None
    return {
        "lines": lines_of(
            outcome=turn.outcome,
            reason=turn.reason,
            confidence=turn.confidence,
            trace=turn.trace,
            articles=articles_by_code(set(turn.trace.get("cites", ()))),
        ),
        "records": records_in(turn.trace),
        "checked": not turn.guard_blocks and bool(turn.trace),
        "correction": correction,
        "meant": words.INTENTS.get(correction.intent, correction.intent) if correction else "",
        "author": author,
        "intents": [(one, words.INTENTS[one]) for one in corrections.TEACHABLE] if is_read else (),
    }
