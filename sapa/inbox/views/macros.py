"""Macros of the team: the list, and one of them being put together."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.inbox.forms.macros import MacroForm
from sapa.inbox.models import Macro
from sapa.inbox.selectors import macros as told
from sapa.inbox.services.macros import remove_macro, save_macro


@require_GET
@requires(Capability.INBOX_MANAGE)
def macros(request: HttpRequest) -> HttpResponse:
    return render(request, "inbox/macros.html", {"macros": told.macros()})


@require_http_methods(["GET", "POST"])
@requires(Capability.INBOX_MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    return _edited(request, None)


@require_http_methods(["GET", "POST"])
@requires(Capability.INBOX_MANAGE)
def macro(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _edited(request, told.macro_by_public_id(public_id))


@require_POST
@requires(Capability.INBOX_MANAGE)
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = told.macro_by_public_id(public_id)
    remove_macro(macro=row, now=business_now())
    messages.success(request, _("«%(name)s» is taken away.") % {"name": row.name})
    return redirect("inbox:macros")


def _edited(request: HttpRequest, row: Macro | None) -> HttpResponse:
    form = MacroForm.of(row, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["nama"]
        save_macro(name=name, actions=form.actions, now=business_now(), macro=row)
        messages.success(request, _("«%(name)s» is saved.") % {"name": name})
        return redirect("inbox:macros")
    return render(request, "inbox/macro.html", {"form": form, "macro": row})
