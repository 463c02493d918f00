"""«Tinjauan»: last week's conversations looked at by a person, five questions each, and how it goes week by week."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sapa.assistant.models import TalkReview, Turn
from sapa.assistant.selectors.reviews import A_WEEK, LABELS, Drawn, Week, drawn, last_week, said_in, weeks
from sapa.assistant.services.reviews import LONGEST_NOTE, judge
from sapa.assistant.views.figures import ENOUGH, share
from sapa.assistant.views.places import tabs
from sapa.assistant.views.tracing import articles_by_code, lines_of
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.domain import formats
from sapa.messaging.models import Message
from sapa.web.errors import Refused
from sapa.web.templatetags.formats import language

WRONG = 422
YES_NO = {"ya": True, "tidak": False}


@require_GET
@requires(Capability.ASSISTANT_MANAGE)
def reviews(request: HttpRequest) -> HttpResponse:
    now = business_now()
    newest = last_week(now)
    monday = _monday(request.GET.get("pekan", newest.isoformat()), newest)
    rows = drawn(monday)
    left = [one for one in rows if one.review is None]
    past = weeks(newest)
    context = {
        "tabs": tabs(request, "assistant:reviews"),
        "monday": monday.isoformat(),
        "of_week": week_in_words(monday),
        "rows": [_row(one, monday) for one in rows],
        "left": len(left),
        "next": left[0].conversation.public_id if left else None,
        "weeks": [_week(one, monday) for one in past if one.judged or one.monday == newest],
        "labels": [(name, title) for name, (title, _meaning) in _labels().items()],
        "enough": ENOUGH,
    }
    return render(request, "assistant/reviews.html", context)


@require_http_methods(["GET", "POST"])
@requires(Capability.ASSISTANT_MANAGE)
def review(request: HttpRequest, week: str, public_id: UUID) -> HttpResponse:
    """One conversation with the assistant's turns; saved, the next one comes."""
    now = business_now()
    monday = _monday(week, last_week(now))
    rows = drawn(monday)
    place = next((at for at, one in enumerate(rows) if one.conversation.public_id == public_id), None)
    if place is None:
        raise Http404
    one, refused = rows[place], None
    if request.method == "POST":
        labels = {name: YES_NO.get(request.POST.get(name, "")) for name in LABELS}
        note = request.POST.get("catatan", "")
        try:
            judge(conversation=one.conversation, week=monday, labels=labels, note=note, now=now)
        except Refused as found:
            refused = found
        else:
            return _onwards(request, rows, place, monday)
    said, turns = said_in(one.conversation, monday)
    context = {
        "tabs": tabs(request, "assistant:reviews"),
        "monday": monday.isoformat(),
        "of_week": week_in_words(monday),
        "one": one,
        "place": place + 1,
        "all": len(rows),
        "said": _said(said, turns),
        "labels": _asked(one.review),
        "note": one.review.note if one.review else "",
        "longest": LONGEST_NOTE,
        "refused": refused,
    }
    return render(request, "assistant/review.html", context, status=WRONG if refused else 200)


def week_in_words(monday: date) -> str:
    last = monday + A_WEEK - timedelta(days=1)
    return f"{formats.day(monday, language())} – {formats.day(last, language())}"


def _onwards(request: HttpRequest, rows: list[Drawn], place: int, monday: date) -> HttpResponse:
    left = [one for one in [*rows[place + 1 :], *rows[:place]] if one.review is None]
    if left:
        return redirect("assistant:review", monday.isoformat(), left[0].conversation.public_id)
    messages.success(request, _("The week is looked at. Thank you."))
    return redirect("assistant:reviews")


def _monday(told: str, newest: date) -> date:
    """A week that is over; anything else is not there."""
    try:
        found = date.fromisoformat(told)
    except ValueError:
        raise Http404 from None
    if found.weekday() or found > newest:
        raise Http404
    return found


def _row(one: Drawn, monday: date) -> dict[str, Any]:
    bad = [name for name in LABELS if one.review and getattr(one.review, name) is False]
    titles = _labels()
    return {
        "one": one,
        "week": monday.isoformat(),
        "bad": [titles[name][0] for name in bad],
    }


def _week(one: Week, shown: date) -> dict[str, Any]:
    titles = _labels()
    shares = [(titles[name][0], share("", part, "")) for name, part in one.shares.items()]
    return {
        "monday": one.monday.isoformat(),
        "words": week_in_words(one.monday),
        "judged": one.judged,
        "shares": shares,
        "current": one.monday == shown,
    }


def _said(rows: list[Message], turns: dict[int, Turn]) -> list[dict[str, Any]]:
    links = articles_by_code({code for turn in turns.values() for code in turn.trace.get("cites", ())})
    return [{"row": row, "lines": _lines(turns.get(row.pk), links)} for row in rows]


def _lines(turn: Turn | None, links: Any) -> list[Any]:
    if turn is None:
        return []
    return lines_of(
        outcome=turn.outcome,
        reason=turn.reason,
        confidence=turn.confidence,
        trace=turn.trace,
        articles=links,
    )


def _asked(known: TalkReview | None) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "title": title,
            "meaning": meaning,
            "value": getattr(known, name) if known else None,
            "key": number,
        }
        for number, (name, (title, meaning)) in enumerate(_labels().items(), start=1)
    ]


def _labels() -> dict[str, tuple[str, str]]:
    return {
        "correct": (_("Correct"), _("It understood what was meant and its answer is right.")),
        "grounded": (_("Grounded"), _("Everything it said stands in the records or the articles.")),
        "handover": (_("Right hand-over"), _("People got it when they should, and only then.")),
        "tone": (_("Tone"), _("Friendly, short, fitting the mood of the customer.")),
        "language": (_("Language"), _("The customer's language, without odd sentences.")),
    }
