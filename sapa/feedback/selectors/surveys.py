"""Surveys with what came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q

from sapa.domain.statistics.intervals import Estimate, wilson
from sapa.domain.surveys import Question, from_document
from sapa.feedback.models import Answer, Invitation, Survey
from sapa.messaging.models import Media

NEWEST_WORDS = 20
PICTURES = ("image/jpeg", "image/png", "image/webp")


@dataclass(frozen=True, slots=True)
class Row:
    survey: Survey
    opened: int
    answered: int


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    n: int
    share: int


@dataclass(frozen=True, slots=True)
class Result:
    """What was answered to one question: `bars` of a choice or scale, `mean` of a scale, the newest words or photos."""

    question: Question
    n: int
    bars: list[Bar] = field(default_factory=list)
    mean: float | None = None
    answers: list[Answer] = field(default_factory=list)


def photo_of(answer: Answer) -> str:
    """Its name in storage, from the page or from the chat; blank while it is not here."""
    if answer.photo or answer.message_id is None:
        return answer.photo
    files = Media.objects.filter(message_id=answer.message_id, state=Media.State.STORED, type__in=PICTURES)
    return files.values_list("name", flat=True).first() or ""


def surveys() -> list[Row]:
    """The newest first; two statements."""
    rows = Invitation.objects.values("survey_id").annotate(
        opened=Count("pk", filter=Q(opened_at__isnull=False)),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
    )
    known = {row["survey_id"]: (row["opened"], row["answered"]) for row in rows}
    return [Row(one, *known.get(one.pk, (0, 0))) for one in Survey.objects.order_by("-created_at", "-pk")]


def answered_share(survey: Survey) -> tuple[int, Estimate | None]:
    """How many opened their page, and the share of them who answered."""
    counts = Invitation.objects.filter(survey=survey).aggregate(
        opened=Count("pk", filter=Q(opened_at__isnull=False)),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
    )
    return counts["opened"], wilson(counts["answered"], max(counts["opened"], counts["answered"]))


def results(survey: Survey) -> list[Result]:
    """By question, in order; two statements and one for each question with words or photos."""
    rows = Answer.objects.filter(survey=survey).values("question", "number").annotate(n=Count("pk"))
    counted: dict[str, dict[int | None, int]] = {}
    for row in rows:
        counted.setdefault(row["question"], {})[row["number"]] = row["n"]
    return [_result(survey, one, counted.get(one.id, {})) for one in from_document(survey.questions)]


def _result(survey: Survey, one: Question, counts: Mapping[int | None, int]) -> Result:
    n = sum(counts.values())
    if one.kind in ("text", "photo"):
        newest = Answer.objects.filter(survey=survey, question=one.id).order_by("-pk")[:NEWEST_WORDS]
        return Result(one, n, answers=list(newest))
    places = range(len(one.options)) if one.kind == "choice" else one.points
    labels = one.options if one.kind == "choice" else [str(point) for point in one.points]
    bars = [
        Bar(label, counts.get(place, 0), round(100 * counts.get(place, 0) / n) if n else 0)
        for place, label in zip(places, labels, strict=True)
    ]
    mean = sum(place * counts.get(place, 0) for place in places) / n if n and one.kind == "scale" else None
    return Result(one, n, bars, mean)
