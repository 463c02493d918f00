"""«Kinerja tim»: figures with what they mean, by person and team, and the rows behind each."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.contacts.selectors import author_names
from sapa.inbox.selectors.performance import (
    OF_TICKETS,
    OVERALL,
    PERSON,
    REOPENED,
    REPEATED,
    ROWS_BEHIND,
    TEAM,
    Period,
    Score,
    clocks_behind,
    open_load,
    scores,
    tickets_behind,
)
from sapa.inbox.selectors.teams import teams
from sapa.inbox.views.team import tabs
from sapa.web.cursors import cursor_text, read_cursor

DAYS = (7, 30, 90)
USUAL = 30
FEW = 4  # of so few nine tenths say nothing


@require_GET
@requires(Capability.TEAM_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    days = _days(request)
    now, before = scores(Period.of(days, business_now()))
    whole = now.get((OVERALL, None), Score())
    told = {
        "figures": _figures(whole, before, days),
        "whole": whole,
        "unclaimed": open_load(),
        "people": _table(PERSON, now, author_names([pk for kind, pk in now if kind == PERSON and pk]), days),
        "teams": _table(TEAM, now, {team.pk: team.name for team in teams()}, days),
        "days": days,
        "few": FEW,
        "choices": [{"label": _("%d days") % n, "url": f"?hari={n}", "current": n == days} for n in DAYS],
        "tabs": tabs("inbox:performance"),
    }
    return render(request, "inbox/performance.html", told)


@require_GET
@requires(Capability.TEAM_VIEW)
def rows(request: HttpRequest, figure: str) -> HttpResponse:
    """What one figure counts; `orang` and `tim` narrow it as the tables do."""
    if figure not in ROWS_BEHIND:
        raise Http404
    days, before = _days(request), read_cursor(request.GET.get("sebelum", ""))
    whose = {"person": _number(request, "orang"), "team": _number(request, "tim")}
    period = Period.of(days, business_now())
    told: dict[str, Any] = {"title": titles()[figure], "meaning": meanings()[figure], "back": _address(days)}
    if figure in OF_TICKETS:
        told["tickets"], older = tickets_behind(figure, period, **whose, before=before)
    else:
        told["clocks"], older = clocks_behind(figure, period, **whose, before=before)
        told["names"] = author_names([one.author_id for one in told["clocks"] if one.author_id])
    given = {**request.GET.dict(), "sebelum": cursor_text(older)}
    told["older"] = f"?{urlencode(given)}" if older else ""
    return render(request, "inbox/performance_rows.html", told)


def titles() -> Mapping[str, str]:
    return {
        "first": _("First answer"),
        "turn": _("Each answer"),
        "missed": _("Missed windows"),
        "kept": _("Promises kept"),
        "broken": _("Promises broken"),
        "solved": _("Solution"),
        REOPENED: _("Opened again"),
        REPEATED: _("Came again"),
    }


def meanings() -> Mapping[str, str]:
    return {
        "first": _("From a customer's first message to the first answer of a person, in open hours."),
        "turn": _("From each message of a customer to a person's next answer, in open hours."),
        "missed": _("Customers who waited more than 24 hours: WhatsApp takes no free text by then."),
        "kept": _("Answers of people and solutions that came in the promised time."),
        "broken": _("Answers and solutions that came later than promised, or are overdue now."),
        "solved": _(
            "From when a ticket was opened until it was solved for the last time, in open hours without the time in "
            "which the customer was waited for."
        ),
        REPEATED: _(
            "Of the tickets solved in this time, at least 7 days ago: those whose problem came again within 7 days."
        ),
        REOPENED: _("Of the tickets opened in this time and solved since: those that were opened again."),
    }


def _figures(now: Score, before: Score, days: int) -> list[dict[str, Any]]:
    """In the order of the page; `was` is the period before."""
    times = {
        "first": (now.first, before.first),
        "turn": (now.turn, before.turn),
        "solved": (now.solved, before.solved),
    }
    told = [_figure(one, days, n=now.count(one), was_n=before.count(one)) for one in times]
    told[-1]["calendar"] = _span(now.calendar[0])
    for one in told:
        (one["median"], one["nineties"]), (one["was"], _p90) = (
            map(_span, pair) for pair in times[one["code"]]
        )
    shares = {
        "kept": (now.kept_share, before.kept_share),
        REOPENED: (now.reopened_share, before.reopened_share),
        REPEATED: (now.repeated_share, before.repeated_share),
    }
    for code, of in (("kept", now.promises), (REOPENED, now.tickets), (REPEATED, now.ripe)):
        one = _figure(code, days, n=of, was_n=0)
        one["share"], one["was_share"] = shares[code]
        told.append(one)
    told.append(_figure("missed", days, n=now.count("missed"), was_n=before.count("missed")))
    return told


def _figure(code: str, days: int, **more: Any) -> dict[str, Any]:
    """Behind promises stand the broken ones: those are worth a look."""
    behind = "broken" if code == "kept" else code
    return {
        "code": code,
        "label": titles()[code],
        "meaning": meanings()[code],
        "url": _address(days, behind),
        **more,
    }


def _table(
    kind: str, found: Mapping[Any, Score], names: Mapping[int, str], days: int
) -> list[dict[str, Any]]:
    word = "orang" if kind == PERSON else "tim"
    told = [
        {
            "name": names[pk],
            "score": score,
            "first": tuple(map(_span, score.first)),
            "turn": tuple(map(_span, score.turn)),
            "urls": {code: _address(days, code, **{word: pk}) for code in ROWS_BEHIND},
        }
        for (which, pk), score in found.items()
        if which == kind and pk in names
    ]
    return sorted(told, key=lambda one: str(one["name"]))


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=round(seconds))


def _address(days: int, figure: str = "", **whose: int) -> str:
    url = reverse("inbox:performance_rows", args=[figure]) if figure else reverse("inbox:performance")
    return f"{url}?{urlencode({'hari': days, **whose})}"


def _days(request: HttpRequest) -> int:
    wanted = _number(request, "hari")
    return wanted if wanted in DAYS else USUAL


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
