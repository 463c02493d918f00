"""Who has a conversation, who else is at it, and what waits for anybody."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.contacts.selectors import author_names
from sapa.inbox.models import Team
from sapa.inbox.selectors.handoffs import untaken as untaken_now
from sapa.inbox.selectors.heads import head_of, takers
from sapa.inbox.selectors.presence import answered_since, others_at
from sapa.inbox.services import handoffs, presence
from sapa.inbox.services.handoffs.owning import NO_SUCH_COLLEAGUE
from sapa.inbox.services.handoffs.reminding import MOST_MINUTES, choose_minutes
from sapa.inbox.services.notes import write_note
from sapa.messaging.models import Conversation, Message
from sapa.messaging.selectors import conversation_by_public_id
from sapa.web.client_ids import client_id_of
from sapa.web.errors import Refused, refusal

ANSWERED_MEANWHILE = refusal(
    "answered_meanwhile",
    gettext_lazy("%(name)s has answered since this page was opened."),
    gettext_lazy("Open the conversation again, read the answer, then send yours if it is still needed."),
)


@require_GET
@requires(Capability.INBOX_VIEW)
def head(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The head alone, when somebody else has it now."""
    chosen = conversation_by_public_id(public_id)
    return render(request, "inbox/_head.html", head_of(chosen, user_id=_who(request), now=business_now()))


@require_http_methods(["GET", "POST"])
@requires(Capability.INBOX_VIEW)
def at(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET: who else is at it. POST: this person is, and writes (`menulis`), or has left (`pergi`)."""
    chosen = conversation_by_public_id(public_id)
    if request.method == "GET":
        others = others_at(chosen.pk, but=_who(request))
        return render(request, "inbox/_others.html", {"others": others})
    if "pergi" in request.POST:
        presence.leave(conversation_id=chosen.pk, user_id=_who(request))
    else:
        presence.look(
            conversation_id=chosen.pk, user_id=_who(request), writes=request.POST.get("menulis") == "1"
        )
    return HttpResponse(status=204)


@require_GET
@requires(Capability.INBOX_VIEW)
def untaken(request: HttpRequest) -> HttpResponse:
    return render(request, "inbox/_untaken.html", {"untaken": untaken_now()})


@require_http_methods(["GET", "POST"])
@requires(Capability.INBOX_REPLY)
def give(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """To whom: `kepada` is asisten, saya, orang-<id> or tim-<public id>; with a note for them, if one was written."""
    chosen = conversation_by_public_id(public_id)
    if request.method == "GET":
        told = takers(chosen, user_id=_who(request), now=business_now())
        return render(request, _sheet_or_page(request), told)
    now = business_now()
    with transaction.atomic():  # whoever gets it has the note, or nobody gets it
        _give(request, chosen, request.POST.get("kepada", ""), now)
        if note := request.POST.get("catatan", "").strip():
            write_note(
                conversation=chosen,
                text=note,
                author=request.user,  # type: ignore[arg-type]
                client_id=client_id_of(request),
                now=now,
            )
    return redirect("inbox:conversation", public_id)


@require_POST
@requires(Capability.INBOX_MANAGE)
def reminder(request: HttpRequest) -> HttpResponse:
    """After how many minutes of open hours somebody is told that nobody took a hand-off; 0: never."""
    given = request.POST.get("menit", "")
    if not given.isdecimal() or int(given) > MOST_MINUTES:
        messages.error(request, _("Give minutes as a whole number, at most 1,440; 0 reminds nobody."))
        return redirect("inbox:promise")
    choose_minutes(minutes=int(given), now=business_now())
    messages.success(request, _("Saved."))
    return redirect("inbox:promise")


def ask_first(
    request: HttpRequest, chosen: Conversation, *, form: str = "composer", place: str = "guard"
) -> HttpResponse | None:
    """Asked once when a colleague has answered what this page does not show; None: send it, in the transaction that
    the caller has begun. The conversation is held until its end, so of two who send at once the second is asked.

    `form` is sent again by the answer, `place` shows the question. Raises Refused: answered_meanwhile, where no
    script can ask.
    """
    if request.POST.get("kirim_juga"):
        return None
    met = _met(request, chosen.pk)
    if met is None:
        return None
    if "HX-Request" not in request.headers:
        raise Refused(ANSWERED_MEANWHILE, name=_name(met))
    told = {"name": _name(met), "ago": business_now() - met.at, "form": form}
    response = render(request, "inbox/_collision.html", told, status=409)
    response.headers["Sapa-Ask"] = place
    return response


def refuse_answered(request: HttpRequest, conversation_id: int) -> None:
    """As `ask_first`, where nothing asks: whoever wants it all the same does it again. Raises Refused."""
    if met := _met(request, conversation_id):
        raise Refused(ANSWERED_MEANWHILE, name=_name(met))


def _met(request: HttpRequest, conversation_id: int) -> Message | None:
    handoffs.hold(conversation_id=conversation_id)
    return answered_since(
        conversation_id,
        seen=request.POST.get("seen", ""),
        person_id=_who(request),
        drawn_at=_moment(request.POST.get("drawn", "")),
    )


def _name(met: Message) -> str:
    return author_names([met.author_id or 0]).get(met.author_id or 0) or _("Somebody on the phone")


def _give(request: HttpRequest, chosen: Conversation, to: str, now: datetime) -> None:
    me: Any = request.user
    kind, _dash, which = to.partition("-")
    if kind == "asisten":
        handoffs.hand_back(conversation=chosen, person=me, now=now)
    elif kind == "saya":
        handoffs.take(conversation=chosen, person=me, now=now)
    elif kind == "orang" and which.isdecimal():
        handoffs.give_to_person(conversation=chosen, to=int(which), by=me, now=now)
    elif kind == "tim":
        team = get_object_or_404(Team, public_id=_uuid(which))
        handoffs.give_to_team(conversation=chosen, team=team, by=me, now=now)
    else:
        raise Refused(NO_SUCH_COLLEAGUE)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(NO_SUCH_COLLEAGUE) from None


def _moment(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at and at.tzinfo else None


def _sheet_or_page(request: HttpRequest) -> str:
    return "inbox/_give.html" if "HX-Request" in request.headers else "inbox/give.html"


def _who(request: HttpRequest) -> int:
    return int(request.user.pk or 0)
