"""What a journey has done so far: messages by state and wording, people by group, why messages were given up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from sapa.journeys.models import Enrolment, FollowUp, Journey
from sapa.journeys.selectors.lists import Wanted, follow_ups
from sapa.journeys.selectors.words import capital, wording
from sapa.journeys.services.moving import on_older

MOST_REASONS = 6


@dataclass(frozen=True, slots=True)
class Wording:
    """One of two wordings of a step, with what came of it."""

    letter: str
    sent: int
    answered: int


@dataclass(frozen=True, slots=True)
class Arm:
    """`name`: treatment or control."""

    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of follow-ups; `reasons`: why they were given up, in words, the most frequent first."""

    planned: int
    sent: int
    answered: int
    dropped: int
    rehearsed: int
    running: int
    on_older: int
    arms: Sequence[Arm]
    wordings: Sequence[Wording]
    reasons: Sequence[tuple[str, str, int]]

    @property
    def is_empty(self) -> bool:
        return not (self.planned or self.sent or self.dropped or self.rehearsed or self.running)


def figures_of(journey: Journey | None, *, now: datetime, zone: str) -> Figures:
    if journey is None:
        return Figures(0, 0, 0, 0, 0, 0, 0, (), (), ())
    rows = FollowUp.objects.filter(journey=journey)
    states = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    answered = follow_ups(Wanted("answered", recipe=journey.recipe), now=now, zone=zone)
    running = Enrolment.objects.filter(journey=journey, state=Enrolment.State.ACTIVE)
    return Figures(
        planned=states.get("waiting", 0) + states.get("queued", 0),
        sent=states.get("sent", 0),
        answered=answered.count(),
        dropped=states.get("dropped", 0),
        rehearsed=states.get("rehearsed", 0),
        running=running.count(),
        on_older=on_older(journey),
        arms=arms_of(journey),
        wordings=_wordings(journey, dict(answered.order_by().values_list("variant").annotate(Count("pk")))),
        reasons=_reasons(journey),
    )


def arms_of(journey: Journey) -> list[Arm]:
    """People enrolled since the share was chosen, by group; none while nobody is held out."""
    if not journey.share or journey.share_since is None:
        return []
    since = Enrolment.objects.filter(journey=journey, started_at__gte=journey.share_since, share__gt=0)
    counted = dict(since.order_by().values_list("arm").annotate(Count("contact_id", distinct=True)))
    return [Arm(name, counted.get(name, 0)) for name in ("treatment", "control")]


def _wordings(journey: Journey, answered: Mapping[int, int]) -> list[Wording]:
    sent = FollowUp.objects.filter(journey=journey, state=FollowUp.State.SENT).order_by()
    counted = dict(sent.values_list("variant").annotate(Count("pk")))
    if not any(counted.get(one) for one in (1,)):
        return []
    return [Wording("AB"[one], counted.get(one, 0), answered.get(one, 0)) for one in (0, 1)]


def _reasons(journey: Journey) -> list[tuple[str, str, int]]:
    counts = Counter[str]()
    dropped = FollowUp.objects.filter(journey=journey, state=FollowUp.State.DROPPED).order_by()
    for codes, number in dropped.values_list("reasons").annotate(Count("pk")):
        counts.update(dict.fromkeys(codes, number))
    return [(code, capital(wording(code)), number) for code, number in counts.most_common(MOST_REASONS)]
