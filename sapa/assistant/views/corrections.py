"""What people taught the assistant, for whoever runs it: the list, and taking one back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapa.accounts.models import User
from sapa.assistant.models import Correction
from sapa.assistant.selectors import words
from sapa.assistant.services import corrections
from sapa.assistant.views.places import tabs
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires

MOST = 200


@require_GET
@requires(Capability.ASSISTANT_MANAGE)
def listed(request: HttpRequest) -> HttpResponse:
    rows = list(
        Correction.objects.filter(undone_at=None)
        .select_related("message__conversation")
        .order_by("-changed_at", "-id")[:MOST]
    )
    names = User.objects.in_bulk({row.author_id for row in rows})
    told = [
        {
            "row": row,
            "was": words.INTENTS.get(row.was, row.was),
            "meant": words.INTENTS.get(row.intent, row.intent),
            "author": names.get(row.author_id),
        }
        for row in rows
    ]
    places = tabs(request, "assistant:corrections")
    return render(request, "assistant/corrections.html", {"rows": told, "tabs": places})


@require_POST
@requires(Capability.ASSISTANT_MANAGE)
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    corrections.undo(correction=get_object_or_404(Correction, public_id=public_id), now=business_now())
    messages.success(request, _("Taken back: the assistant reads it as it did before."))
    return redirect("assistant:corrections")
