"""One template filled for one customer: parameters as Meta wants them, planned words for what is empty."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from sapa.domain.message_templates.draft import Draft, Part, named, variable_part
from sapa.domain.templating import (
    LONG_BLANKS,
    OUTPUT_OF_ONE_VARIABLE,
    TemplateError,
    compile_whatsapp,
    lack_of,
    parameter_name,
    parameter_values,
    render,
)

LONGEST_BODY, LONGEST_CODE = 1024, 20
SHORTEST = 20


@dataclass(frozen=True, slots=True)
class Filled:
    """`text`: what the customer reads; `parts`: parameters of header and buttons (`Outgoing.parts`).

    `missing` names the variable that is empty and has no planned words: nothing may be sent.
    `fallbacks`: parameters that got their planned words.
    """

    text: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Any] = field(default_factory=dict)
    fallbacks: tuple[str, ...] = ()
    missing: str = ""


def filled(draft: Draft, values: Mapping[str, Any]) -> Filled:
    told, used = with_fallbacks(draft, values)
    try:
        body = compile_whatsapp(draft.source)
        parameters = fitting(body.text, parameter_values(body, told))
        return Filled(
            text=render(draft.source, told),
            parameters=parameters,
            parts=parts_of(draft, told),
            fallbacks=used,
        )
    except TemplateError as error:
        return Filled(missing=error.subject)


def with_fallbacks(draft: Draft, values: Mapping[str, Any]) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The values with planned words where one is empty, and the parameters that needed them."""
    if not draft.fallbacks:
        return values, ()
    paths = places(draft)
    lacking = [name for name in draft.fallbacks if name in paths and lack_of(paths[name], values)]
    told: Mapping[str, Any] = values
    for name in lacking:
        told = laid(told, paths[name].split("."), draft.fallbacks[name])
    return told, tuple(lacking)


def places(draft: Draft) -> dict[str, str]:
    """Each parameter with the path of the variable that fills it, in body, header and buttons."""
    outputs = (output[1] for text in draft.texts for output in OUTPUT_OF_ONE_VARIABLE.finditer(text))
    return {parameter_name(path): path for path in outputs}


def values_of(draft: Draft, given: Mapping[str, str]) -> Mapping[str, Any]:
    """What was given for parameters of `places`, as variables."""
    paths, values = places(draft), dict[str, Any]()
    for name, words in given.items():
        values = dict(laid(values, paths[name].split("."), words))
    return values


def laid(values: Mapping[str, Any], path: list[str], words: str) -> Mapping[str, Any]:
    if len(path) == 1:
        return {**values, path[0]: words}
    inner = values.get(path[0])
    return {**values, path[0]: laid(inner if isinstance(inner, Mapping) else {}, path[1:], words)}


def fitting(body: str, parameters: dict[str, str]) -> dict[str, str]:
    """The longest values are cut until the filled text is as long as Meta allows (132005)."""
    found, over = dict(parameters), len(filled_text(body, parameters)) - LONGEST_BODY
    for name in sorted(found, key=lambda one: -len(found[one])):
        if over <= 0:
            break
        times = body.count("{{" + name + "}}")
        kept = max(SHORTEST, len(found[name]) - -(-over // times) - 1)
        if kept < len(found[name]):
            over -= times * (len(found[name]) - kept)
            found[name] = found[name][: kept - 1].rstrip() + "…"
    return found


def filled_text(body: str, parameters: Mapping[str, str]) -> str:
    for name, value in parameters.items():
        body = body.replace("{{" + name + "}}", value)
    return body


def parts_of(draft: Draft, values: Mapping[str, Any]) -> dict[str, Any]:
    """`header`: {type, name, text} or {type, <type>: …}; `buttons`: {index, sub_type, payload | text | coupon_code}.

    A quick reply always carries a payload of our own: by itself Meta would send its label.
    """
    head, buttons = header_part(draft.header, values), []
    for index, one in enumerate(draft.buttons):
        if parameter := button_parameter(draft.name, index, one, values):
            buttons.append({"index": index, "sub_type": str(one["type"]), **parameter})
    return ({"header": head} if head else {}) | ({"buttons": buttons} if buttons else {})


def header_part(header: Part, values: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(header.get("type", ""))
    if kind == "text":
        text = named(str(header["text"]))
        one = next(iter(parameter_values(text, values).items()), None)
        return {"type": "text", "name": one[0], "text": one[1]} if one else {}
    if kind == "location":
        wanted = ("latitude", "longitude", "name", "address")
        return {"type": "location", "location": {name: header[name] for name in wanted if header.get(name)}}
    if not kind:
        return {}
    named_file = {"filename": header["filename"]} if kind == "document" and header.get("filename") else {}
    where = {"link": header["link"]} if header.get("link") else {}
    media = {"media": header["media"]} if header.get("media") else {}
    return {"type": kind, kind: {**where, **named_file}, **media}


def button_parameter(name: str, index: int, button: Part, values: Mapping[str, Any]) -> dict[str, str]:
    kind = button["type"]
    if kind == "quick_reply":
        return {"payload": str(button.get("payload") or f"{name}:{index}")}
    output = OUTPUT_OF_ONE_VARIABLE.search(variable_part(button))
    if kind == "copy_code":
        code = value_of(output[1], values) if output else variable_part(button).strip()
        return {"coupon_code": code[:LONGEST_CODE]}
    if kind == "url" and output:
        return {"text": quote(value_of(output[1], values), safe="/?&=#%~-._")}
    return {}


def value_of(path: str, values: Mapping[str, Any]) -> str:
    return LONG_BLANKS.sub(" ", render("{{ " + path + " }}", values)).strip()
