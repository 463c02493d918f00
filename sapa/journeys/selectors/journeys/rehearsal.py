"""What a rehearsed journey would have sent, and what going live would do."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, QuerySet
from django.db.models.functions import TruncDate

from sapa.domain.journeys.definition import Definition
from sapa.journeys.models import Decision, FollowUp, Journey
from sapa.journeys.selectors.lists import ONLY_ITS_TIME, FollowUpRow, row_of
from sapa.journeys.selectors.words import capital, language, wording
from sapa.journeys.services.wording import template_name
from sapa.messaging.selectors import approved_templates, channels

SAMPLE = 20
MOST_RULES = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in words with how many messages it held or gave up."""

    code: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """`would`: messages that would have gone; `days`: per local day of the business, oldest first."""

    would: int
    waiting: int
    dropped: int
    days: Sequence[tuple[date, int]]
    held: Sequence[Rule]
    given_up: Sequence[Rule]
    sample: Sequence[FollowUpRow]

    @property
    def is_empty(self) -> bool:
        return not (self.would or self.waiting or self.dropped)


@dataclass(frozen=True, slots=True)
class GoingLive:
    """`waiting`: messages that would really go, the first at `first`. `unapproved`: texts of each number that wait."""

    waiting: int
    first: datetime | None
    has_number: bool
    unapproved: Sequence[str]


def rehearsal_of(journey: Journey, *, zone: str) -> Rehearsal:
    dry = FollowUp.objects.filter(journey=journey, dry=True).order_by()
    states = dict(dry.values_list("state").annotate(Count("pk")))
    return Rehearsal(
        would=states.get("rehearsed", 0),
        waiting=states.get("waiting", 0),
        dropped=states.get("dropped", 0),
        days=_by_day(dry, zone),
        held=_held(dry),
        given_up=_rules(dry.filter(state="dropped").values_list("reasons").annotate(Count("pk"))),
        sample=_sample(dry),
    )


def _by_day(dry: QuerySet[FollowUp], zone: str) -> list[tuple[date, int]]:
    gone = dry.filter(state="rehearsed", finished_at__isnull=False)
    days = gone.annotate(day=TruncDate("finished_at", tzinfo=ZoneInfo(zone))).values_list("day")
    return sorted(days.annotate(Count("pk")))


def _held(dry: QuerySet[FollowUp]) -> list[Rule]:
    """Every follow-up that a rule made wait at some time, each rule once."""
    told = Decision.objects.filter(follow_up__in=dry.values("pk"), action="wait").order_by()
    return _rules(told.values_list("reasons").annotate(Count("follow_up_id", distinct=True)))


def _rules(counted: Iterable[tuple[Sequence[str], int]]) -> list[Rule]:
    counts = Counter[str]()
    for codes, number in counted:
        counts.update({code: number for code in codes if code not in ONLY_ITS_TIME})
    return [Rule(code, capital(wording(code)), number) for code, number in counts.most_common(MOST_RULES)]


def _sample(dry: QuerySet[FollowUp]) -> list[FollowUpRow]:
    """The newest that would have gone, then those that still wait, then those given up."""
    found: list[FollowUp] = []
    for state in ("rehearsed", "waiting", "dropped"):
        rows = dry.filter(state=state).order_by("-pk").select_related("contact", "order")
        found += rows[: SAMPLE - len(found)]
    return [row_of(one) for one in found]


def going_live(journey: Journey | None, definition: Definition) -> GoingLive:
    waiting = (
        FollowUp.objects.filter(journey=journey, state="waiting") if journey else FollowUp.objects.none()
    )
    told = waiting.aggregate(number=Count("pk"), first=Min("next_at"))
    numbers = [one.pk for one in channels()]
    return GoingLive(told["number"], told["first"], bool(numbers), _unapproved(definition, numbers))


def _unapproved(definition: Definition, channel_ids: Sequence[int]) -> list[str]:
    approved = [set(approved_templates(pk)) for pk in channel_ids]
    found = []
    for step in definition.messages:
        names = [
            template_name(definition.id, step.id, segment, variant)
            for variant in range(len(step.variants))
            for segment in ("b2c", "b2b")
        ]
        if not all(name in known for name in names for known in approved):
            found.append(step.name.in_language(language()) or step.id)
    return found
