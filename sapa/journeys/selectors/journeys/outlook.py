"""What a comparison with customers who get nothing would show, and by when, told before it begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sapa.domain.events import EVENTS_OF_EXIT
from sapa.domain.journeys.definition import TIMED, Definition
from sapa.domain.statistics.power import Outlook, outlook
from sapa.events.models import Event
from sapa.journeys.models import Enrolment, Journey
from sapa.journeys.selectors.words import language

WEEKS = 8
SHARES = (0, 10, 50)
NEVER_HELD_OUT = ("reply", "notice")
GAIN = 0.25
SMALLEST, LARGEST = 0.02, 0.9
FEWEST = 20
USUAL_BASE = 0.1
SUCCESSES = (
    *("paid", "order_placed", "renewed", "rated", "nps_answered", "survey_answered", "review_given"),
    "feature_used",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One share with what it needs; `sentence` blank for nobody."""

    share: int
    sentence: str
    outlook: Outlook | None


@dataclass(frozen=True, slots=True)
class Volume:
    """`a_week`: customers whom its triggers bring; `base`: which part of them came to the goal by themselves.

    `measured`: from so many customers of the log; else `base` is an assumption.
    """

    a_week: float
    base: float
    measured: int

    @property
    def is_measured(self) -> bool:
        return self.measured >= FEWEST

    @property
    def better(self) -> float:
        """What the figures are worked out for: a quarter more."""
        return min(self.base * (1 + GAIN), 0.99)


def can_be_held_out(definition: Definition) -> bool:
    return definition.klass not in NEVER_HELD_OUT


def goal_of(definition: Definition) -> tuple[str, ...]:
    """Events that tell that the customer did what the journey hopes for; an answer where it hopes for none."""
    exits = [one for one in definition.exits if one in SUCCESSES] or ["replied"]
    return tuple(name for one in exits for name in EVENTS_OF_EXIT[one])


def volume_of(definition: Definition, journey: Journey | None, *, now: datetime) -> Volume:
    """From the event log of the past weeks; what time brings about is read from the journey's own starts."""
    since = now - timedelta(weeks=WEEKS)
    started = _starts(definition, journey, since, now)
    came = _came(definition, started, since, now)
    base = came / len(started) if len(started) >= FEWEST else USUAL_BASE
    return Volume(len(started) / WEEKS, max(SMALLEST, min(base, LARGEST)), len(started))


def _starts(
    definition: Definition, journey: Journey | None, since: datetime, now: datetime
) -> dict[int, datetime]:
    """By customer, the first time in these weeks."""
    names = [name for name in definition.trigger.on if name not in TIMED]
    rows = Event.objects.filter(name__in=names, at__gt=since, at__lte=now, contact_id__isnull=False)
    told = list(rows.order_by("-at").values_list("contact_id", "at"))
    if not names and journey:
        mine = Enrolment.objects.filter(journey=journey, started_at__gt=since, started_at__lte=now)
        told = list(mine.order_by("-started_at").values_list("contact_id", "started_at"))
    return {contact_id: at for contact_id, at in told if contact_id}


def _came(definition: Definition, started: dict[int, datetime], since: datetime, now: datetime) -> int:
    """How many of them came to the goal within the time that the journey gives for it."""
    within = timedelta(hours=definition.response_hours)
    rows = Event.objects.filter(
        name__in=goal_of(definition), contact_id__in=list(started), at__gt=since, at__lte=now
    )
    pairs = rows.values_list("contact_id", "at")
    return len({who for who, at in pairs if who and started[who] < at <= started[who] + within})


def choices(definition: Definition, volume: Volume, *, now: datetime, zone: str) -> Sequence[Choice]:
    today = now.astimezone(ZoneInfo(zone)).date()
    found = []
    for share in SHARES:
        told = None
        if share:
            told = outlook(
                volume.base,
                volume.better,
                a_day=volume.a_week / 7,
                today=today,
                share=share,
                response_days=-(-definition.response_hours // 24),
            )
        found.append(Choice(share, told.sentence(language()) if told else "", told))
    return found
