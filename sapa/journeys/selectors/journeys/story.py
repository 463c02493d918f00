"""A journey told in words: when it starts, its steps with their windows, what ends it, and its texts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sapa.domain.guard import Finding
from sapa.domain.journeys.conditions import code_of
from sapa.domain.journeys.definition import (
    END,
    BranchStep,
    Condition,
    Definition,
    MessageStep,
    Step,
    TaskStep,
)
from sapa.domain.journeys.telling import (
    condition_words,
    exit_words,
    kind_words,
    moment_words,
    trigger_words,
    window_words,
)
from sapa.domain.templating import TemplateError
from sapa.journeys.selectors.words import capital, language, wording
from sapa.journeys.services.texts import Looked, looked_over

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CLASS_NAMES: Mapping[str, "StrOrPromise"] = {
    "reply": gettext_lazy("reply"),
    "notice": gettext_lazy("notice"),
    "reminder": gettext_lazy("reminder"),
    "care": gettext_lazy("care"),
    "promo": gettext_lazy("promotion"),
}
CATEGORY_NAMES: Mapping[str, "StrOrPromise"] = {
    "utility": gettext_lazy("utility"),
    "marketing": gettext_lazy("marketing"),
    "service": gettext_lazy("service"),
}
SEGMENT_NAMES: Mapping[str, "StrOrPromise"] = {
    "b2c": gettext_lazy("private customers"),
    "b2b": gettext_lazy("companies"),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """One wording as a customer of the segment would read it, filled with samples; `letter` A or B, or blank."""

    segment: str
    letter: str
    text: str
    findings: Sequence[Finding]

    @property
    def blocked(self) -> bool:
        return any(one.blocks for one in self.findings)


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a branch: when all of this holds, on to that step."""

    when: str
    to: str


@dataclass(frozen=True, slots=True)
class StepStory:
    """`kind`: message, branch or task. `companies`: another window, blank when it is the same."""

    id: str
    name: str
    kind: str
    work: str
    due: str
    until: str
    companies: str
    only_after: str
    conditions: Sequence[str]
    previews: Sequence[Preview]
    ways: Sequence[Way]
    then: str


@dataclass(frozen=True, slots=True)
class Story:
    """`unreadable`: a variable that is not known, so that no preview can be shown."""

    starts: str
    start_conditions: Sequence[str]
    again: str
    replaces: str
    exits: Sequence[str]
    conditions: Sequence[tuple[str, str]]
    cap: str
    klass: str
    category: str
    channels: str
    success: str
    steps: Sequence[StepStory]
    unreadable: str

    @property
    def findings(self) -> list[tuple[StepStory, Preview]]:
        return [(step, one) for step in self.steps for one in step.previews if one.findings]


def story_of(definition: Definition) -> Story:
    previews, unreadable = _previews(definition)
    chosen = language()
    return Story(
        starts=capital(trigger_words(definition.trigger.on, chosen)),
        start_conditions=asked_words(definition.trigger.when, definition),
        again=again_words(definition),
        replaces=_replaces(definition),
        exits=[exit_words(one, chosen) for one in definition.exits],
        conditions=[
            (condition_words(one, chosen, definition.settings), wording(code_of(one)))
            for one in definition.conditions
        ],
        cap=cap_words(definition),
        klass=str(CLASS_NAMES[definition.klass]),
        category=str(CATEGORY_NAMES[definition.category]),
        channels=", ".join(definition.channels),
        success=definition.success.in_language(chosen),
        steps=[_step(one, definition, previews.get(one.id, ())) for one in definition.steps],
        unreadable=unreadable,
    )


def _previews(definition: Definition) -> tuple[dict[str, list[Preview]], str]:
    try:
        looked = looked_over(definition)
    except TemplateError as error:
        return {}, error.subject
    return {step: _shown(list(rows)) for step, rows in groupby(looked, key=lambda one: one.step)}, ""


def _shown(looked: Sequence[Looked]) -> list[Preview]:
    several = max(one.variant for one in looked) > 0
    return [
        Preview(one.segment, "AB"[one.variant] if several else "", one.checked.preview, one.found)
        for one in looked
    ]


