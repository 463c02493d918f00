"""What the owner may choose in a journey: its settings, each with a value to begin with."""

import re
from typing import Any

from sapa.domain.journeys.conditions import is_date
from sapa.domain.journeys.definition import Setting, Words
from sapa.domain.journeys.grammar import NAME
from sapa.domain.journeys.language import Language
from sapa.domain.journeys.tree import value_of

KINDS = ("yes_no", "number", "text", "date", "link", "numbers")


def read_settings(fields: Language) -> tuple[Setting, ...]:
    found: list[Setting] = []
    for one in fields.each("settings"):
        setting = read_setting(one)
        other = next((earlier.path for earlier in found if overlap(earlier.path, setting.path)), None)
        if other is None:
            found.append(setting)
        else:
            one.refuse("path", "path_taken", value=setting.path, other=other)
    return tuple(found)


def read_setting(fields: Language) -> Setting:
    fields.allow("path", "kind", "label", "help", "default", "required")
    path = fields.text("path", required=True)
    if path and not re.fullmatch(NAME, path):
        fields.refuse("path", "bad_path", value=path)
    kind, node = fields.choice("kind", KINDS, "text"), fields.get("default")
    default = None if node is None else value_of(node)
    if default not in (None, "") and not fits(kind, default):
        fields.refuse("default", "bad_default", value=default, kind=kind)
    return Setting(
        path=path,
        kind=kind,
        label=fields.words("label", default=Words(path, path)),
        help=fields.words("help"),
        default=default,
        required=fields.flag("required"),
    )


def overlap(one: str, other: str) -> bool:
    """The same path, or one inside the other: both cannot hold a value."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def fits(kind: str, value: Any) -> bool:
    if kind == "yes_no":
        return isinstance(value, bool)
    if kind == "number":
        return is_whole(value)
    if kind == "numbers":
        return isinstance(value, tuple) and all(is_whole(one) for one in value)
    return kind != "date" or is_date(str(value))


def is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
