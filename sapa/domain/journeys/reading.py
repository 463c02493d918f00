"""From the YAML of a journey, or the same as JSON, to its definition; everything that is wrong is told at once."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sapa.domain.events import EVENTS, EVENTS_OF_EXIT
from sapa.domain.journeys.checking import refusals_of
from sapa.domain.journeys.choices import read_settings
from sapa.domain.journeys.definition import (
    SUBJECTS,
    TIMED,
    Definition,
    Reentry,
    Replaces,
    Trigger,
)
from sapa.domain.journeys.fieldset import Notes
from sapa.domain.journeys.language import Language
from sapa.domain.journeys.problems import DefinitionError, by_line, problem
from sapa.domain.journeys.steps import CATEGORIES, CLASSES, LONGEST_ID, read_step
from sapa.domain.journeys.tree import Node, NotRead, tree_from, tree_of, value_of
from sapa.domain.policy.settings import Policy

MOST_STEPS = 50
GOALS, AUDIENCES = ("relation", "information", "action"), ("prospect", "customer")
SCOPES = ("none", "subject", "contact")
CHANNELS = ("whatsapp", "email", "telegram")
TRIGGERS = (*EVENTS, *TIMED)
KEYS = (
    *("id", "name", "about", "goal", "audience", "class", "category", "priority", "channels", "trigger"),
    "channels_b2b",
    *("reentry", "replaces", "exits", "cap", "response_hours", "settings"),
    *("conditions", "steps", "success", "icon", "extra"),
)


def parse_definition(text: str, policy: Policy | None = None) -> Definition:
    """The journey of a YAML text; DefinitionError with everything that is wrong, under this policy's hours.

    `policy` None: the default one. Warnings refuse nothing: `checking.problems_of` tells them.
    """
    try:
        tree = tree_of(text)
    except NotRead as error:
        raise DefinitionError((error.problem,)) from None
    return checked(tree, policy)


def text_of(raw: bytes) -> str:
    """The text of a file; DefinitionError with the line when it is no UTF-8."""
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DefinitionError((problem(line, "not_utf8"),)) from None


def read_definition(text: str) -> Definition:
    """The same without the checks of `checking`, for files that have passed them."""
    try:
        return unchecked(tree_of(text))
    except NotRead as error:
        raise DefinitionError((error.problem,)) from None


def from_document(document: Mapping[str, Any]) -> Definition:
    """From plain JSON as `writing.to_document` makes it; DefinitionError when it does not fit."""
    return unchecked(tree_from(document))


def unchecked(tree: Node) -> Definition:
    found, notes = read(tree)
    if notes.problems:
        raise DefinitionError(by_line(notes.problems))
    return found


def checked(tree: Node, policy: Policy | None) -> Definition:
    found, notes = read(tree)
    places = {one.where for one in notes.problems}
    further = [one for one in refusals_of(found, policy) if one.where not in places]
    if notes.problems or further:
        raise DefinitionError(by_line([*notes.problems, *further]))
    return found


def read(tree: Node) -> tuple[Definition, Notes]:
    notes = Notes()
    fields = Language(tree, "", notes)
    fields.allow(*KEYS)
    notes.settings = read_settings(fields)
    trigger = read_trigger(fields)
    steps = tuple(read_step(one, trigger.on) for one in fields.each("steps")[:MOST_STEPS])
    count_steps(fields)
    definition = Definition(
        id=fields.identifier("id", LONGEST_ID),
        name=fields.words("name", required=True),
        about=fields.words("about"),
        goal=fields.choice("goal", GOALS, "action"),
        audience=fields.choice("audience", AUDIENCES, "customer"),
        klass=fields.choice("class", CLASSES, "care", required=True),
        category=fields.choice("category", CATEGORIES, "marketing", required=True),
        priority=fields.number("priority", 50, high=1000),
        trigger=trigger,
        exits=fields.known_names("exits", EVENTS_OF_EXIT, "unknown_exit"),
        steps=steps,
        channels=read_channels(fields) or ("whatsapp", "email"),
        channels_b2b=read_channels(fields, "channels_b2b"),
        reentry=read_reentry(fields),
        replaces=read_replaces(fields),
        conditions=fields.conditions("conditions"),
        cap=read_cap(fields),
        settings=notes.settings,
        response_hours=fields.number("response_hours", 72, low=1, high=24 * 90),
        success=fields.words("success"),
        icon=fields.text("icon", "sparkles"),
        extra=read_extra(fields),
    )
    return definition, notes


def count_steps(fields: Language) -> None:
    count = len(fields.items("steps"))
    if not count:
        fields.refuse("steps", "no_steps")
    if count > MOST_STEPS:
        fields.refuse("steps", "too_many_steps", limit=MOST_STEPS)


def read_trigger(fields: Language) -> Trigger:
    inner = fields.inner("trigger", required=True)
    if inner is None:
        return Trigger((), "contact")
    inner.allow("on", "subject", "when")
    on = inner.known_names("on", TRIGGERS, "unknown_trigger", required=True)
    subject = inner.choice("subject", SUBJECTS, "contact", required=True)
    return Trigger(on, subject, inner.conditions("when"))


def read_channels(fields: Language, key: str = "channels") -> tuple[str, ...]:
    found = fields.names(key)
    for name in found:
        if name not in CHANNELS:
            fields.refuse(key, "not_a_choice", value=name, known=", ".join(CHANNELS))
    return found


def read_reentry(fields: Language) -> Reentry:
    """`each`, `once`, or `after 90d`."""
    text = fields.text("reentry", "each")
    if text in ("each", "once"):
        return Reentry("once" if text == "once" else "each")
    days = text.removeprefix("after ").removesuffix("d")
    if not days.isdecimal() or text != f"after {days}d" or not 0 < int(days) < 10_000:
        fields.refuse("reentry", "not_a_choice", value=text, known="each, once, after 90d")
        return Reentry()
    return Reentry("after", int(days))


def read_replaces(fields: Language) -> Replaces:
    inner = fields.inner("replaces")
    if inner is None:
        return Replaces()
    inner.allow("scope", "days", "code")
    scope, days = inner.choice("scope", SCOPES, "none"), inner.number("days", 0, high=3650)
    return Replaces(scope, days, inner.reason("code", "superseded"))


def read_cap(fields: Language) -> Mapping[str, int] | None:
    inner = fields.inner("cap")
    if inner is None:
        return None
    inner.allow("max", "days")
    cap = {
        "max": inner.number("max", 1, low=1, high=1000),
        "days": inner.number("days", 30, low=1, high=3650),
    }
    return MappingProxyType(cap)


def read_extra(fields: Language) -> Mapping[str, Any]:
    inner = fields.inner("extra")
    found = {key: value_of(node) for key, node in inner.nodes.items()} if inner else {}
    return MappingProxyType(found)
