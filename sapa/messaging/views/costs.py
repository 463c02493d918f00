"""«Biaya»: what the provider bills this month, what it will come to, and budgets that stop in time."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.domain import formats
from sapa.domain.costs import MILLION, minor
from sapa.domain.csvorders import safe_cell
from sapa.domain.formats import exponent
from sapa.messaging.forms.costs import BudgetForm, TermsForm
from sapa.messaging.selectors import costs as selectors
from sapa.messaging.selectors.costs.ledger import Sums
from sapa.messaging.services import costs as services
from sapa.messaging.templatetags.costs import category_word, kind_word, type_word
from sapa.web.templatetags.formats import language

WRITTEN = (
    *("tanggal", "nomor", "untuk", "kategori", "jenis_harga", "mata_uang"),
    *("pesan", "tanpa_harga", "biaya"),
)
MOST_BARS = 12


def kind_names() -> dict[str, str]:
    """Recipes by key in the reader's language, told by the room above."""
    found: dict[str, str] = import_string(settings.KIND_NAMES)()
    return found


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def costs(request: HttpRequest) -> HttpResponse:
    now = business_now()
    page = selectors.month_page(now=now, first=_month(request))
    names, currency = kind_names(), page.terms.currency
    budgets = [(one, kind_word(one.kind, names) if one.kind else _("All messages")) for one in page.budgets]
    context = {
        "page": page,
        "month_name": f"{formats.MONTHS[language()][page.first.month - 1]} {page.first.year}",
        "older": (page.first.replace(day=1) - selectors.ONE_DAY).isoformat()[:7],
        "export_month": page.first.isoformat()[:7],
        "newer": page.until.isoformat()[:7],
        "budgets": budgets,
        "by_category": _bars(page.sums.by_category, currency, category_word),
        "by_kind": _bars(page.sums.by_kind, currency, lambda kind: kind_word(kind, names)),
        "by_day": _days(page.sums.by_day, currency),
        "rows": _rows(page.sums.by_category),
        "types": _rows(page.sums.by_type),
    }
    return render(request, "messaging/costs.html", context)


def _month(request: HttpRequest) -> date | None:
    """`bulan` as 2026-10; none is the running one."""
    told = request.GET.get("bulan", "")
    if not told:
        return None
    try:
        found = date.fromisoformat(f"{told}-01")
    except ValueError:
        raise Http404 from None
    if not 2020 <= found.year <= 2100:
        raise Http404
    return found


def _bars(sums: Mapping[str, Sums], currency: str, word: Any) -> list[dict[str, object]]:
    """The dearest first; what cost nothing is told by the table."""
    dear = sorted(((micros, key) for key, (micros, *_rest) in sums.items() if micros), reverse=True)
    return [_bar(word(key), micros, currency) for micros, key in dear[:MOST_BARS]]


def _days(sums: Mapping[date, Sums], currency: str) -> list[dict[str, object]]:
    rows = sorted(sums.items(), reverse=True)
    return [
        _bar(f"{day.day} {formats.month_short(day, language())}", micros, currency)
        for day, (micros, *_) in rows
    ]


def _bar(label: str, micros: int, currency: str) -> dict[str, object]:
    text = formats.money_short(minor(micros, currency), currency, language())
    return {"label": label, "value": micros, "text": text}


def _rows(sums: Mapping[str, Sums]) -> list[tuple[str, Sums]]:
    return sorted(
        ((key, told) for key, told in sums.items() if told[1]), key=lambda row: row[1], reverse=True
    )


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def export_costs(request: HttpRequest) -> HttpResponse:
    """The days of one month as a file, a row for each kind, category and type of price."""
    now = business_now()
    page = selectors.month_page(now=now, first=_month(request))
    names = kind_names()
    rows = (_row(row, names) for row in selectors.ledger_rows(first=page.first, until=page.until))
    return csv_answer([WRITTEN, *rows], f"biaya-{page.first.isoformat()[:7]}.csv")


def _row(row: Any, names: Mapping[str, str]) -> tuple[str, ...]:
    day, channel, kind, category, pricing_type, currency, number, unpriced, micros = row
    words = (channel, kind_word(kind, names), category_word(category), type_word(pricing_type), currency)
    amount = f"{Decimal(micros) / MILLION:f}"
    return (day.isoformat(), *map(safe_cell, words), str(number), str(unpriced), amount)


def csv_answer(rows: Iterable[Iterable[str]], name: str) -> HttpResponse:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    response = HttpResponse("\N{BYTE ORDER MARK}" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
@requires(Capability.SETTINGS_CHANGE)
def budget(request: HttpRequest) -> HttpResponse:
    """One budget, of the whole shop or of the recipe named by `untuk`."""
    now, terms = business_now(), selectors.terms()
    kind = request.GET.get("untuk", "")
    known = {one.kind: one for one in selectors.budget_states(terms=terms, now=now)}
    initial = {"kind": kind, "amount": _major(known[kind].amount, terms.currency) if kind in known else None}
    form = BudgetForm(request.POST or None, initial=initial, names=kind_names(), currency=terms.currency)
    if not form.is_valid():
        context = {"form": form, "kind": kind, "is_known": kind in known, "currency": terms.currency}
        return render(request, "messaging/cost_budget.html", context, status=422 if form.is_bound else 200)
    services.set_budget(**form.cleaned_data, currency=terms.currency, now=now)
    messages.success(request, _("Saved. What was held because of a budget is decided anew."))
    return redirect("messaging:costs")


def _major(amount: int, currency: str) -> Decimal:
    return Decimal(amount).scaleb(-exponent(currency))


@require_http_methods(["GET", "POST"])
@requires(Capability.SETTINGS_CHANGE)
def cost_terms(request: HttpRequest) -> HttpResponse:
    """How the WhatsApp account is billed."""
    terms = selectors.terms()
    initial = {
        "currency": terms.currency,
        "zone": terms.chosen_zone,
        "free_service": terms.free_service,
        "payment_method": terms.payment_method,
    }
    form = TermsForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return render(
            request, "messaging/cost_terms.html", {"form": form}, status=422 if form.is_bound else 200
        )
    services.change_costs(values=form.cleaned_data, now=business_now())
    messages.success(request, _("Saved. It holds for what is priced from now on."))
    return redirect("messaging:costs")
