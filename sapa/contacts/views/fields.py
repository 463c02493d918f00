"""The fields that a shop adds to its customers."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.contacts import selectors, services
from sapa.contacts.forms import FieldForm


@require_http_methods(["GET", "POST"])
@requires(Capability.SETTINGS_CHANGE)
def fields(request: HttpRequest) -> HttpResponse:
    form = FieldForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "fields": selectors.custom_fields()}
        return render(request, "contacts/fields.html", context, status=422 if form.is_bound else 200)
    services.add_field(now=business_now(), **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("contacts:fields")


@require_POST
@requires(Capability.SETTINGS_CHANGE)
def archive_field(request: HttpRequest) -> HttpResponse:
    services.archive_field(public_id=posted_id(request, "isian"), now=business_now())
    messages.success(request, _("Taken away. What was written stays kept."))
    return redirect("contacts:fields")


def posted_id(request: HttpRequest, name: str) -> UUID:
    """Raises Http404 for what is no id."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None
