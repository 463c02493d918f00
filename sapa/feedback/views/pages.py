"""«Umpan balik»: what customers think, in figures and in their own words."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.domain.formats import number, percent
from sapa.domain.statistics.intervals import Estimate
from sapa.feedback import services
from sapa.feedback.models import Rating
from sapa.feedback.selectors.figures import Figures, figures
from sapa.feedback.selectors.scores import MOODS, Filter, page_of_scores
from sapa.feedback.selectors.words import KINDS, TAGS, VOICES
from sapa.feedback.selectors.words import MOODS as MOOD_WORDS
from sapa.web.cursors import cursor_text, read_cursor
from sapa.web.templatetags.formats import language

PAGE = 20
PERIODS = (30, 90, 365)
PLACES = ("hari", "jenis", "nilai", "tag", "oleh", "kata")


@require_GET
@requires(Capability.CONTACTS_VIEW)
def overview(request: HttpRequest) -> HttpResponse:
    now, days, chosen = business_now(), _days(request), _filter(request)
    since, before = now - timedelta(days=days), read_cursor(request.GET.get("sebelum", ""))
    rows, beyond = page_of_scores(chosen, since=since, before=before, limit=PAGE)
    context = {
        "figures": _told(figures(since=since, until=now, now=now)),
        "rows": rows,
        "days": days,
        "chosen": chosen,
        "is_filtered": any(asdict(chosen).values()),
        "periods": _periods(request, days),
        "kinds": KINDS.items(),
        "moods": MOOD_WORDS.items(),
        "tags": TAGS.items(),
        "tag_names": TAGS,
        "voices": [(code, name) for code, name in VOICES.items() if code],
        "older": _address(request, sebelum=cursor_text(beyond)) if beyond else "",
        "newer": _address(request) if before else "",
        "here": request.get_full_path(),
        **tabs("overview"),
    }
    return render(request, "feedback/overview.html", context)


@require_POST
@requires(Capability.FEEDBACK_MANAGE)
def tag(request: HttpRequest, number: int) -> HttpResponse:
    """What the words are about, as a person says."""
    user = cast(User, request.user)
    try:
        services.retag(rating_id=number, tags=request.POST.getlist("tag"), by=user.pk)
    except Rating.DoesNotExist:
        raise Http404 from None
    back = request.POST.get("kembali", "")
    here = reverse("feedback:overview")
    return redirect(back if back.startswith(here + "?") else here)


def tabs(current: str) -> dict[str, Any]:
    """The three pages of the room."""
    pages = {"overview": _("Scores"), "surveys": _("Surveys"), "reviews": _("Reviews")}
    return {
        "tabs": [
            {"label": label, "url": reverse(f"feedback:{name}"), "current": name == current}
            for name, label in pages.items()
        ]
    }


def _days(request: HttpRequest) -> int:
    given = request.GET.get("hari", "")
    return int(given) if given in map(str, PERIODS) else PERIODS[1]


def _filter(request: HttpRequest) -> Filter:
    def one(name: str, known: Any) -> str:
        given = request.GET.get(name, "")
        return given if given in known else ""

    return Filter(
        kind=one("jenis", KINDS),
        mood=one("nilai", MOODS),
        tag=one("tag", TAGS),
        by=one("oleh", VOICES),
        worded=request.GET.get("kata") == "1",
    )


def _address(request: HttpRequest, **more: str) -> str:
    kept = {name: request.GET[name] for name in PLACES if request.GET.get(name)}
    query = urlencode(kept | {name: value for name, value in more.items() if value})
    return reverse("feedback:overview") + (f"?{query}" if query else "")


def _periods(request: HttpRequest, days: int) -> list[dict[str, Any]]:
    return [
        {
            "label": ngettext("%(n)s day", "%(n)s days", one) % {"n": one},
            "url": _address(request, hari=str(one)),
            "current": one == days,
        }
        for one in PERIODS
    ]


def _told(found: Figures) -> dict[str, Any]:
    """Each figure with what it means and how sure it is."""
    return {
        "csat": _share(found.csat),
        "nps": _net(found.nps),
        "csat_response": _share(found.csat_response),
        "nps_response": _share(found.nps_response),
        "asked": found.asked,
        "voices": [(VOICES[by], _share(one), one.n) for by, one in found.by_voice.items()],
    }


def _share(one: Estimate | None) -> dict[str, str] | None:
    if one is None:
        return None
    low, high = (number(100 * bound, language()) for bound in (one.low, one.high))
    return {
        "value": percent(one.value, language()),
        "note": ngettext(
            "%(n)s answer; between %(low)s%% and %(high)s%%",
            "%(n)s answers; between %(low)s%% and %(high)s%%",
            one.n,
        )
        % {"n": number(one.n, language()), "low": low, "high": high},
    }


def _net(one: Estimate | None) -> dict[str, str] | None:
    if one is None:
        return None
    value, low, high = (number(round(point), language()) for point in (one.value, one.low, one.high))
    return {
        "value": value if one.value <= 0 else f"+{value}",
        "note": ngettext(
            "%(n)s answer; between %(low)s and %(high)s", "%(n)s answers; between %(low)s and %(high)s", one.n
        )
        % {"n": number(one.n, language()), "low": low, "high": high},
    }
