"""«Angka»: how the assistant does, each figure with what it means and how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sapa.assistant.selectors import figures
from sapa.assistant.selectors.figures import Part, Wait
from sapa.assistant.views.places import tabs
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.domain import formats
from sapa.web.templatetags.formats import language

DAYS = (7, 28, 90)
USUAL = 28
ENOUGH = 10  # below it a share says nothing


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` and `note` in words; `url`: what stands behind it."""

    label: str
    value: str
    note: str
    meaning: str


@require_GET
@requires(Capability.TEAM_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    days, now = _days(request), business_now()
    since = since_of(days, now)
    found = figures.contained(since, now)
    groups = [
        (_("How much it takes on"), _contained(found)),
        (_("How well it answers"), _turns(figures.turns(since, now))),
        (_("What goes to people"), _handed(since, now)),
        (_("Whether it helped"), _helped(since, now)),
    ]
    context = {
        "tabs": tabs(request, "assistant:figures"),
        "groups": groups,
        "talks": found.talks,
        "choices": [{"label": _("%d days") % n, "url": f"?hari={n}", "current": n == days} for n in DAYS],
    }
    return render(request, "assistant/figures.html", context)


def since_of(days: int, now: datetime) -> datetime:
    return now - timedelta(days=days)


def _contained(found: figures.Contained) -> Sequence[Figure]:
    n = found.talks
    return (
        share(
            _("Touched"),
            Part(found.touched, n),
            _("The assistant replied at least once. Of all conversations in which customers wrote."),
        ),
        share(
            _("Assumed solved"),
            Part(found.assumed, n),
            _(
                "The assistant replied, nobody of the team did, no person and no ticket was needed, and the customer "
                "did not come back elsewhere within 72 hours. Of all conversations."
            ),
        ),
        share(
            _("Verified solved"),
            Part(found.verified, n),
            _(
                "Of these: the last answer came from records or an article or finished what was wanted, no answer was "
                "called wrong, and no score below 4 was given. Of all conversations."
            ),
        ),
    )


def _turns(found: dict[str, Part]) -> Sequence[Figure]:
    return (
        share(
            _("Stopped by the guard"),
            found["guard"],
            _("Answers that held a fact or a promise nothing supports: they were not sent. Of all turns."),
        ),
        share(
            _("Nothing known"),
            found["not_grounded"],
            _(
                "Neither records nor articles held an answer: the customer was told so. "
                "Of all turns that searched the articles."
            ),
        ),
        share(
            _("Asked what was meant"),
            found["clarified"],
            _("Turns in which the assistant was not sure and asked back. Of all turns."),
        ),
    )


def _handed(since: datetime, now: datetime) -> Sequence[Figure]:
    taken, pick_up = figures.pick_up(since, now)
    answered = figures.to_a_person(since, now)
    return (
        wait(
            _("Until a person answers"),
            answered,
            _("From the hand-off to the first answer of a person, in open hours; the middle one."),
        ),
        wait(
            _("Until somebody takes it"),
            pick_up,
            _("From the hand-off until somebody takes the conversation, by the calendar; the middle one."),
        ),
        share(_("Taken by somebody"), taken, _("Conversations handed over that somebody of the team took.")),
    )


def _helped(since: datetime, now: datetime) -> Sequence[Figure]:
    ours, theirs = figures.satisfaction(since, now)
    repeated, of_people = figures.repeats(since, now)
    scores = _("Scores 4 and 5 of all scores, by when the question was sent.")
    again = _("Solved tickets, at least 7 days ago, whose problem came again within 7 days.")
    return (
        share(_("CSAT of the assistant"), ours, scores),
        share(_("CSAT of people"), theirs, scores),
        share(_("Came again, opened by the assistant"), repeated, again),
        share(_("Came again, opened by others"), of_people, again),
    )


def share(label: str, part: Part, meaning: str) -> Figure:
    """With Wilson's interval; too few are told as such, without a share."""
    if not part.n:
        return Figure(label, "–", _("Nothing counted yet."), meaning)
    if (sure := part.estimate) is None or part.n < ENOUGH:
        note = _("Not enough data yet: %(hits)s of %(n)s, and at least %(enough)s are needed.") % _numbers(
            hits=part.hits, n=part.n, enough=ENOUGH
        )
        return Figure(label, "–", note, meaning)
    note = _("%(hits)s of %(n)s; between %(low)s and %(high)s.") % {
        **_numbers(hits=part.hits, n=part.n),
        "low": formats.percent(sure.low, language()),
        "high": formats.percent(sure.high, language()),
    }
    return Figure(label, formats.percent(sure.value, language()), note, meaning)


def wait(label: str, found: Wait, meaning: str) -> Figure:
    if not found.n:
        return Figure(label, "–", _("Nothing counted yet."), meaning)
    if found.median is None or found.n < ENOUGH:
        note = _("Not enough data yet: %(n)s, and at least %(enough)s are needed.") % _numbers(
            n=found.n, enough=ENOUGH
        )
        return Figure(label, "–", note, meaning)
    note = _("The middle of %(n)s; nine of ten within %(nineties)s.") % {
        **_numbers(n=found.n),
        "nineties": span(found.nineties or 0),
    }
    return Figure(label, span(found.median), note, meaning)


def span(seconds: float) -> str:
    return formats.span(timedelta(seconds=round(seconds)), language()) if seconds >= 1 else _("at once")


def _numbers(**values: int) -> dict[str, str]:
    return {name: formats.number(value, language()) for name, value in values.items()}


def _days(request: HttpRequest) -> int:
    told = request.GET.get("hari", "")
    return int(told) if told in map(str, DAYS) else USUAL
