"""«Hari libur»: the days off that the contact policy knows, and the seasons that an owner may switch on."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.accounts import selectors, services
from sapa.accounts.forms import DayForm, FileForm, LebaranForm, PeriodForm
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.domain import csvholidays, formats, seasons
from sapa.domain.csvorders import UnreadableFileError, sentence
from sapa.domain.holidays import KINDS, CalendarDay, Key, Period
from sapa.web.templatetags.formats import language


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def holidays(request: HttpRequest) -> HttpResponse:
    page = selectors.holiday_page(
        today=_today(request),
        year=_number(request.GET.get("tahun", "")),
        country=request.GET.get("negara", "").upper(),
    )
    lebaran = next(one for one in page.presets if one.name == seasons.LEBARAN)
    pause = (lebaran.values or {}).get("pause") or seasons.SWITCHED_ON[seasons.LEBARAN]["lebaran"]["pause"]
    return render(request, "accounts/holidays.html", {"page": page, "lebaran": LebaranForm(initial=pause)})


@require_http_methods(["GET", "POST"])
@requires(Capability.SETTINGS_CHANGE)
def day(request: HttpRequest) -> HttpResponse:
    """A new day, or the one named by `kunci`."""
    known = _day_named(request) if "kunci" in request.GET else None
    form = DayForm(request.POST or None, initial=_as_initial(known, request), home=_country(request))
    if not form.is_valid():
        context = {"form": form, "known": known, "back": _list_at(known.day.year if known else None)}
        return render(request, "accounts/holiday.html", context, status=422 if form.is_bound else 200)
    chosen = form.chosen()
    if known:
        services.change_day(was=known.key, day=chosen, now=business_now())
    else:
        services.add_day(day=chosen, now=business_now())
    messages.success(request, _("Saved. What waits is planned anew."))
    return redirect(_list_at(chosen.day.year, chosen.country))


@require_POST
@requires(Capability.SETTINGS_CHANGE)
def remove_day(request: HttpRequest) -> HttpResponse:
    key = _key(request.POST.get("kunci", ""))
    services.remove_day(key=key, now=business_now())
    messages.success(request, _("Removed. It stands below the list and can be brought back."))
    return redirect(_list_at(key[0].year, key[1]))


@require_POST
@requires(Capability.SETTINGS_CHANGE)
def restore_day(request: HttpRequest) -> HttpResponse:
    key = _key(request.POST.get("kunci", ""))
    services.restore_day(key=key, now=business_now())
    messages.success(request, _("Back in the calendar."))
    return redirect(_list_at(key[0].year, key[1]))


@require_http_methods(["GET", "POST"])
@requires(Capability.SETTINGS_CHANGE)
def period(request: HttpRequest) -> HttpResponse:
    """Ramadan or Idul Fitri (`jenis`) of one year (`tahun`): its first day is told the evening before."""
    kind, year, known = _period(request.GET)
    initial = {"first": known.first, "last": known.last, "status": known.status} if known else {}
    form = PeriodForm(request.POST or None, initial=initial, year=year)
    if not form.is_valid():
        context = {"form": form, "kind": kind, "year": year, "known": known, "back": _list_at(year)}
        return render(request, "accounts/period.html", context, status=422 if form.is_bound else 200)
    services.save_period(kind=kind, **form.cleaned_data, now=business_now())
    messages.success(request, _("Saved. What waits is planned anew."))
    return redirect(_list_at(year))


@require_POST
@requires(Capability.SETTINGS_CHANGE)
def reset_period(request: HttpRequest) -> HttpResponse:
    kind, year, _known = _period(request.POST)
    services.reset_period(kind=kind, year=year, now=business_now())
    messages.success(request, _("Back to the dates of the table."))
    return redirect(_list_at(year))


@require_http_methods(["GET", "POST"])
@requires(Capability.SETTINGS_CHANGE)
def import_days(request: HttpRequest) -> HttpResponse:
    """First a file, then what would become of it; nothing is saved here."""
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            context = _preview(request, content)
        except UnreadableFileError as error:
            form.add_error("file", sentence(error.code, language(), ", ".join(error.details)))
        else:
            return render(request, "accounts/holiday_preview.html", context)
    return render(request, "accounts/holiday_import.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@requires(Capability.SETTINGS_CHANGE)
def save_import(request: HttpRequest) -> HttpResponse:
    """Saves the good rows of the file that the preview showed."""
    content = request.POST.get("isi", "").encode()
    try:
        reading = _read(request, content)
    except UnreadableFileError:
        return redirect("accounts:import_holidays")
    given = [one for _line, one in reading.rows]
    saved = services.import_days(given=given, now=business_now())
    told = ngettext("%(number)s day saved.", "%(number)s days saved.", saved) % {"number": saved}
    messages.success(request, told)
    return redirect(_list_at(given[0].day.year if given else None))


@require_GET
@requires(Capability.FOLLOWUPS_VIEW)
def export_days(request: HttpRequest) -> HttpResponse:
    year = _number(request.GET.get("tahun", ""))
    rows = [one for one in selectors.days() if one.active and year in (None, one.day.year)]
    response = HttpResponse("\N{BYTE ORDER MARK}" + _as_file(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="hari-libur{f"-{year}" if year else ""}.csv"'
    return response


@require_POST
@requires(Capability.SETTINGS_CHANGE)
def switch_preset(request: HttpRequest) -> HttpResponse:
    """One switch for a season (`masa`); Lebaran's brings its own length."""
    preset = request.POST.get("masa", "")
    if preset not in seasons.PRESETS:
        raise Http404
    on, values = request.POST.get("nyala") == "1", {}
    if on and preset == seasons.LEBARAN:
        form = LebaranForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Give the days as numbers up to 30 and choose what rests."))
            return redirect(_list_at(None) + "#musim")
        values = {"lebaran": {"pause": form.cleaned_data}}
    services.switch_preset(preset=preset, on=on, values=values, now=business_now())
    messages.success(request, _("Switched on.") if on else _("Switched off."))
    return redirect(_list_at(None) + "#musim")


