"""A problem of many: how many, which, and one message to all whom it concerns; and from when on it is one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.inbox.forms.radars import RulesForm
from sapa.inbox.models import Radar
from sapa.inbox.selectors import radars as told
from sapa.inbox.services import radars, tickets
from sapa.web.errors import Refused


@require_GET
@requires(Capability.INBOX_VIEW)
def shown(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, told.radar_by_public_id(public_id))


@require_POST
@requires(Capability.INBOX_MANAGE)
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """`aksi`: lihat looks ahead and sends nothing, kirim approves, abaikan lets it be."""
    radar, action, now = told.radar_by_public_id(public_id), request.POST.get("aksi", ""), business_now()
    text = request.POST.get("teks", "")
    if action == "abaikan":
        radars.dismiss(radar=radar, now=now, author_id=request.user.pk)
        messages.success(request, _("Let be. It is not proposed again while these tickets count."))
        return redirect("tickets:list")
    try:
        if action == "kirim":
            return _approve(request, radar, text)
        text = radars.checked_text(text)
    except Refused as no:
        messages.error(request, f"{no.sentence} {no.remedy}")
        return _page(request, radar, text=text, status=422)
    return _page(request, radar, text=text, ahead=told.outlook(radar, text, now=now))


@require_http_methods(["GET", "POST"])
@requires(Capability.INBOX_MANAGE)
def rules(request: HttpRequest) -> HttpResponse:
    version, chosen = tickets.seen_rules()
    form = RulesForm.of(chosen, version, request.POST or None)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        tickets.choose_rules(wanted=form.rules, seen=version if seen is None else seen, now=business_now())
        messages.success(request, _("Saved."))
        return redirect("tickets:list")
    return render(request, "inbox/ticket_rules.html", {"form": form}, status=422 if form.errors else 200)


def _approve(request: HttpRequest, radar: Radar, text: str) -> HttpResponse:
    people = radars.approve(radar=radar, text=text, now=business_now(), author_id=request.user.pk)
    words = ngettext(
        "The news go out to %(number)s customer as the policy lets them.",
        "The news go out to %(number)s customers as the policy lets them.",
        people,
    )
    messages.success(request, words % {"number": people})
    return redirect("tickets:radar", radar.public_id)


def _page(request: HttpRequest, radar: Radar, *, status: int = 200, **more: Any) -> HttpResponse:
    now = business_now()
    context = {
        "card": told.card_of(radar),
        "rows": told.ticket_rows(radar, now=now),
        "text": radar.text or told.proposed_text(radar),
        "people": len(radars.concerned(radar, now=now)) if radar.state == Radar.State.FOUND else 0,
        "sent": told.sent_states(radar),
        "templates_wait": told.templates_wait(),
        **more,
    }
    return render(request, "inbox/radar.html", context, status=status)