def asked_words(asked: Iterable[Condition], definition: Definition) -> list[str]:
    return [condition_words(one, language(), definition.settings) for one in asked]


def again_words(definition: Definition) -> str:
    rule = definition.reentry
    if rule.rule == "once":
        return _("Once in a customer's life.")
    if rule.rule == "after":
        days = ngettext("%(days)s day", "%(days)s days", rule.days) % {"days": rule.days}
        return _("Again at the earliest %(days)s after the last start.") % {"days": days}
    return _("Once for each %(subject)s.") % {"subject": SUBJECTS.get(definition.trigger.subject, "")}


SUBJECTS: Mapping[str, "StrOrPromise"] = {
    "contact": gettext_lazy("customer"),
    "order": gettext_lazy("order"),
    "shipment": gettext_lazy("parcel"),
    "subscription": gettext_lazy("subscription"),
    "period": gettext_lazy("period of a subscription"),
    "invoice": gettext_lazy("invoice"),
    "return": gettext_lazy("return"),
    "ticket": gettext_lazy("ticket"),
    "interaction": gettext_lazy("talk"),
    "dormancy": gettext_lazy("time without buying"),
    "product": gettext_lazy("product"),
    "cycle": gettext_lazy("cycle of a product"),
    "survey": gettext_lazy("survey"),
    "feature": gettext_lazy("feature"),
    "quarter": gettext_lazy("quarter"),
    "campaign": gettext_lazy("campaign"),
    "message": gettext_lazy("message"),
}


def _replaces(definition: Definition) -> str:
    if definition.replaces.scope == "none":
        return ""
    if definition.replaces.scope == "contact":
        return _("A newer message of this journey to the same customer takes the place of a waiting one.")
    return _("A newer message about the same matter takes the place of a waiting one.")


def cap_words(definition: Definition) -> str:
    cap = definition.cap
    if not cap:
        return _("As the contact policy says.")
    text = ngettext(
        "At most %(max)s message in %(days)s days to one customer.",
        "At most %(max)s messages in %(days)s days to one customer.",
        cap["max"],
    )
    return text % cap


def _step(step: Step, definition: Definition, previews: Sequence[Preview]) -> StepStory:
    chosen, settings = language(), definition.settings
    if isinstance(step, BranchStep):
        due, until = moment_words(step.due, chosen, settings), ""
    else:
        due, until = window_words(step.window, chosen, settings)
    return StepStory(
        id=step.id,
        name=step.name.in_language(chosen) or step.id,
        kind={BranchStep: "branch", TaskStep: "task"}.get(type(step), "message"),
        work=kind_words(step.kind).in_language(chosen) if isinstance(step, TaskStep) else "",
        due=due,
        until=until,
        companies=_companies(step, definition),
        only_after=trigger_words(step.on, chosen),
        conditions=[] if isinstance(step, BranchStep) else asked_words(step.when, definition),
        previews=previews,
        ways=_ways(step, definition) if isinstance(step, BranchStep) else (),
        then="" if isinstance(step, BranchStep) else named(step.next, definition),
    )


def _companies(step: Step, definition: Definition) -> str:
    if not isinstance(step, MessageStep) or step.window_b2b is None:
        return ""
    due, until = window_words(step.window_b2b, language(), definition.settings)
    same = step.window_b2b.due == step.window.due
    return (
        _("until %(until)s") % {"until": until}
        if same
        else f"{due}; {_('until %(until)s') % {'until': until}}"
    )


def _ways(step: BranchStep, definition: Definition) -> list[Way]:
    cases = [
        Way(" · ".join(asked_words(one.when, definition)), named(one.next, definition)) for one in step.cases
    ]
    return [*cases, Way("", named(step.otherwise, definition))]


def named(step_id: str, definition: Definition) -> str:
    """The step in words; blank where it is simply the one below."""
    if step_id in ("", END):
        return _("the end") if step_id == END else ""
    found = next((one for one in definition.steps if one.id == step_id), None)
    return (found.name.in_language(language()) or step_id) if found else step_id