def _preview(request: HttpRequest, content: bytes) -> dict[str, Any]:
    reading = _read(request, content)
    known = {one.key: one for one in selectors.days()}
    rows = [(line, one, _what(one, known.get(one.key))) for line, one in reading.rows]
    refused = [
        {"line": one.line, "value": one.value, "reason": csvholidays.reason(one.code, language())}
        for one in reading.refused
    ]
    return {
        "rows": rows,
        "refused": refused,
        "changes": sum(what != "same" for _line, _one, what in rows),
        "content": _as_file(one for _line, one in reading.rows),
    }


def _as_file(days: Iterable[CalendarDay]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(csvholidays.written(days))
    return text.getvalue()


def _what(day: CalendarDay, known: CalendarDay | None) -> str:
    if known is None:
        return "new"
    return "changed" if services.differs(day, known) else "same"


def _read(request: HttpRequest, content: bytes) -> csvholidays.Reading:
    country = _country(request)
    known = {country, *selectors.countries_of(selectors.days())}
    return csvholidays.read_holidays(io.BytesIO(content), country=country, countries=known)


def _day_named(request: HttpRequest) -> CalendarDay:
    key = _key(request.GET["kunci"])
    found = next((one for one in selectors.days() if one.key == key and one.active), None)
    if found is None:
        raise Http404
    return found


def _key(text: str) -> Key:
    """A day as a form names it; anything else is not found."""
    try:
        on, country, kind, province = text.split("~")
        found = date.fromisoformat(on), country, kind, province
    except ValueError:
        raise Http404 from None
    if kind not in KINDS:
        raise Http404
    return found


def _as_initial(known: CalendarDay | None, request: HttpRequest) -> dict[str, Any]:
    if known is None:
        return {"country": _country(request)}
    return {name: getattr(known, name) for name in DayForm.base_fields}


def _period(given: QueryDict) -> tuple[str, int, Period | None]:
    """No period for a year of which nothing is known yet."""
    kind, year = given.get("jenis", ""), _number(given.get("tahun", ""))
    if kind not in ("ramadan", "lebaran") or year is None or not 2000 <= year <= 2100:
        raise Http404
    known = (one for one in selectors.periods() if (one.kind, one.first.year) == (kind, year))
    return kind, year, next(known, None)


def _list_at(year: int | None, country: str = "") -> str:
    chosen = {"tahun": year or "", "negara": country}
    query = "&".join(f"{name}={value}" for name, value in chosen.items() if value)
    return reverse("accounts:holidays") + (f"?{query}" if query else "")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else None


def _country(request: HttpRequest) -> str:
    return str(request.membership.workspace.country)  # type: ignore[attr-defined]


def _today(request: HttpRequest) -> date:
    zone = request.membership.workspace.timezone  # type: ignore[attr-defined]
    return formats.local_date(business_now(), zone)
