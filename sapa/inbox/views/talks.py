"""One conversation, and what a person does there."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, allowed, requires
from sapa.inbox import selectors, services
from sapa.inbox.selectors.composer import composer
from sapa.inbox.selectors.heads import head_of
from sapa.inbox.selectors.rows import HOUR, LONG
from sapa.inbox.services import desk
from sapa.inbox.services.shortcuts import count_use
from sapa.inbox.views import lists, stories
from sapa.inbox.views.desk import UNREAD, remember
from sapa.inbox.views.ownership import ask_first
from sapa.messaging.models import Conversation
from sapa.messaging.selectors import conversation_by_public_id, conversation_of
from sapa.web.client_ids import client_id_of


@require_GET
@requires(Capability.INBOX_VIEW)
def conversation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = conversation_by_public_id(public_id)
    unread = stories.read(request, chosen)
    return render(
        request,
        "inbox/conversation.html",
        {**lists.told(request, chosen.pk), **told(request, chosen, unread=unread)},
    )


@require_POST
@requires(Capability.INBOX_REPLY)
def reply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = conversation_by_public_id(public_id)
    with transaction.atomic():
        if asked := ask_first(request, chosen):
            return asked
        message_id = services.reply(
            conversation=chosen,
            text=request.POST.get("text", ""),
            author=request.user,  # type: ignore[arg-type]
            client_id=client_id_of(request),
            now=business_now(),
            may_override=allowed(request.membership.role, Capability.GUARD_OVERRIDE),  # type: ignore[attr-defined]
            reason=request.POST.get("reason", ""),
            files=request.FILES.getlist("file"),
            reply_to=request.POST.get("reply_to", ""),
        )
    count_use(public_ids=request.POST.getlist("cepat")[:20])
    return back(request, conversation_of(message_id), instead_of=chosen)


@require_POST
@requires(Capability.INBOX_REPLY)
def look(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the message guard says of the text so far; `fix` names the finding whose correction is wanted."""
    chosen = conversation_by_public_id(public_id)
    text, now = request.POST.get("text", ""), business_now()
    if len(text.strip()) > services.LONGEST:
        return render(request, "inbox/_look.html", {"too_long": services.too_long(text.strip())})
    wanted = selectors.findings(chosen, text, now=now).of(request.POST.get("fix", ""))
    corrected = wanted.fix if wanted else None
    found = selectors.findings(chosen, corrected or text, now=now)
    told = {
        "found": found,
        "corrected": corrected,
        "conversation": chosen,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "inbox/_look.html", told)


@require_POST
@requires(Capability.INBOX_REPLY)
def take(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = conversation_by_public_id(public_id)
    services.take(conversation=chosen, person=request.user, now=business_now())  # type: ignore[arg-type]
    return redirect("inbox:conversation", public_id)


@require_POST
@requires(Capability.INBOX_REPLY)
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the customer wrote while this page did not show it is read first."""
    chosen = conversation_by_public_id(public_id)
    done = desk.close(conversation_ids=[chosen.pk], now=business_now(), unread=False)
    if not done.before and conversation_by_public_id(public_id).open:
        messages.warning(request, UNREAD)
        return redirect("inbox:conversation", public_id)
    remember(request, done)
    return redirect("inbox:list")


def back(
    request: HttpRequest, chosen: Conversation, *, tab: str = "", instead_of: Conversation | None = None
) -> HttpResponse:
    """The conversation anew after something was written; the composer begins with `tab`. What was written
    `instead_of` one that is closed stands in another: the page goes there.
    """
    if "HX-Request" not in request.headers:
        return redirect("inbox:conversation", chosen.public_id)
    chosen.refresh_from_db()
    response = render(request, "inbox/_talk.html", told(request, chosen, tab=tab))
    if instead_of and instead_of.pk != chosen.pk:
        response.headers["HX-Push-Url"] = reverse("inbox:conversation", args=[chosen.public_id])
    return response


def told(request: HttpRequest, chosen: Conversation, *, unread: str = "", tab: str = "") -> dict[str, Any]:
    now = business_now()
    story = stories.told(request, chosen, unread=unread)
    window = story["window"]
    return {
        **story,
        **_left(window.until - now if window.open and window.until else None),
        **head_of(chosen, user_id=request.user.pk or 0, now=now),
        **composer(chosen, is_open=window.open, tab=tab),
        **once(chosen),
        "draft": request.GET.get("teks", "")[: services.LONGEST],
        "panel": reverse(settings.SLOTS["conversation.panel"], args=[chosen.contact.public_id]),
    }


def _left(left: timedelta | None) -> dict[str, Any]:
    """The colour of the list: `closing` for what `rows` shows as little, `ending` as hardly anything."""
    hue = "" if left is None or left > LONG else "closing" if left > HOUR else "ending"
    return {"window_left": left, "window_hue": hue}


def once(chosen: Conversation) -> dict[str, Any]:
    """What makes everything that is sent from a form one message, however often it is sent."""
    return {"conversation": chosen, "client_id": uuid4().hex}
