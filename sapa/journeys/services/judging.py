"""A draft is judged before it is saved: the language, the policy's hours, the message guard on every text."""

from dataclasses import dataclass

from sapa.accounts.selectors import workspace
from sapa.domain.guard import CheckedText, check_text
from sapa.domain.journeys.checking import problems_of
from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.problems import DefinitionError, Problem
from sapa.domain.journeys.reading import parse_definition
from sapa.domain.journeys.registry.variables import samples
from sapa.domain.templating import TemplateError
from sapa.journeys.services.gathering import rules
from sapa.journeys.services.guarding import chosen_words
from sapa.journeys.services.texts import Looked, looked_over, over


@dataclass(frozen=True, slots=True)
class Judged:
    """`problems` refuse the draft, `warnings` do not; `texts`: wordings that the guard would not let be saved."""

    definition: Definition | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    texts: tuple[Looked, ...] = ()

    @property
    def is_fine(self) -> bool:
        return self.definition is not None and not self.texts


def judge(text: str) -> Judged:
    """A journey's YAML under the policy of this workspace; everything that is wrong at once."""
    chosen = rules().policy
    try:
        found = parse_definition(text, chosen)
    except DefinitionError as error:
        return Judged(None, error.problems)
    warnings = tuple(one for one in problems_of(found, chosen) if one.is_warning)
    blocked = tuple(one for one in looked_over(found) if one.blocking)
    return Judged(found, (), warnings, blocked)


def text_shown(
    source: str, *, klass: str, category: str, segment: str, settings: dict[str, str]
) -> CheckedText | str:
    """One wording of a draft with samples in it, or the name of what cannot be filled in.

    `settings`: labels of the journey's own settings by their paths.
    """
    sample = over(_nested(settings), samples(segment)) | {"toko": workspace().name}
    try:
        return check_text(source, klass, segment, category, sample, chosen=chosen_words())
    except TemplateError as error:
        return error.subject


def _nested(settings: dict[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for path, label in settings.items():
        *outer, last = path.split(".")
        place = found
        for part in outer:
            inner = place.setdefault(part, {})
            place = inner if isinstance(inner, dict) else {}
        place[last] = label
    return found
