"""What Meta would refuse, found while it is written (integrations.md 1.2). Pure; words are the caller's."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from sapa.domain.message_templates.draft import Draft, Part, named, variable_part
from sapa.domain.templating import (
    OUTPUT_OF_ONE_VARIABLE,
    TemplateError,
    compile_whatsapp,
    filled_in,
    variables_of,
)

LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "name": 120,
        "body": 1024,
        "header": 60,
        "footer": 60,
        "button": 25,
        "url": 2000,
        "code": 20,
        "phone": 20,
    }
)
MOST_BUTTONS = MappingProxyType({"quick_reply": 10, "url": 2, "phone": 1, "copy_code": 1})
MOST_OF_ALL = 10
LANGUAGES = ("id", "en", "en_US", "jv", "su", "ms", "ar", "zh_CN")
CATEGORIES = ("utility", "marketing")
TTL = MappingProxyType({"utility": (30, 43_200), "marketing": (43_200, 2_592_000)})
MEDIA = ("image", "video", "document")
NAME = re.compile(r"[a-z0-9_]+")
PHONE = re.compile(r"\+?[0-9 ()-]{6,20}")
ADDRESS = re.compile(r"https?://[^\s{}/]+\.[^\s{}/]+(/|$|\?)")
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
MOST_EMOJI = 10
WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Problem:
    """`place`: name, language, category, header, body, footer, ttl, buttons, button-0 … ; a warning refuses nothing."""

    place: str
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    is_warning: bool = False


def is_fine(found: Collection[Problem]) -> bool:
    return all(one.is_warning for one in found)


def problems(
    draft: Draft,
    *,
    samples: Mapping[str, Any],
    known: Collection[str] | None = None,
    taken: Collection[tuple[str, str]] = (),
    texts: Collection[tuple[str, str]] = (),
) -> tuple[Problem, ...]:
    """Everything at once, in the order of the form. `known`: variables that a text may say; None: any.

    `taken`: names with their languages that exist already; `texts`: body and footer of the other templates.
    """
    return (
        *of_name(draft, taken),
        *of_header(draft.header),
        *of_body(draft, samples),
        *of_footer(draft.footer),
        *of_buttons(draft.buttons),
        *of_lifetime(draft),
        *of_variables(draft, known),
        *(
            [Problem("body", "duplicate_text")]
            if (draft.source.strip(), draft.footer.strip()) in texts
            else ()
        ),
    )


def of_name(draft: Draft, taken: Collection[tuple[str, str]]) -> Iterator[Problem]:
    if not draft.name:
        yield Problem("name", "missing")
    elif not NAME.fullmatch(draft.name):
        yield Problem("name", "name_shape")
    elif len(draft.name) > LIMITS["name"]:
        yield Problem("name", "too_long", {"length": len(draft.name), "most": LIMITS["name"]})
    elif (draft.name, draft.language) in taken:
        yield Problem("name", "name_taken")
    if draft.language not in LANGUAGES:
        yield Problem("language", "language_unknown")
    if draft.category not in CATEGORIES:
        yield Problem("category", "category_unknown")


def of_header(header: Part) -> Iterator[Problem]:
    kind = header.get("type", "")
    if kind == "text":
        yield from of_header_text(str(header.get("text", "")))
    elif kind in MEDIA and not (header.get("handle") or header.get("media")):
        yield Problem("header", "sample_missing")
    elif kind == "location" and not (header.get("latitude") and header.get("longitude")):
        yield Problem("header", "place_missing")


def of_header_text(text: str) -> Iterator[Problem]:
    if not text.strip():
        yield Problem("header", "missing")
        return
    try:
        compiled = named(text)
    except TemplateError as error:
        yield Problem("header", error.code, {"name": error.subject})
        return
    if len(compiled.text) > LIMITS["header"]:
        yield Problem("header", "too_long", {"length": len(compiled.text), "most": LIMITS["header"]})
    if len(compiled.paths) > 1:
        yield Problem("header", "one_variable")
    if "\n" in text or EMOJI.search(text) or re.search(r"[*~`]", text):
        yield Problem("header", "plain_only")


def of_body(draft: Draft, samples: Mapping[str, Any]) -> Iterator[Problem]:
    text = draft.source.strip()
    if not text:
        yield Problem("body", "missing")
        return
    try:
        compiled = compile_whatsapp(text)
    except TemplateError as error:
        yield Problem("body", error.code, {"name": error.subject})
        return
    if len(compiled.text) > LIMITS["body"]:
        yield Problem("body", "too_long", {"length": len(compiled.text), "most": LIMITS["body"]})
    words, variables = len(WORDS.findall(OUTPUT_OF_ONE_VARIABLE.sub(" ", text))), len(compiled.paths)
    if words < 2 * variables + 1:
        yield Problem("body", "too_many_variables", {"words": words, "wanted": 2 * variables + 1})
    yield from of_blanks(text)
    shown = filled_in(text, samples)
    if shown and len(shown) > LIMITS["body"] >= len(compiled.text):
        yield Problem(
            "body", "long_when_filled", {"length": len(shown), "most": LIMITS["body"]}, is_warning=True
        )


def of_blanks(text: str) -> Iterator[Problem]:
    if re.search(r"\n\s*\n\s*\n", text):
        yield Problem("body", "blank_lines")
    if "\t" in text or "     " in text:
        yield Problem("body", "blanks")
    if len(EMOJI.findall(text)) > MOST_EMOJI:
        yield Problem("body", "emoji", {"most": MOST_EMOJI})


def of_footer(footer: str) -> Iterator[Problem]:
    if len(footer) > LIMITS["footer"]:
        yield Problem("footer", "too_long", {"length": len(footer), "most": LIMITS["footer"]})
    if "{{" in footer or "{%" in footer:
        yield Problem("footer", "no_variables")
    if "\n" in footer:
        yield Problem("footer", "one_line")


def of_buttons(buttons: tuple[Part, ...]) -> Iterator[Problem]:
    if len(buttons) > MOST_OF_ALL:
        yield Problem("buttons", "too_many_buttons", {"most": MOST_OF_ALL})
    kinds = [str(one.get("type")) for one in buttons]
    for kind, count in Counter(kinds).items():
        if count > MOST_BUTTONS.get(kind, 0):
            yield Problem("buttons", f"too_many_{kind}", {"most": MOST_BUTTONS.get(kind, 0)})
    if sum((one == "quick_reply") != (other == "quick_reply") for one, other in pairwise(kinds)) > 1:
        yield Problem("buttons", "apart")
    labels = Counter(str(one.get("text", "")).strip().casefold() for one in buttons if one.get("text"))
    for number, one in enumerate(buttons):
        if labels[str(one.get("text", "")).strip().casefold()] > 1:
            yield Problem(f"button-{number}", "label_twice")
        yield from of_button(one, f"button-{number}")


def of_button(button: Part, place: str) -> Iterator[Problem]:
    kind, label = button.get("type"), str(button.get("text", "")).strip()
    if kind != "copy_code" and not label:
        yield Problem(place, "label_missing")
    if len(label) > LIMITS["button"]:
        yield Problem(place, "too_long", {"length": len(label), "most": LIMITS["button"]})
    if "{{" in label or EMOJI.search(label) or "\n" in label:
        yield Problem(place, "label_plain")
    if kind == "url":
        yield from of_address(str(button.get("url", "")).strip(), place)
    elif kind == "phone" and not PHONE.fullmatch(str(button.get("phone", "")).strip()):
        yield Problem(place, "phone_shape")
    elif kind == "copy_code":
        yield from of_code(str(button.get("code", "")).strip(), place)


def of_address(url: str, place: str) -> Iterator[Problem]:
    outputs = list(OUTPUT_OF_ONE_VARIABLE.finditer(url))
    if len(url) > LIMITS["url"]:
        yield Problem(place, "too_long", {"length": len(url), "most": LIMITS["url"]})
    if outputs and outputs[0].start() == 0:
        yield Problem(place, "address_needs_start")
    elif not ADDRESS.match(OUTPUT_OF_ONE_VARIABLE.sub("", url)) or " " in OUTPUT_OF_ONE_VARIABLE.sub("", url):
        yield Problem(place, "address_shape")
    elif len(outputs) > 1 or (outputs and outputs[0].end() != len(url)) or url.count("{{") != len(outputs):
        yield Problem(place, "address_variable")


def of_code(code: str, place: str) -> Iterator[Problem]:
    if not code:
        yield Problem(place, "code_missing")
    elif "{{" in code and not OUTPUT_OF_ONE_VARIABLE.fullmatch(code):
        yield Problem(place, "code_variable")
    elif "{{" not in code and len(code) > LIMITS["code"]:
        yield Problem(place, "too_long", {"length": len(code), "most": LIMITS["code"]})


def of_lifetime(draft: Draft) -> Iterator[Problem]:
    shortest, longest = TTL.get(draft.category, (30, 43_200))
    if draft.ttl_seconds is not None and not shortest <= draft.ttl_seconds <= longest:
        yield Problem("ttl", f"ttl_{draft.category}")


def of_variables(draft: Draft, known: Collection[str] | None) -> Iterator[Problem]:
    places = ["body", "header", *(f"button-{number}" for number in range(len(draft.buttons)))]
    for place, text in zip(places, draft.texts, strict=True):
        try:
            paths = variables_of(text)
        except TemplateError:
            if place.startswith("button"):
                yield Problem(place, "syntax")
            continue
        for path in paths:
            if known is not None and path not in known:
                yield Problem(place, "unknown_variable", {"name": path})


def length_of(place: str, draft: Draft) -> int:
    """As Meta counts it: variables by their names in double braces."""
    if place == "footer":
        return len(draft.footer)
    text = draft.source if place == "body" else str(draft.header.get("text", ""))
    try:
        return len(named(text).text)
    except TemplateError:
        return len(text.strip())


__all__ = ["LIMITS", "Problem", "is_fine", "length_of", "problems", "variable_part"]
