"""Files that people take out: asking for one, watching it grow, downloading it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sapa.base.clock import business_now
from sapa.base.media import file_response
from sapa.base.permissions import Capability, allowed, requires
from sapa.contacts.selectors import author_names
from sapa.reports import services
from sapa.reports.forms import NAMES, ExportForm
from sapa.reports.models import ExportRun

SHOWN = 30


@require_http_methods(["GET", "POST"])
@requires(Capability.DATA_EXPORT)
def exports(request: HttpRequest) -> HttpResponse:
    form = ExportForm(request.POST or None, offered=_offered(request))
    if request.method == "POST" and form.is_valid():
        services.ask_export(
            **form.cleaned_data, masked=not _may(request, Capability.PHONES_VIEW), now=business_now()
        )
        return redirect("reports:exports")
    context = {"form": form, "masked": not _may(request, Capability.PHONES_VIEW), **_made(request)}
    return render(request, "reports/exports.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Capability.DATA_EXPORT)
def made(request: HttpRequest) -> HttpResponse:
    """The list alone, asked for again while one of its files is being written."""
    return render(request, "reports/_exports.html", _made(request))


@require_GET
@requires(Capability.DATA_EXPORT)
def download(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Only for whoever asked for it, and only while the role still sees these rows."""
    run = get_object_or_404(ExportRun, public_id=public_id, author_id=request.user.pk)
    if run.what not in _offered(request) or (not run.masked and not _may(request, Capability.PHONES_VIEW)):
        raise Http404
    try:
        file = services.open_export(run=run, now=business_now())
    except FileNotFoundError:
        raise Http404 from None
    name = f"{run.what}-{run.asked_at:%Y%m%d}.{run.form}"
    response = file_response(request, file, size=run.size, kind="application/octet-stream", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _offered(request: HttpRequest) -> list[str]:
    return [name for name, one in services.registry().items() if _may(request, one.need)]


def _may(request: HttpRequest, capability: Capability) -> bool:
    return allowed(request.membership.role, capability)  # type: ignore[attr-defined]


def _made(request: HttpRequest) -> dict[str, Any]:
    now = business_now()
    runs = list(ExportRun.objects.order_by("-pk")[:SHOWN])
    names = author_names(run.author_id for run in runs if run.author_id)
    rows = [
        {
            "run": run,
            "name": NAMES.get(run.what, run.what),  # one that an older version knew
            "author": names.get(run.author_id or 0, "Sapa"),
            "mine": run.author_id == request.user.pk,
            "gone": run.state == ExportRun.State.DONE and (run.expires_at is None or run.expires_at <= now),
        }
        for run in runs
    ]
    return {"rows": rows, "busy": any(run.is_busy for run in runs)}
