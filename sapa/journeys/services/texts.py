"""A journey's texts before they are saved: what the message guard says, and what a supervisor lets pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sapa.accounts.selectors import workspace
from sapa.accounts.services import audit
from sapa.domain.guard import CheckedText, Finding, check_text
from sapa.domain.journeys.definition import Definition, MessageStep
from sapa.domain.journeys.registry.variables import samples
from sapa.journeys.models import Journey
from sapa.journeys.services.guarding import chosen_words
from sapa.web.errors import Refused, refusal

TEXT_BLOCKED = refusal(
    "text_blocked",
    _("The message guard stops the text of step «%(step)s»: %(hints)s"),
    _("Correct the text; a supervisor may also let most findings pass with a reason."),
)
SEGMENTS = ("b2c", "b2b")
OVERRIDDEN = "guard_overridden"


@dataclass(frozen=True, slots=True)
class Looked:
    """One wording of one step: `variant` counts from 0, `segment` b2c or b2b."""

    step: str
    variant: int
    segment: str
    checked: CheckedText

    @property
    def found(self) -> tuple[Finding, ...]:
        return (*self.checked.findings.items, *self.checked.on_source.items)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.found if one.blocks)


def looked_over(definition: Definition) -> tuple[Looked, ...]:
    """Every wording of every message, filled with samples. Raises TemplateError for an unknown variable."""
    chosen, shop = chosen_words(), workspace().name
    return tuple(
        Looked(
            step.id,
            number,
            segment,
            check_text(
                wording.of(segment),
                step.klass or definition.klass,
                segment,
                step.category or definition.category,
                sample_of(definition, segment, shop),
                chosen=chosen,
            ),
        )
        for step in definition.steps
        if isinstance(step, MessageStep)
        for number, wording in enumerate(step.variants)
        for segment in SEGMENTS
    )


def sample_of(definition: Definition, segment: str, shop: str) -> dict[str, Any]:
    """The registry's samples under the shop's own name; an own setting stands for itself by its label."""
    labels: dict[str, Any] = {}
    for setting in definition.settings:
        *outer, last = setting.path.split(".")
        place = labels
        for part in outer:
            place = place.setdefault(part, {})
        place[last] = str(setting.default or setting.label.id)
    return over(labels, samples(segment)) | {"toko": shop}


def over(base: dict[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(base)
    for name, value in upper.items():
        below = found.get(name)
        found[name] = over(below, value) if isinstance(below, dict) and isinstance(value, Mapping) else value
    return found


def refuse_blocked(definition: Definition, *, let_pass: bool) -> tuple[str, ...]:
    """The codes that would block and are let pass; raises Refused for the first text that may not be saved.

    `let_pass`: a supervisor gave a reason. Placeholders, secrets and a missing way out never pass.
    """
    passed: set[str] = set()
    for text in looked_over(definition):
        for finding in text.blocking:
            if not (let_pass and finding.overridable):
                hints = " ".join(one.hint(get_language() or "id") for one in text.blocking)
                raise Refused(TEXT_BLOCKED, step=text.step, hints=hints)
            passed.add(finding.code)
    return tuple(sorted(passed))


@transaction.atomic
def let_pass(*, journey: Journey, codes: tuple[str, ...], reason: str, now: datetime) -> None:
    """Kept with the journey, so that its messages are not stopped for them when they leave."""
    if overridden(journey) == codes:
        return
    journey.settings = {**journey.settings, OVERRIDDEN: list(codes)}
    journey.save(update_fields=["settings"])
    told = {"codes": list(codes), "reason": reason[:200]}
    audit(action="guard.overridden", subject=f"journey:{journey.recipe}"[:80], data=told, now=now)


def overridden(journey: Journey) -> tuple[str, ...]:
    return tuple(journey.settings.get(OVERRIDDEN) or ())
