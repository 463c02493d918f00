"""CSAT and NPS of a period, by the time the question left (`measurement.md` 1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, Value, When

from sapa.domain.recipes import LIBRARY
from sapa.domain.statistics.intervals import Estimate, net_promoters, wilson
from sapa.feedback.models import Rating
from sapa.journeys.models import FollowUp

CSAT, NPS = Rating.Kind.CSAT.value, Rating.Kind.NPS.value
HAPPY = {CSAT: 4, NPS: 9}
UNHAPPY = {CSAT: 2, NPS: 6}
VOICES = ("agent", "assistant", "")


@dataclass(frozen=True, slots=True)
class Counted:
    """Answers with a good and a bad score among `n`."""

    good: int = 0
    bad: int = 0
    n: int = 0

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.good + other.good, self.bad + other.bad, self.n + other.n)


@dataclass(frozen=True, slots=True)
class Figures:
    """`by_voice`: the share of satisfied customers by who had answered them: agent, assistant, blank for nobody.

    Response rates count questions whose time to answer has passed; `asked` counts all of the period.
    """

    csat: Estimate | None
    nps: Estimate | None
    by_voice: dict[str, Estimate]
    csat_response: Estimate | None
    nps_response: Estimate | None
    asked: dict[str, int]


def figures(*, since: datetime, until: datetime, now: datetime) -> Figures:
    """Two statements, whatever was asked."""
    ratings = Rating.objects.filter(asked_at__gte=since, asked_at__lt=until)
    counted: Any = ratings.values("kind", "answered_by").annotate(n=Count("pk"), **_ends(), **_old(now))
    rows: list[dict[str, Any]] = list(counted)
    cells = {(row["kind"], row["answered_by"]): Counted(row["good"], row["bad"], row["n"]) for row in rows}
    csat, nps = (_sum(cells, kind) for kind in (CSAT, NPS))
    voices = {by: wilson(cells[CSAT, by].good, cells[CSAT, by].n) for by in VOICES if (CSAT, by) in cells}
    ripe = {kind: sum(row["ripe"] for row in rows if row["kind"] == kind) for kind in (CSAT, NPS)}
    asked = _asked(since, until, now)
    return Figures(
        csat=wilson(csat.good, csat.n),
        nps=net_promoters(nps.good, nps.bad, nps.n),
        by_voice={by: found for by, found in voices.items() if found},
        csat_response=_rate(ripe[CSAT], asked[CSAT][1]),
        nps_response=_rate(ripe[NPS], asked[NPS][1]),
        asked={kind: number for kind, (number, _ripe) in asked.items()},
    )


def _sum(cells: dict[tuple[str, str], Counted], kind: str) -> Counted:
    return sum((cell for (of, _by), cell in cells.items() if of == kind), Counted())


def _rate(answers: int, asked: int) -> Estimate | None:
    return wilson(min(answers, asked), asked)


def _ends() -> dict[str, Any]:
    def end(compare: str, bounds: dict[str, int]) -> Count:
        fits = [Q(kind=kind, **{f"score__{compare}": bound}) for kind, bound in bounds.items()]
        return Count("pk", filter=fits[0] | fits[1])

    return {"good": end("gte", HAPPY), "bad": end("lte", UNHAPPY)}


def _old(now: datetime) -> dict[str, Any]:
    fits = [Q(kind=kind, asked_at__lte=now - _time_of(kind)) for kind in (CSAT, NPS)]
    return {"ripe": Count("pk", filter=fits[0] | fits[1])}


def _time_of(kind: str) -> timedelta:
    """How long a customer has to answer."""
    return timedelta(hours=LIBRARY[kind].response_hours)


def _asked(since: datetime, until: datetime, now: datetime) -> dict[str, tuple[int, int]]:
    """By kind: questions that left, and those whose time has passed; copies of a recipe ask the same."""
    kind = Case(
        When(journey__origin="", then=F("recipe")),
        default=F("journey__origin"),
        output_field=CharField(),
    )
    sent = FollowUp.objects.filter(
        state=FollowUp.State.SENT, dry=False, finished_at__gte=since, finished_at__lt=until
    )
    asking = sent.annotate(asks=kind).filter(asks__in=[CSAT, NPS])
    ripe = {
        f"ripe_{one}": Count("pk", filter=Q(finished_at__lte=Value(now - _time_of(one))))
        for one in (CSAT, NPS)
    }
    counted: Any = asking.values("asks").annotate(n=Count("pk"), **ripe)
    rows: dict[str, dict[str, Any]] = {row["asks"]: row for row in counted}
    return {one: (rows[one]["n"], rows[one][f"ripe_{one}"]) if one in rows else (0, 0) for one in (CSAT, NPS)}
