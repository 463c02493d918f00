"""A draft as the editor's page shows it: lines of the list, and the fields of the part that stands open."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sapa.domain.events import EVENTS_OF_EXIT
from sapa.domain.guard import CheckedText
from sapa.domain.journeys.definition import END, SUBJECTS, TIMED, Setting
from sapa.domain.journeys.grammar import NotUnderstood, parse_moment
from sapa.domain.journeys.problems import Problem
from sapa.domain.journeys.registry import VARIABLES
from sapa.domain.journeys.telling import EXIT_WORDS, TRIGGER_WORDS, kind_words, moment_words, said
from sapa.journeys.forms.editor.conditions import ConditionsField, conditions_field
from sapa.journeys.forms.editor.draft import WHOLE, Document, Draft, words_in
from sapa.journeys.forms.editor.moments import Choice, MomentField, moment_field
from sapa.journeys.selectors.journeys.story import CATEGORY_NAMES, CLASS_NAMES
from sapa.journeys.selectors.journeys.story import SUBJECTS as SUBJECT_NAMES
from sapa.journeys.selectors.words import language
from sapa.journeys.services.judging import Judged, text_shown

WORK = ("call", "visit", "message", "check")
SEGMENTS = ("b2c", "b2b")


@dataclass(frozen=True, slots=True)
class TextField:
    """`shown`: with samples and findings; `unknown`: what could not be filled in."""

    name: str
    letter: str
    segment: str
    value: str
    shown: CheckedText | None
    unknown: str


@dataclass(frozen=True, slots=True)
class CaseField:
    place: int
    conditions: ConditionsField
    next: str


@dataclass(frozen=True, slots=True)
class StepForm:
    """The open step."""

    place: int
    id: str
    kind: str
    name: str
    due: MomentField
    expires: Sequence[MomentField]
    conditions: ConditionsField | None
    texts: Sequence[TextField]
    wordings: int
    next: str
    work: str
    works: Sequence[Choice]
    cases: Sequence[CaseField]
    otherwise: str
    targets: Sequence[Choice]
    has_more: bool


@dataclass(frozen=True, slots=True)
class WholeForm:
    """What holds for all steps."""

    name: str
    about: str
    klass: str
    classes: Sequence[Choice]
    category: str
    categories: Sequence[Choice]
    triggers: Sequence[tuple[str, str, bool]]
    subject: str
    subjects: Sequence[Choice]
    start: ConditionsField
    exits: Sequence[tuple[str, str, bool]]
    reentry: str
    days: str
    cap: Mapping[str, Any]
    conditions: ConditionsField


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in the list; `problems` and `warnings` of the judge that belong to it."""

    place: int
    id: str
    name: str
    kind: str
    due: str
    text: str
    problems: Sequence[Problem]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Editor:
    """The page. `problems`: those that belong to no step."""

    kept: str
    open: str
    lines: Sequence[StepLine]
    step: StepForm | None
    whole: WholeForm | None
    problems: Sequence[Problem]
    variables: Sequence[tuple[str, str, str]]


def editor_of(draft: Draft, judged: Judged) -> Editor:
    found = (*judged.problems, *judged.warnings)
    by_step = {place: [one for one in found if _step_of(one) == place] for place in range(len(draft.steps))}
    return Editor(
        kept=json.dumps(draft.document, ensure_ascii=False),
        open=draft.open,
        lines=[_line(draft, place, by_step[place]) for place in range(len(draft.steps))],
        step=_step_form(draft) if draft.step is not None else None,
        whole=_whole_form(draft) if draft.open == WHOLE else None,
        problems=[one for one in found if _step_of(one) not in by_step],
        variables=variables(draft.settings),
    )


def _step_of(one: Problem) -> int | None:
    """`steps.2.due` is about the second step."""
    parts = one.where.split(".")
    return int(parts[1]) - 1 if len(parts) > 1 and parts[0] == "steps" and parts[1].isdecimal() else None


def variables(settings: tuple[Setting, ...]) -> list[tuple[str, str, str]]:
    """Path, label and sample of everything that a text may say."""
    own = [(one.path, one.label.in_language(language()), "") for one in settings if one.path not in VARIABLES]
    known = [(path, one.label.in_language(language()), one.sample) for path, one in VARIABLES.items()]
    return [*known, *own]


def _name(step: Document) -> str:
    return words_in(step.get("name")).in_language(language()) or str(step.get("id", ""))


def _line(draft: Draft, place: int, problems: Sequence[Problem]) -> StepLine:
    step = draft.steps[place]
    return StepLine(
        place=place,
        id=str(step.get("id", "")),
        name=_name(step),
        kind=str(step.get("kind", "message")),
        due=_told(str(step.get("due", "")), draft.settings),
        text=" ".join(_text(step, 0, "b2c").split())[:160],
        problems=problems,
        is_open=draft.place == place,
    )


def _told(source: str, settings: tuple[Setting, ...]) -> str:
    try:
        return moment_words(parse_moment(source), language(), settings)
    except NotUnderstood:
        return source


