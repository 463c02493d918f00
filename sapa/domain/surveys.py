"""Questions of a small survey and what counts as an answer to them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Literal

Kind = Literal["choice", "scale", "text", "photo"]
KINDS: tuple[Kind, ...] = ("choice", "scale", "text", "photo")
MOST_QUESTIONS, MOST_OPTIONS, FEWEST_OPTIONS = 10, 10, 2
LONGEST_QUESTION, LONGEST_OPTION, LONGEST_LABEL, LONGEST_TEXT = 200, 80, 40, 2000
SCALES: Mapping[str, tuple[int, int]] = MappingProxyType({"1-5": (1, 5), "0-10": (0, 10)})


@dataclass(frozen=True, slots=True)
class Question:
    """`options`: of a choice. `lowest` to `highest`: of a scale, its ends named by `low` and `high`."""

    id: str
    kind: Kind
    text: str
    required: bool = True
    options: tuple[str, ...] = ()
    lowest: int = 1
    highest: int = 5
    low: str = ""
    high: str = ""

    @property
    def points(self) -> range:
        return range(self.lowest, self.highest + 1)


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: `number` is the place of a choice from 0 or a point of a scale; a photo is kept by its caller."""

    question: str
    number: int | None = None
    text: str = ""


def to_document(questions: Sequence[Question]) -> list[dict[str, Any]]:
    return [{**asdict(one), "options": list(one.options)} for one in questions]


def from_document(told: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    return tuple(Question(**{**one, "options": tuple(one["options"])}) for one in told)


def faults_of(questions: Sequence[Question]) -> list[tuple[int, str]]:
    """(place from 0, code): blank, too_long, few_options, many_options, double_option, bad_scale; -1: of all.

    Of all: no_questions, many_questions.
    """
    if not questions:
        return [(-1, "no_questions")]
    found = [(place, code) for place, one in enumerate(questions) for code in _faults(one)]
    return [(-1, "many_questions"), *found] if len(questions) > MOST_QUESTIONS else found


def _faults(one: Question) -> list[str]:
    checks = {
        "blank": not one.text.strip(),
        "too_long": len(one.text) > LONGEST_QUESTION or any(len(o) > LONGEST_OPTION for o in one.options),
        "few_options": one.kind == "choice" and len(one.options) < FEWEST_OPTIONS,
        "many_options": one.kind == "choice" and len(one.options) > MOST_OPTIONS,
        "double_option": len({o.casefold() for o in one.options}) < len(one.options),
        "bad_scale": one.kind == "scale" and (one.lowest, one.highest) not in SCALES.values(),
    }
    return [code for code, wrong in checks.items() if wrong]


def read_answers(
    questions: Sequence[Question], said: Mapping[str, str], photos: Mapping[str, bool]
) -> tuple[list[Given], dict[str, str]]:
    """The answers, and what is wrong by question: missing, unknown, too_long.

    `said`: raw text by question's id. `photos`: by question's id whether the file that came is a picture.
    """
    given: list[Given] = []
    wrong: dict[str, str] = {}
    for one in questions:
        answer = _photo(one, photos) if one.kind == "photo" else _read(one, said.get(one.id, "").strip())
        if isinstance(answer, str):
            wrong[one.id] = answer
        elif answer:
            given.append(answer)
    return given, wrong


def _photo(one: Question, photos: Mapping[str, bool]) -> Given | str | None:
    if one.id not in photos:
        return "missing" if one.required else None
    return Given(one.id) if photos[one.id] else "unknown"


def _read(one: Question, said: str) -> Given | str | None:
    if not said:
        return "missing" if one.required else None
    if one.kind == "text":
        return Given(one.id, text=said) if len(said) <= LONGEST_TEXT else "too_long"
    allowed = range(len(one.options)) if one.kind == "choice" else one.points
    number = int(said) if said.isascii() and said.isdigit() and len(said) <= 2 else -1
    return Given(one.id, number=number) if number in allowed else "unknown"
