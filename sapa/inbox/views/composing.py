"""What the composer sends beside plain answers, and the lists that it offers."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.domain.send_later import moment_of
from sapa.inbox import selectors, services
from sapa.inbox.selectors.colleagues import colleagues
from sapa.inbox.selectors.composer import holding, letters_of, times, waiting, zone_of
from sapa.inbox.selectors.shortcuts import ready_replies
from sapa.inbox.services.later import Letter, look_ahead
from sapa.inbox.views import talks
from sapa.messaging.models import Conversation
from sapa.messaging.selectors import conversation_by_public_id, window_state
from sapa.web.client_ids import client_id_of
from sapa.web.errors import Refused, refusal
from sapa.web.templatetags.formats import language

LATER_UNREADABLE = refusal(
    "later_unreadable", _("This is no time."), _("Choose tomorrow, Monday, or a day and an hour of your own.")
)


@require_GET
@requires(Capability.INBOX_REPLY)
def shown(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The composer anew when the window has opened or closed since `jendela`; else nothing."""
    chosen = conversation_by_public_id(public_id)
    window = window_state(contact_id=chosen.contact_id, channel_id=chosen.channel_id, now=business_now())
    if request.GET.get("jendela") == ("buka" if window.open else "tutup"):
        return HttpResponse(status=204)
    return render(request, "inbox/_composer.html", talks.told(request, chosen))


@require_POST
@requires(Capability.INBOX_REPLY)
def note(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = conversation_by_public_id(public_id)
    services.write_note(
        conversation=chosen,
        text=request.POST.get("text", ""),
        author=_person(request),
        client_id=client_id_of(request),
        now=business_now(),
    )
    return talks.back(request, chosen, tab="note")


@require_GET
@requires(Capability.INBOX_REPLY)
def quick(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Quick replies filled for this customer, for the list that / opens."""
    chosen = conversation_by_public_id(public_id)
    found = ready_replies(chosen, agent=_person(request).name, now=business_now())
    return render(request, "inbox/_quick.html", {"ready": found})


@require_GET
@requires(Capability.INBOX_REPLY)
def people(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The team, for the list that @ opens in a note."""
    conversation_by_public_id(public_id)
    return render(
        request,
        "inbox/_people.html",
        {"people": [one for one in colleagues() if one.user_id != request.user.pk]},
    )


@require_GET
@requires(Capability.INBOX_REPLY)
def later_form(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = conversation_by_public_id(public_id)
    return render(
        request, "inbox/_later.html", {**when(chosen, until=_window_ends(chosen)), **talks.once(chosen)}
    )


@require_POST
@requires(Capability.INBOX_REPLY)
def later(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen, now = conversation_by_public_id(public_id), business_now()
    services.send_later(
        conversation=chosen,
        letter=Letter(request.POST.get("text", "").strip()),
        author=_person(request),
        client_id=client_id_of(request),
        at=chosen_time(request, chosen, now),
        now=now,
    )
    return plan_changed(talks.back(request, chosen, tab="later"))


@require_POST
@requires(Capability.INBOX_REPLY)
def look_later(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What policy and guard say of a message at the time that is chosen so far."""
    chosen, now = conversation_by_public_id(public_id), business_now()
    text = request.POST.get("text", "").strip()
    if len(text) > services.LONGEST:
        return render(request, "inbox/_later_look.html", {"refused": services.too_long(text)})
    try:
        at = chosen_time(request, chosen, now)
        letter = Letter(text or "…")
        found = look_ahead(conversation=chosen, letter=letter, author=_person(request), at=at, now=now)
    except Refused as refused:
        return render(request, "inbox/_later_look.html", {"refused": refused})
    told = {
        "foreseen": found,
        "at": found.at or at,
        "reasons": holding(found.reasons),
        "found": selectors.findings(chosen, text, now=now) if text else None,
        "customer_zone": zone_of(chosen),
        "conversation": chosen,
    }
    return render(request, "inbox/_later_look.html", told)


@require_POST
@requires(Capability.INBOX_REPLY)
def take_back(request: HttpRequest, public_id: UUID, letter: UUID) -> HttpResponse:
    chosen = conversation_by_public_id(public_id)
    row = get_object_or_404(letters_of(chosen), public_id=letter)
    services.take_back(conversation=chosen, follow_up=row, person=_person(request), now=business_now())
    if "HX-Request" not in request.headers:
        return redirect("inbox:conversation", public_id)
    return plan_changed(_strip(request, chosen))


@require_GET
@requires(Capability.INBOX_VIEW)
def waiting_letters(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _strip(request, conversation_by_public_id(public_id))


def plan_changed(response: HttpResponse) -> HttpResponse:
    """The customer's panel shows what is planned."""
    response.headers["HX-Trigger"] = "sapa:planned"
    return response


def _strip(request: HttpRequest, chosen: Conversation) -> HttpResponse:
    context = {"conversation": chosen, "waiting_letters": waiting(chosen)}
    return render(request, "inbox/_waiting.html", context)


def when(chosen: Conversation, *, until: datetime | None = None) -> dict[str, object]:
    """The fields of a time; `until`: the end of the window that the message has to reach."""
    zone = zone_of(chosen)
    return {
        "conversation": chosen,
        "customer_zone": zone,
        "times": times(now=business_now(), zone=zone, language=language(), until=until),
    }


def chosen_time(request: HttpRequest, chosen: Conversation, now: datetime) -> datetime:
    choice, own = request.POST.get("kapan", ""), request.POST.get("pada", "")
    try:
        return moment_of(choice, own, now=now, zone=zone_of(chosen), until=_window_ends(chosen))
    except (ValueError, OverflowError):
        raise Refused(LATER_UNREADABLE) from None


def _window_ends(chosen: Conversation) -> datetime | None:
    """None when it is closed."""
    asked = {"contact_id": chosen.contact_id, "channel_id": chosen.channel_id}
    window = window_state(**asked, now=business_now())
    return window.until if window.open else None


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)
