"""The bell: its number, the list behind it, and whether somebody is at work."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.base.webpush import public_key
from sapa.inbox.models import Notice
from sapa.inbox.selectors.notices import bell, bell_number, notices_of
from sapa.inbox.services.notices import see
from sapa.inbox.services.teams import come_back, go_off, note_seen
from sapa.inbox.views.digests import card
from sapa.web.cursors import cursor_text, read_cursor


@require_GET
@requires(Capability.INBOX_VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    rows, older = notices_of(_who(request), before=read_cursor(request.GET.get("sebelum", "")))
    mine = bell(_who(request))
    next_page = f"?sebelum={cursor_text(older)}" if older else ""
    told = {"rows": rows, "older": next_page, "mine": mine, "push_key": public_key()}
    return render(request, "inbox/notices.html", told | card(_who(request)))


@require_GET
@requires(Capability.INBOX_VIEW)
def number(request: HttpRequest) -> HttpResponse:
    """How many are unseen, for every place that shows it; whoever asks has a page open."""
    note_seen(user_id=_who(request))
    shown = bell_number(bell(_who(request)).count)
    return HttpResponse(format_html('<span hx-swap-oob="innerHTML:.bell-count">{}</span>', shown))


@require_GET
@requires(Capability.INBOX_VIEW)
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """To what it tells of, which is seen by that."""
    one = get_object_or_404(
        Notice.objects.select_related("conversation", "ticket"), pk=pk, user_id=_who(request)
    )
    now = business_now()
    if one.conversation:
        see(user_id=_who(request), conversation_id=one.conversation.pk, now=now)
    elif one.ticket:
        see(user_id=_who(request), ticket_id=one.ticket.pk, now=now)
    if one.ticket:
        return redirect("tickets:ticket", one.ticket.public_id)
    return (
        redirect("inbox:conversation", one.conversation.public_id)
        if one.conversation
        else redirect("inbox:list")
    )


@require_POST
@requires(Capability.INBOX_VIEW)
def seen(request: HttpRequest) -> HttpResponse:
    see(user_id=_who(request), now=business_now())
    return redirect("inbox:notices")


@require_POST
@requires(Capability.INBOX_REPLY)
def duty(request: HttpRequest) -> HttpResponse:
    """At work or not, as the person says."""
    if request.POST.get("tugas") == "tidak":
        go_off(user_id=_who(request), now=business_now())
        messages.success(request, _("You are off duty: nothing new is given to you."))
    else:
        come_back(user_id=_who(request))
        messages.success(request, _("You are on duty again."))
    return redirect("inbox:notices")


def _who(request: HttpRequest) -> int:
    return request.user.pk or 0