def _text(step: Document, wording: int, segment: str) -> str:
    variants = step.get("variants")
    text = (
        variants[wording] if isinstance(variants, list) and wording < len(variants) else step.get("text", "")
    )
    if isinstance(text, Mapping):
        return str(text.get(segment) or text.get("b2c") or "")
    return str(text or "")


def _step_form(draft: Draft) -> StepForm | None:
    step, place, settings = draft.step, draft.place, draft.settings
    if step is None or place is None:
        return None
    kind = str(step.get("kind", "message"))
    cases = [one for one in step.get("cases") or [] if isinstance(one, Mapping)] if kind == "branch" else []
    ends = step.get("expires") or []
    ends = ends if isinstance(ends, list) else [ends]
    return StepForm(
        place=place,
        id=str(step.get("id", "")),
        kind=kind,
        name=_name(step),
        due=moment_field(
            "due", _("Judged") if kind == "branch" else _("When"), str(step.get("due", "")), settings
        ),
        expires=[
            moment_field(f"expires-{number}", _("Useful until"), str(one), settings, ends=True)
            for number, one in enumerate(ends)
        ],
        conditions=None
        if kind == "branch"
        else conditions_field("syarat", _("Only if"), step.get("when"), settings),
        texts=[] if kind == "branch" else text_fields(draft),
        wordings=2 if "variants" in step else 1,
        next=str(step.get("next", "")),
        work=str(step.get("do", "check")),
        works=[(one, kind_words(one).in_language(language())) for one in WORK],
        cases=[
            CaseField(
                number,
                conditions_field(f"case-{number}", _("If"), one.get("if"), settings),
                str(one.get("next", "")),
            )
            for number, one in enumerate(cases)
        ],
        otherwise=str(step.get("otherwise", "")),
        targets=_targets(draft, place),
        has_more=any(step.get(key) for key in ("b2b", "on", "class", "category", "customer_initiated")),
    )


def _targets(draft: Draft, place: int) -> list[Choice]:
    others = [
        (str(one.get("id", "")), _name(one)) for number, one in enumerate(draft.steps) if number != place
    ]
    return [("", _("the step below")), *others, (END, _("the end"))]


def text_fields(draft: Draft) -> list[TextField]:
    """The wordings of the open step, each with what a customer would read."""
    step = draft.step or {}
    several = "variants" in step
    return [
        _text_field(draft, step, wording, segment, "AB"[wording] if several else "")
        for wording in range(2 if several else 1)
        for segment in SEGMENTS
    ]


def _text_field(draft: Draft, step: Document, wording: int, segment: str, letter: str) -> TextField:
    value = _text(step, wording, segment)
    told: CheckedText | str = ""
    if value and step.get("kind", "message") == "message":
        told = text_shown(
            value,
            klass=_known(step.get("class") or draft.document.get("class"), CLASS_NAMES, "care"),
            category=_known(
                step.get("category") or draft.document.get("category"), CATEGORY_NAMES, "marketing"
            ),
            segment=segment,
            settings={one.path: one.label.in_language(language()) for one in draft.settings},
        )
    unknown = told if isinstance(told, str) else ""
    shown = told if isinstance(told, CheckedText) else None
    return TextField(f"text-{wording}-{segment}", letter, segment, value, shown, unknown)


def _known(value: Any, choices: Mapping[str, Any], usual: str) -> str:
    return str(value) if value in choices else usual


def _whole_form(draft: Draft) -> WholeForm:
    document, settings, chosen = draft.document, draft.settings, language()
    raw = document.get("trigger")
    trigger: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
    rule, _space, days = str(document.get("reentry", "each")).partition(" ")
    cap = document.get("cap")
    on, exits = trigger.get("on") or [], document.get("exits") or []
    names = sorted(
        TRIGGER_WORDS, key=lambda name: (name not in on, name in TIMED, said(TRIGGER_WORDS[name], chosen))
    )
    return WholeForm(
        name=words_in(document.get("name")).in_language(chosen),
        about=words_in(document.get("about")).in_language(chosen),
        klass=str(document.get("class", "")),
        classes=[(key, str(label)) for key, label in CLASS_NAMES.items()],
        category=str(document.get("category", "")),
        categories=[(key, str(label)) for key, label in CATEGORY_NAMES.items()],
        triggers=[(name, said(TRIGGER_WORDS[name], chosen), name in on) for name in names],
        subject=str(trigger.get("subject", "contact")),
        subjects=[(one, str(SUBJECT_NAMES[one])) for one in SUBJECTS],
        start=conditions_field("mulai", _("Starts only if"), trigger.get("when"), settings),
        exits=[(one, said(EXIT_WORDS[one], chosen), one in exits) for one in EVENTS_OF_EXIT],
        reentry=rule,
        days=days.removesuffix("d"),
        cap=cap if isinstance(cap, Mapping) else {},
        conditions=conditions_field(
            "syarat", _("Every message only if"), document.get("conditions"), settings
        ),
    )
