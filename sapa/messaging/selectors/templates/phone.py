"""A template as WhatsApp shows it on the customer's phone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from sapa.domain.message_templates import Draft, with_fallbacks
from sapa.domain.message_templates.components import shown
from sapa.domain.templating import OUTPUT_OF_ONE_VARIABLE, TemplateError, lack_of, parameter_name, render
from sapa.messaging.models import Template
from sapa.messaging.services.templates import draft_of, samples

MARKS = (
    (re.compile(r"```(.+?)```", re.DOTALL), r"<code>\1</code>"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), r"<i>\1</i>"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])"), r"<s>\1</s>"),
)
ICONS = {"url": "external-link", "phone": "phone", "copy_code": "copy", "quick_reply": "reply"}
OPEN = 3


@dataclass(frozen=True, slots=True)
class Phone:
    """`empty`: the text when every value with planned words is empty; blank without such words."""

    header: str
    header_kind: str
    text: SafeString
    footer: str
    buttons: Sequence[tuple[str, str]]
    hidden: int
    empty: SafeString


def of_template(row: Template) -> Phone:
    """What was made at Meta shows the names of its parameters until they are bound."""
    if row.source:
        return of_draft(draft_of(row), samples())
    draft = Draft(
        name=row.name, source=row.body, header=row.header, footer=row.footer, buttons=tuple(row.buttons)
    )
    return of_draft(draft, samples())


def of_draft(draft: Draft, values: Mapping[str, Any]) -> Phone:
    buttons = [
        (str(one.get("text") or one.get("code") or "…"), ICONS.get(str(one["type"]), "square"))
        for one in draft.buttons
    ]
    few = buttons if len(buttons) <= OPEN else buttons[: OPEN - 1]
    return Phone(
        header=filled(
            str(draft.header.get("text") or draft.header.get("name") or draft.header.get("filename") or ""),
            values,
        ),
        header_kind=str(draft.header.get("type", "")),
        text=marked(filled(draft.source.strip(), values)),
        footer=draft.footer,
        buttons=few,
        hidden=len(buttons) - len(few),
        empty=_without_values(draft, values),
    )


def _button(one: Mapping[str, Any]) -> tuple[str, str]:
    return str(one.get("text") or one.get("code") or "…"), ICONS.get(str(one["type"]), "square")


def _head(header: Mapping[str, Any]) -> str:
    return next((str(header[name]) for name in ("text", "name", "filename") if header.get(name)), "")


def _without_values(draft: Draft, values: Mapping[str, Any]) -> SafeString:
    if not draft.fallbacks:
        return SafeString("")
    bare: Mapping[str, Any] = values
    for output in OUTPUT_OF_ONE_VARIABLE.finditer(draft.source):
        if parameter_name(output[1]) in draft.fallbacks:
            bare = emptied(bare, output[1].split("."))
    return marked(filled(draft.source.strip(), with_fallbacks(draft, bare)[0]))


def emptied(values: Mapping[str, Any], path: list[str]) -> Mapping[str, Any]:
    inner = values.get(path[0])
    if len(path) == 1 or not isinstance(inner, Mapping):
        return {**values, path[0]: ""}
    return {**values, path[0]: emptied(inner, path[1:])}


def filled(text: str, values: Mapping[str, Any]) -> str:
    """Half-written texts are shown as they stand; an unknown variable by its name in braces."""
    try:
        return render(text, values)
    except TemplateError:
        return OUTPUT_OF_ONE_VARIABLE.sub(
            lambda one: one[0] if lack_of(one[1], values) else shown(one[0], values), text
        )


def marked(text: str) -> SafeString:
    """WhatsApp's own marks for bold, italic, struck and fixed; everything else is plain text."""
    html = str(escape(text))
    for mark, tag in MARKS:
        html = mark.sub(tag, html)
    return mark_safe(html.replace("\n", "<br>"))  # noqa: S308 (escaped above, only our own tags since)
