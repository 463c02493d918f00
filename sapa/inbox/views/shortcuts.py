"""The page of quick replies."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.inbox.forms.shortcuts import QuickReplyForm
from sapa.inbox.models import QuickReply
from sapa.inbox.selectors.shortcuts import quick_replies
from sapa.inbox.services import shortcuts
from sapa.web.errors import Refused


@require_GET
@requires(Capability.INBOX_VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    return render(request, "inbox/quick_replies.html", {"rows": quick_replies()})


@require_http_methods(["GET", "POST"])
@requires(Capability.INBOX_MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@requires(Capability.INBOX_MANAGE)
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _form(request, get_object_or_404(QuickReply, public_id=public_id))


@require_POST
@requires(Capability.INBOX_MANAGE)
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = get_object_or_404(QuickReply, public_id=public_id)
    shortcuts.remove_quick_reply(quick_reply=row, now=business_now())
    messages.success(request, _("/%(shortcut)s is gone.") % {"shortcut": row.shortcut})
    return redirect("inbox:quick_replies")


def _form(request: HttpRequest, row: QuickReply | None) -> HttpResponse:
    known = {"kata": row.shortcut, "judul": row.title, "teks": row.text} if row else {}
    form = QuickReplyForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid() and _save(request, form, row):
        return redirect("inbox:quick_replies")
    context = {"form": form, "row": row}
    return render(request, "inbox/quick_reply.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, form: QuickReplyForm, row: QuickReply | None) -> bool:
    told = form.cleaned_data
    try:
        shortcuts.save_quick_reply(
            shortcut=told["kata"],
            title=told["judul"],
            text=told["teks"],
            author=cast(User, request.user),
            now=business_now(),
            quick_reply=row,
        )
    except Refused as refused:
        form.add_error("kata", refused.sentence)
        return False
    return True
