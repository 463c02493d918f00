"""What can be wrong with a journey: a line, a code, and a sentence in both languages."""

from dataclasses import dataclass

from sapa.domain.journeys.definition import Words
from sapa.domain.journeys.refusals import REFUSALS, WARNINGS


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1, 0 where there is no text; `where`: the field, such as steps.2.due."""

    line: int
    code: str
    message: Words
    where: str = ""

    @property
    def is_warning(self) -> bool:
        return self.code in WARNINGS


class DefinitionError(ValueError):
    """Everything that is wrong with a journey, by line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{one.line} {one.code} {one.message.en}" for one in problems))
        self.problems = problems


def problem(line: int, code: str, where: str = "", /, **values: object) -> Problem:
    """Values that are Words are told in the language of the sentence."""
    indonesian, english = (REFUSALS | WARNINGS)[code]
    in_indonesian = {key: value.id if isinstance(value, Words) else value for key, value in values.items()}
    in_english = {key: value.en if isinstance(value, Words) else value for key, value in values.items()}
    message = Words(indonesian.format(**in_indonesian), english.format(**in_english))
    return Problem(line, code, message, where)


def by_line(problems: list[Problem]) -> tuple[Problem, ...]:
    """Each once, in the order of the text."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda one: one.line))
