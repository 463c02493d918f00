"""From a file to its account: upload, columns, progress, what became of each row."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.base.clock import business_now
from sapa.base.masking import is_masked, seen_text
from sapa.base.permissions import Capability, requires
from sapa.base.scope import current_workspace_id
from sapa.commerce import importers, selectors
from sapa.commerce.forms import MappingForm, UploadForm
from sapa.commerce.importers.files import refused_csv, streamed
from sapa.commerce.importers.previewing import preview_rows
from sapa.commerce.models import ImportRun
from sapa.domain.csvorders import PRESETS, UnreadableFileError, sentence

SHOWN = 50
BUSY = (ImportRun.State.WAITING, ImportRun.State.RUNNING, ImportRun.State.UNDOING)


@require_http_methods(["GET", "POST"])
@requires(Capability.ORDERS_IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload, holds = form.cleaned_data["file"], form.cleaned_data["holds"]
        try:
            kept = importers.keep_upload(
                chunks=upload.chunks(), filename=upload.name, now=business_now(), holds=holds
            )
            return redirect("commerce:import", kept.public_id)
        except UnreadableFileError as error:
            form.add_error("file", _sentence(error))
    context = {"form": form, "runs": selectors.recent_runs()}
    return render(request, "commerce/imports.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Capability.ORDERS_IMPORT)
def run(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The columns first; then its progress, which the page asks for every second; then the account."""
    chosen = selectors.run_by_public_id(public_id)
    if chosen.state == ImportRun.State.MAPPING:
        form = MappingForm(header=chosen.header, mapping=chosen.mapping)
        return render(request, "commerce/mapping.html", _mapping(request, chosen, form))
    partial = request.headers.get("HX-Target") == "run"
    return render(request, "commerce/_run.html" if partial else "commerce/run.html", _account(chosen))


@require_POST
@requires(Capability.ORDERS_IMPORT)
def preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The first rows as these columns would be read."""
    chosen = selectors.run_by_public_id(public_id)
    form = MappingForm(request.POST, header=chosen.header, mapping=chosen.mapping)
    return render(request, "commerce/_preview.html", _mapping(request, chosen, form))


@require_POST
@requires(Capability.ORDERS_IMPORT)
def start(request: HttpRequest, public_id: UUID) -> HttpResponse:
    chosen = selectors.run_by_public_id(public_id)
    form = MappingForm(request.POST, header=chosen.header, mapping=chosen.mapping)
    if form.is_valid():
        try:
            importers.start_import(run_id=chosen.pk, mapping=form.mapping(), now=business_now())
            return redirect("commerce:import", public_id)
        except UnreadableFileError as error:
            form.add_error(None, _sentence(error))
    return render(request, "commerce/mapping.html", _mapping(request, chosen, form), status=422)


@require_POST
@requires(Capability.ORDERS_IMPORT)
def resume(request: HttpRequest, public_id: UUID) -> HttpResponse:
    importers.restart_import(run_id=selectors.run_by_public_id(public_id).pk)
    return redirect("commerce:import", public_id)


@require_http_methods(["GET", "POST"])
@requires(Capability.ORDERS_IMPORT)
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What would go and what stays, before anybody agrees."""
    chosen = selectors.run_by_public_id(public_id)
    if request.method == "POST":
        importers.start_undo(run_id=chosen.pk, now=business_now())
        return redirect("commerce:import", public_id)
    going = importers.outlook(chosen) if importers.can_be_undone(chosen) else None
    context = {
        "run": chosen,
        "can_be_undone": importers.can_be_undone(chosen),
        "going": going,
    }
    return render(request, "commerce/import_undo.html", context)


@require_GET
@requires(Capability.ORDERS_IMPORT)
def refused(request: HttpRequest, public_id: UUID) -> StreamingHttpResponse:
    chosen = selectors.run_by_public_id(public_id)
    parts = refused_csv(current_workspace_id(), chosen, _language(), masked=is_masked())
    response = StreamingHttpResponse(streamed(parts), content_type="text/csv; charset=utf-8")
    response["Content-Encoding"] = (
        "identity"  # Django would zip each part alone; browsers read only the first
    )
    response["Content-Disposition"] = f'attachment; filename="ditolak-{chosen.public_id}.csv"'
    return response


def _mapping(request: HttpRequest, chosen: ImportRun, form: MappingForm) -> dict[str, Any]:
    zone = ZoneInfo(request.membership.workspace.timezone)  # type: ignore[attr-defined]
    known_until = None if settings.SAPA.demo else business_now()
    mapping = form.mapping() if form.is_bound and form.is_valid() else form.given
    shown = preview_rows(chosen, mapping, zone=zone, now=known_until, language=_language())
    market = PRESETS[mapping.preset].name if mapping.preset else ""
    return {"run": chosen, "form": form, "preview": shown, "market": market}


def _account(chosen: ImportRun) -> dict[str, Any]:
    language = _language()
    told = [(sentence(code, language), count) for code, count in selectors.refused_by_reason(chosen.pk)]
    return {
        "run": chosen,
        "busy": chosen.state in BUSY,
        "can_be_undone": importers.can_be_undone(chosen),
        "position": min(chosen.position, chosen.size),
        "reasons": told,
        "refused": _refused(chosen, language),
        "ahead": selectors.rows_ahead(chosen.pk)[:SHOWN],
        "ahead_count": selectors.rows_ahead(chosen.pk).count(),
        "failure": _failure(chosen, language),
    }


def _refused(chosen: ImportRun, language: str) -> list[dict[str, Any]]:
    rows = selectors.refused_rows(chosen.pk)[:SHOWN]
    return [
        {
            "line": row.line,
            "column": row.column,
            "reason": sentence(row.code, language),
            "cells": [seen_text(cell) for cell in row.cells],
        }
        for row in rows
    ]


def _failure(chosen: ImportRun, language: str) -> str:
    known = chosen.error and chosen.error not in ("reading_failed", "file_gone")
    return sentence(chosen.error, language) if known else ""


def _sentence(error: UnreadableFileError) -> str:
    return sentence(error.code, _language(), ", ".join(error.details))


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"
