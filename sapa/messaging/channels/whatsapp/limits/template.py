"""Template messages: what fills them. Values may not be empty: a blank is filled or stopped before (product.md 19)."""

import re

from .breaches import (
    BLANKS,
    NOT_ALLOWED,
    TOO_LONG,
    TOO_MANY,
    Breach,
    Breaches,
    Json,
    different,
    optional,
    reference,
    required,
)

FORBIDDEN = re.compile(r"[\n\r\t\v\f\u2028\u2029]| {5}")
MOST_BUTTONS = 10
LONGEST_BODY = 1024
LONGEST_VALUE = {"text": 2000, "payload": 256, "coupon_code": 20}


def template(part: Json) -> Breaches:
    yield from required(part.get("name"), "template", 512)
    yield from required((part.get("language") or {}).get("code"), "language", 12)
    components = part.get("components") or ()
    for component in components:
        match component.get("type"):
            case "body":
                yield from _body(component)
            case "header":
                yield from _header(component)
            case "button":
                yield from _button(component)
            case other:
                yield Breach(NOT_ALLOWED, f"component {other}")
    buttons = [one["index"] for one in components if one["type"] == "button"]
    if len(buttons) > MOST_BUTTONS:
        yield Breach(TOO_MANY, "buttons", MOST_BUTTONS, len(buttons))
    yield from different(buttons, "button")


def value(said: object, field: str, most: int) -> Breaches:
    """One value of a template."""
    yield from required(said, field, most)
    if FORBIDDEN.search(str(said)):
        yield Breach(BLANKS, field)


def _body(component: Json) -> Breaches:
    """Currency and date_time carry a fallback instead of a text."""
    length = 0
    for one in component.get("parameters") or ():
        told = one if one.get("type") == "text" else one.get(one.get("type")) or {}
        said = str(told.get("text") or told.get("fallback_value") or "")
        yield from value(said, one.get("parameter_name") or "value", LONGEST_BODY)
        length += len(said)
    if length > LONGEST_BODY:
        yield Breach(TOO_LONG, "template", LONGEST_BODY, length)


def _header(component: Json) -> Breaches:
    for one in component.get("parameters") or ():
        kind = one.get("type")
        if kind == "text":
            yield from value(one.get("text"), "header", 60)
        elif kind in {"image", "video", "document"}:
            yield from reference(one.get(kind) or {}, "header")
        elif kind == "location":
            yield from _place(one.get("location") or {})
        else:
            yield Breach(NOT_ALLOWED, f"header {kind}")


def _place(part: Json) -> Breaches:
    """In a header a place needs all four."""
    for field in ("latitude", "longitude"):
        yield from required(str(part.get(field, "")), field, 40)
    yield from required(part.get("name"), "name", 1000)
    yield from required(part.get("address"), "address", 1000)


def _button(component: Json) -> Breaches:
    for one in component.get("parameters") or ():
        kind = one.get("type")
        if kind in LONGEST_VALUE:
            yield from required(one.get(kind), "button", LONGEST_VALUE[kind])
        elif kind != "action":
            yield Breach(NOT_ALLOWED, f"button {kind}")
    yield from optional(component.get("sub_type"), "button", 20)
