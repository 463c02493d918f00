"""The rates of messages: what is in force, rows of the shop's own, files in and out."""

import io
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.domain.costs import Rate, read_rates, reason, shipped, written
from sapa.domain.csvorders import UnreadableFileError, sentence
from sapa.messaging.forms.costs import RateFileForm, RateForm
from sapa.messaging.selectors import costs as selectors
from sapa.messaging.selectors.costs.rates import in_force, rows
from sapa.messaging.services import costs as services
from sapa.messaging.views.costs import csv_answer
from sapa.web.templatetags.formats import language

WHERE = "berkas"


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def rates(request: HttpRequest) -> HttpResponse:
    terms, now = selectors.terms(), business_now()
    context = {
        "terms": terms,
        "in_force": in_force(terms=terms, now=now),
        "own": rows(),
        "now_day": terms.today(now),
    }
    return render(request, "messaging/cost_rates.html", context)


@require_http_methods(["GET", "POST"])
@requires(Capability.SETTINGS_CHANGE)
def add_rate(request: HttpRequest) -> HttpResponse:
    terms, now = selectors.terms(), business_now()
    initial = {"market": "ID", "currency": terms.currency, "valid_from": terms.today(now)}
    form = RateForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return render(
            request, "messaging/cost_rate.html", {"form": form}, status=422 if form.is_bound else 200
        )
    services.save_rates(rates=[form.rate()], now=now)
    messages.success(request, _("Saved. It holds for what is priced from now on."))
    return redirect("messaging:rates")


@require_POST
@requires(Capability.SETTINGS_CHANGE)
def remove_rate(request: HttpRequest) -> HttpResponse:
    told = request.POST.get("tarif", "")
    if not (told.isascii() and told.isdecimal() and len(told) < 19):
        raise Http404
    if not services.remove_rate(rate_id=int(told), now=business_now()):
        raise Http404
    messages.success(request, _("Removed. What it priced stays as it was."))
    return redirect("messaging:rates")


@require_http_methods(["GET", "POST"])
@requires(Capability.SETTINGS_CHANGE)
def import_rates(request: HttpRequest) -> HttpResponse:
    """First a file, then what would become of it; nothing is saved here."""
    form = RateFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            context = _preview(file.read(), file.name or WHERE)
        except UnreadableFileError as error:
            form.add_error("file", sentence(error.code, language(), ", ".join(error.details)))
        else:
            return render(request, "messaging/cost_preview.html", context)
    return render(request, "messaging/cost_import.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@requires(Capability.SETTINGS_CHANGE)
def save_import(request: HttpRequest) -> HttpResponse:
    """Saves the good rows of the file that the preview showed."""
    try:
        reading = read_rates(io.BytesIO(request.POST.get("isi", "").encode()), source=WHERE)
    except UnreadableFileError:
        return redirect("messaging:import_rates")
    saved = services.save_rates(rates=[one for _line, one in reading.rows], now=business_now())
    told = ngettext("%(number)s rate saved.", "%(number)s rates saved.", saved) % {"number": saved}
    messages.success(request, told)
    return redirect("messaging:rates")


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def export_rates(request: HttpRequest) -> HttpResponse:
    """What Sapa ships and the shop's own, in the columns that the import reads."""
    own = selectors.own_rates()
    known = {(one.key, one.valid_from): one for one in (*shipped(), *own)}
    return csv_answer(written(known[key] for key in sorted(known)), "tarif-pesan.csv")


def _preview(content: bytes, name: str) -> dict[str, Any]:
    reading = read_rates(io.BytesIO(content), source=name)
    known = {(one.key, one.valid_from): one.micros for one in selectors.own_rates()}
    rows = [(line, one, _what(one, known.get((one.key, one.valid_from)))) for line, one in reading.rows]
    refused = [
        {"line": one.line, "value": one.value, "reason": reason(one.code, language())}
        for one in reading.refused
    ]
    return {
        "rows": rows,
        "refused": refused,
        "changes": sum(what != "same" for _line, _one, what in rows),
        "content": _as_file(one for _line, one in reading.rows),
    }


def _what(rate: Rate, known: int | None) -> str:
    if known is None:
        return "new"
    return "same" if known == rate.micros else "changed"


def _as_file(rates: Iterable[Rate]) -> str:
    return csv_answer(written(rates), "").content.decode()
