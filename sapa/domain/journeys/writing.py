"""A definition as plain JSON and as YAML; reading either gives an equal definition again."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from sapa.domain.journeys.definition import (
    BranchStep,
    Case,
    Condition,
    Definition,
    MessageStep,
    Moment,
    Reentry,
    Replaces,
    Setting,
    Step,
    TaskStep,
    Texts,
    Window,
    Words,
)
from sapa.domain.journeys.tree import NO, NOTHING, YES

Document = dict[str, Any]
TEXT, FLAG, NUMBER, NULL = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "bool", "int", "null"))
WIDTH = 100


def to_document(definition: Definition) -> Document:
    """Plain JSON with the keys of the YAML; what is as usual is left out."""
    trigger, cap = definition.trigger, definition.cap
    found = {
        "id": definition.id,
        "name": words(definition.name),
        "about": words(definition.about),
        "success": words(definition.success),
        "icon": definition.icon,
        "goal": definition.goal,
        "audience": definition.audience,
        "class": definition.klass,
        "category": definition.category,
        "priority": definition.priority,
        "channels": list(definition.channels),
        "channels_b2b": list(definition.channels_b2b),
        "trigger": some(on=list(trigger.on), subject=trigger.subject, when=conditions(trigger.when)),
        "reentry": reentry(definition.reentry),
        "replaces": replaces(definition.replaces),
        "exits": list(definition.exits),
        "cap": dict(cap) if cap else None,
        "response_hours": definition.response_hours,
        "settings": [setting(one) for one in definition.settings],
        "conditions": conditions(definition.conditions),
        "extra": plain(definition.extra),
        "steps": [step(one) for one in definition.steps],
    }
    return some(**found)


def to_yaml(definition: Definition) -> str:
    """The definition as people edit it: long texts folded, keys in the order of the documentation."""
    return as_yaml(to_document(definition))


def as_yaml(document: Mapping[str, Any]) -> str:
    """Any plain JSON of this shape, also of a draft that is not right yet."""
    text: str = yaml.dump(document, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
    return text


class Dumper(yaml.SafeDumper):
    """No aliases; only what would be read as a flag, a number or nothing is put in quotation marks."""

    yaml_implicit_resolvers = {}

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Several lines as a block, as people write them."""
    return dumper.represent_scalar(TEXT, text, style="|" if "\n" in text else None)


def represent_flag(dumper: yaml.SafeDumper, flag: bool) -> yaml.ScalarNode:
    return dumper.represent_scalar(FLAG, "yes" if flag else "no")


Dumper.add_representer(str, represent_text)
Dumper.add_representer(bool, represent_flag)
Dumper.add_implicit_resolver(FLAG, re.compile(rf"(?i:{'|'.join((*YES, *NO))})\Z"), None)
Dumper.add_implicit_resolver(NUMBER, re.compile(r"-?[0-9]+\Z"), None)
Dumper.add_implicit_resolver(NULL, re.compile(rf"(?i:{'|'.join(NOTHING)})\Z"), None)


def some(**values: Any) -> Document:
    """Only what says something."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {}, ())}


def plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, tuple) else value


def words(value: Words) -> Any:
    return value.id if value.id == value.en else {"id": value.id, "en": value.en}


def texts(value: Texts) -> Any:
    return value.b2c if value.b2c == value.b2b else {"b2c": value.b2c, "b2b": value.b2b}


def conditions(asked: tuple[Condition, ...]) -> list[Any]:
    return [condition(one) for one in asked]


def condition(one: Condition) -> Any:
    if not one.code and not one.only:
        return one.source
    return some(**{"if": one.source, "code": one.code, "only": one.only})


def moments(found: tuple[Moment, ...]) -> list[str]:
    return [one.source for one in found]


def window(found: Window | None) -> Document:
    return {"due": found.due.source, "expires": moments(found.expires)} if found else {}


def setting(one: Setting) -> Document:
    found = some(path=one.path, kind=one.kind, label=words(one.label), help=words(one.help))
    default = plain(one.default)
    return found | ({} if default is None else {"default": default}) | some(required=one.required or None)


def reentry(found: Reentry) -> str | None:
    return {"each": None, "once": "once"}.get(found.rule, f"after {found.days}d")


def replaces(found: Replaces) -> Document | None:
    if found == Replaces():
        return None
    return {"scope": found.scope, "days": found.days, "code": found.code}


def step(one: Step) -> Document:
    shared = {"id": one.id, "kind": kind_of(one), "name": words(one.name), "on": list(one.on)}
    if isinstance(one, MessageStep):
        return some(**shared, **message(one))
    return some(**shared, **(branch(one) if isinstance(one, BranchStep) else task(one)))


def kind_of(one: Step) -> str | None:
    """A message is what a step usually is."""
    return {"BranchStep": "branch", "TaskStep": "task"}.get(type(one).__name__)


def message(one: MessageStep) -> Document:
    several = len(one.variants) > 1
    return {
        **window(one.window),
        "b2b": window(one.window_b2b),
        "when": conditions(one.when),
        "class": one.klass,
        "category": one.category,
        "customer_initiated": one.customer_initiated or None,
        "holiday_relevant": one.holiday_relevant or None,
        "variants": [texts(each) for each in one.variants] if several else None,
        "text": None if several else texts(one.variants[0]),
        "next": one.next,
    }


def branch(one: BranchStep) -> Document:
    return {"due": one.due.source, "cases": [case(each) for each in one.cases], "otherwise": one.otherwise}


def case(one: Case) -> Document:
    return {"if": conditions(one.when), "next": one.next}


def task(one: TaskStep) -> Document:
    rest = {"when": conditions(one.when), "text": texts(one.text), "next": one.next}
    return {"do": one.kind, **window(one.window), **rest}
