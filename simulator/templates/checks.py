"""What the account refuses when a template is created or edited: shapes, lengths, variables, buttons."""

import re
from itertools import pairwise
from typing import Any

from simulator.errors import GraphError, Json
from simulator.limits import required

VARIABLE = re.compile(r"\{\{\s*([A-Za-z0-9_.]+)\s*\}\}")
NAME = re.compile(r"[a-z0-9_]{1,512}")
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2,3})?")
NAMED = re.compile(r"[a-z0-9_]+")
CATEGORIES = ("UTILITY", "MARKETING", "AUTHENTICATION")
PARTS = ("HEADER", "BODY", "FOOTER", "BUTTONS")
HEADERS = ("TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION")
BUTTONS = {"QUICK_REPLY": 10, "URL": 2, "PHONE_NUMBER": 1, "COPY_CODE": 1, "FLOW": 1, "CATALOG": 1, "OTP": 1}
VARIABLES_AT_EDGE, TOO_MANY_VARIABLES, BAD_FORMAT, BAD_HANDLE = 2388299, 2388293, 2388073, 2494102
WORDS_PER_VARIABLE = 2


def refused(text: str, subcode: int | None = None) -> GraphError:
    return GraphError(100, text, subcode=subcode)


def check(components: Any, parameter_format: str, *, examples: bool, handles: set[str]) -> list[Json]:
    """The components as they are. Raises GraphError 100, 131008 or 131009."""
    if not isinstance(components, list) or not all(isinstance(one, dict) for one in components):
        raise refused("The parameter components is required.")
    kinds = [str(one.get("type", "")).upper() for one in components]
    if unknown := [kind for kind in kinds if kind not in PARTS]:
        raise refused(f"Component type {unknown[0]!r} must be one of {', '.join(PARTS)}")
    if kinds.count("BODY") != 1 or len(set(kinds)) != len(kinds):
        raise refused("A template has exactly one BODY and at most one of the other components")
    for kind, one in zip(kinds, components, strict=True):
        if kind == "BODY":
            check_body(one, parameter_format, examples=examples)
        elif kind == "HEADER":
            check_header(one, parameter_format, examples=examples, handles=handles)
        elif kind == "FOOTER":
            check_footer(one)
        else:
            check_buttons(one, examples=examples)
    return components


def check_body(body: Json, parameter_format: str, *, examples: bool) -> None:
    text = required(body, "text", 1024).strip()
    names = check_variables(text, parameter_format)
    if not names:
        return
    if VARIABLE.match(text) or VARIABLE.fullmatch(text[text.rfind("{{") :]):
        raise refused("Variables can't be at the start or end of the template", VARIABLES_AT_EDGE)
    words = len(re.findall(r"\w+", VARIABLE.sub(" ", text)))
    if words < WORDS_PER_VARIABLE * len(names):
        raise refused("The template has too many variables for its length", TOO_MANY_VARIABLES)
    if examples:
        check_example(body, "body", len(names))


def check_variables(text: str, parameter_format: str) -> list[str]:
    """The variables in their order of appearance, each once."""
    if text.count("{{") != len(VARIABLE.findall(text)):
        raise refused("Variables are written {{1}} or {{name}}", BAD_FORMAT)
    names = list(dict.fromkeys(VARIABLE.findall(text)))
    numbers = [name.isdigit() for name in names]
    if any(numbers) and not all(numbers):
        raise refused("Positional and named variables cannot be mixed", BAD_FORMAT)
    if all(numbers):
        if sorted(map(int, names)) != list(range(1, len(names) + 1)):
            raise refused("Positional variables are numbered 1, 2, 3 without a gap", BAD_FORMAT)
    elif parameter_format != "NAMED":
        raise refused("Named variables need parameter_format NAMED", BAD_FORMAT)
    elif bad := [name for name in names if not NAMED.fullmatch(name)]:
        raise refused(f"Variable {bad[0]!r} may only have lowercase letters, digits and _", BAD_FORMAT)
    return names


def check_example(part: Json, kind: str, count: int) -> None:
    example = part.get("example") or {}
    named, listed = example.get(f"{kind}_text_named_params"), example.get(f"{kind}_text")
    given = named if named is not None else listed
    if kind == "body" and named is None and isinstance(listed, list) and listed:
        given = listed[0] if isinstance(listed[0], list) else listed
    if not isinstance(given, list) or len(given) != count:
        raise refused(f"{kind}: {count} examples are needed", BAD_FORMAT)


def check_header(header: Json, parameter_format: str, *, examples: bool, handles: set[str]) -> None:
    kind = str(header.get("format", "")).upper()
    if kind not in HEADERS:
        raise refused(f"Header format must be one of {', '.join(HEADERS)}")
    if kind == "TEXT":
        names = check_variables(required(header, "text", 60), parameter_format)
        if len(names) > 1:
            raise refused("A header has at most one variable", TOO_MANY_VARIABLES)
        if names and examples:
            check_example(header, "header", 1)
    elif kind != "LOCATION":
        given = (header.get("example") or {}).get("header_handle")
        handle = given[0] if isinstance(given, list) and given else given
        if handle not in handles:
            raise refused(
                "The example of a media header must be a handle of the Resumable Upload API", BAD_HANDLE
            )


def check_footer(footer: Json) -> None:
    if "{{" in required(footer, "text", 60):
        raise refused("A footer has no variables", BAD_FORMAT)


def check_buttons(part: Json, *, examples: bool) -> None:
    buttons = part.get("buttons")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 10:
        raise GraphError(131009, "'buttons' must have between 1 and 10 elements")
    kinds = [str(one.get("type", "")).upper() for one in buttons]
    for kind in kinds:
        if kind not in BUTTONS:
            raise refused(f"Button type must be one of {', '.join(BUTTONS)}")
        if kinds.count(kind) > BUTTONS[kind]:
            raise refused(f"At most {BUTTONS[kind]} buttons of type {kind}")
    replies = [kind == "QUICK_REPLY" for kind in kinds]
    if sum(one != other for one, other in pairwise(replies)) > 1:
        raise refused("Quick reply buttons stand together")
    for kind, one in zip(kinds, buttons, strict=True):
        check_button(kind, one, examples=examples)


def check_button(kind: str, button: Json, *, examples: bool) -> None:
    if kind == "COPY_CODE":
        example = button.get("example")
        required({"example": example[0] if isinstance(example, list) and example else example}, "example", 20)
        return
    if kind not in ("OTP", "CATALOG"):
        required(button, "text", 25)
    if kind == "URL":
        url = required(button, "url", 2000)
        names = VARIABLE.findall(url)
        if len(names) > 1 or (names and not VARIABLE.search(url[url.rfind("{{") :])):
            raise refused("A button's address has one variable, at its end", BAD_FORMAT)
        if names and url.rstrip()[-2:] != "}}":
            raise refused("A button's address has its variable at its end", BAD_FORMAT)
        if names and examples and not button.get("example"):
            raise refused("button: an example address is needed", BAD_FORMAT)
    if kind == "PHONE_NUMBER":
        required(button, "phone_number", 20)
    if kind == "FLOW" and not (button.get("flow_id") or button.get("flow_name") or button.get("flow_json")):
        raise refused("A flow button needs flow_id, flow_name or flow_json")
