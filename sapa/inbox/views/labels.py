"""Labels of the team: what stands on conversations."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.inbox.models import Label, Labelled
from sapa.inbox.services.labels import HUES, MOST, remove_label, save_label


@require_http_methods(["GET", "POST"])
@requires(Capability.INBOX_MANAGE)
def labels(request: HttpRequest) -> HttpResponse:
    """All of them with how many conversations carry each; a new one by POST."""
    if request.method == "POST":
        _save(request, None)
        return redirect("inbox:labels")
    counted = Labelled.objects.filter(label=OuterRef("pk")).order_by().values("label")
    uses = Coalesce(Subquery(counted.annotate(count=Count("pk")).values("count")), 0)
    rows = Label.objects.annotate(uses=uses).order_by("name")
    return render(request, "inbox/labels.html", {"labels": rows, "hues": HUES, "most": MOST})


@require_POST
@requires(Capability.INBOX_MANAGE)
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    _save(request, get_object_or_404(Label, public_id=public_id))
    return redirect("inbox:labels")


@require_POST
@requires(Capability.INBOX_MANAGE)
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = get_object_or_404(Label, public_id=public_id)
    remove_label(label=row, now=business_now())
    messages.success(request, _("«%(name)s» is taken away.") % {"name": row.name})
    return redirect("inbox:labels")


def _save(request: HttpRequest, label: Label | None) -> None:
    given = request.POST
    row = save_label(name=given.get("nama", ""), hue=given.get("warna", ""), now=business_now(), label=label)
    messages.success(request, _("«%(name)s» is saved.") % {"name": row.name})
