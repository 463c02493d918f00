"""The editor of one template: fields, what is wrong beside them, and the phone as the customer sees it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.domain.message_templates import Draft, is_fine
from sapa.messaging.forms import templates as forms
from sapa.messaging.models import Channel, Media, Template
from sapa.messaging.selectors.templates import listing, phone
from sapa.messaging.services import templates as services
from sapa.messaging.services.media import store_upload
from sapa.messaging.services.templates.states import APPROVED, EDITABLE, EDITING, PAUSED
from sapa.messaging.views.templates import number_of
from sapa.web.errors import Refused, refusal

TEMPLATE_SAMPLE = refusal(
    "template_sample",
    gettext_lazy("This file is not a picture, film or document that WhatsApp shows, or it is too large."),
    gettext_lazy("Choose a picture, film or document as a sample."),
)
SAVE, SUBMIT = "simpan", "ajukan"


@require_http_methods(["GET", "POST"])
@requires(Capability.RECIPES_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    return _editor(request, number_of(request), None)


@require_http_methods(["GET", "POST"])
@requires(Capability.RECIPES_CHANGE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = listing.template_by_id(pk)
    if row.origin == "meta":
        raise Refused(services.TEMPLATE_FOREIGN)
    if row.external_id and row.status not in (*EDITABLE, EDITING, "DRAFT", "DELETED"):
        raise Refused(services.TEMPLATE_LOCKED)
    return _editor(request, row.channel, row)


def _editor(request: HttpRequest, channel: Channel, row: Template | None) -> HttpResponse:
    if request.method != "POST":
        draft = services.draft_of(row) if row else Draft()
        return _page(request, channel, row, draft, quiet=row is None)
    action = request.POST.get("aksi", "")
    draft = forms.apply(_typed(request, row), action)
    if action in (SAVE, SUBMIT) and (answer := _saved(request, channel, row, draft, action == SUBMIT)):
        return answer
    return _page(request, channel, row, draft, quiet=action not in (SAVE, SUBMIT))


def _typed(request: HttpRequest, row: Template | None) -> Draft:
    """The name, language and text of a journey's template are the journey's."""
    typed = forms.draft_from(request.POST, row, _sample(request, row))
    return services.of_journey(typed, row) if row and row.origin == "recipe" else typed


def _sample(request: HttpRequest, row: Template | None) -> dict[str, Any] | None:
    """The file that came along, or the one that came before; Refused when WhatsApp would not show it."""
    kind, file = request.POST.get("kepala", ""), request.FILES.get("kepala-berkas")
    if kind not in forms.SAMPLES:
        return None
    if file is None:
        told = request.POST.get("kepala-media", "")
        known = (
            Media.objects.filter(pk=int(told), direction="out")
            if told.isdecimal() and len(told) < 19
            else None
        )
        media = known.first() if known else None
        same = row is not None and media is not None and row.header.get("media") == media.pk
        return None if media is None or same else _header(kind, media)
    channel = row.channel if row else number_of(request)
    media = store_upload(channel_id=channel.pk, file=file, now=business_now())
    types, most = forms.SAMPLES[kind]
    if media.type not in types or media.size > most:
        raise Refused(TEMPLATE_SAMPLE)
    return _header(kind, media)


def _header(kind: str, media: Media) -> dict[str, Any]:
    return {"type": kind, "media": media.pk, "filename": media.filename}


def _saved(
    request: HttpRequest, channel: Channel, row: Template | None, draft: Draft, submit: bool
) -> HttpResponse | None:
    """Where to go when it was saved; None when something stands against it."""
    try:
        saved = services.save_template(
            channel_id=channel.pk,
            draft=draft,
            template=row,
            submit=submit,
            now=business_now(),
            by=request.user.pk,
        )
    except Refused as refused:
        messages.error(request, f"{refused.sentence} {refused.remedy}")
        return None
    handed = _("Handed over; WhatsApp usually answers within some minutes.")
    messages.success(request, handed if submit else _("Saved as a draft."))
    there = reverse("messaging:template", args=[saved.pk])
    return HttpResponseClientRedirect(there) if "HX-Request" in request.headers else redirect(there)


def _page(
    request: HttpRequest, channel: Channel, row: Template | None, draft: Draft, *, quiet: bool
) -> HttpResponse:
    return render(request, "messaging/template_edit.html", _context(channel, row, draft, quiet=quiet))


def _context(channel: Channel, row: Template | None, draft: Draft, *, quiet: bool) -> dict[str, Any]:
    found, samples = services.found_in(draft, channel_id=channel.pk, template=row), services.samples()
    is_live = row is not None and bool(row.external_id) and row.status in (APPROVED, PAUSED)
    uses = listing.uses_of([row.name]).get(row.name, ()) if row else ()
    return {
        "row": row,
        "number": channel,
        "editor": forms.shown(draft, found, samples, quiet=quiet),
        "phone": phone.of_draft(draft, samples),
        "fine": is_fine(found),
        "is_live": is_live,
        "of_journey": row is not None and row.origin == "recipe",
        "use": uses[0] if uses else None,
        "edits_left": services.edits_left(row, business_now()) if is_live and row else 1,
        "chips": forms.chips(),
        **forms.choices(),
    }


@require_POST
@requires(Capability.RECIPES_CHANGE)
def look(request: HttpRequest) -> HttpResponse:
    """What is typed as the customer will see it, and what is wrong with it; nothing is written."""
    told = request.POST.get("templat", "")
    row = listing.template_by_id(int(told)) if told.isdecimal() and len(told) < 19 else None
    channel = row.channel if row else number_of(request)
    context = _context(channel, row, _typed(request, row), quiet=True)
    context["new_values"] = request.POST.get("isian-ada", "") != context["editor"].parameters
    return render(request, "messaging/_template_look.html", context)
