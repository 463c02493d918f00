"""A draft as the editor keeps it: the whole document, and the values of the one part that stands open."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sapa.domain.journeys.definition import Setting, Words
from sapa.journeys.forms.editor.conditions import typed_condition
from sapa.journeys.forms.editor.moments import moment_source

WHOLE = "alur"
CLOSED = ""
MOST_STEPS = 60
Document = dict[str, Any]


class NotADraft(ValueError):
    """What came back is no document of this editor."""


@dataclass(slots=True)
class Draft:
    """`open`: the place of the open step in the list, `alur` for what holds for all steps, or blank."""

    document: Document
    open: str = CLOSED

    @property
    def steps(self) -> list[Document]:
        found: list[Document] = self.document["steps"]
        return found

    @property
    def place(self) -> int | None:
        return int(self.open) if self.open.isdecimal() and int(self.open) < len(self.steps) else None

    @property
    def step(self) -> Document | None:
        return None if self.place is None else self.steps[self.place]

    @property
    def settings(self) -> tuple[Setting, ...]:
        """As far as the draft tells them: enough for labels and anchors."""
        rows = self.document.get("settings")
        found = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
        return tuple(
            Setting(str(one.get("path")), one.get("kind", "text"), words_in(one.get("label")))
            for one in found
        )


def words_in(value: Any) -> Words:
    if isinstance(value, Mapping):
        return Words(str(value.get("id") or ""), str(value.get("en") or value.get("id") or ""))
    return Words(str(value or ""), str(value or ""))


def draft_from(data: Mapping[str, str]) -> Draft:
    """The kept document with what was typed into the open part. Raises NotADraft."""
    draft = Draft(_kept(data.get("dokumen", "")), data.get("terbuka", CLOSED))
    if draft.open == WHOLE:
        _take_whole(draft.document, data)
    elif draft.step is not None:
        _take_step(draft.step, data, draft.settings)
    return draft


def _kept(text: str) -> Document:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise NotADraft from None
    steps = found.get("steps", []) if isinstance(found, dict) else None
    if not isinstance(steps, list) or len(steps) > MOST_STEPS or not all(isinstance(s, dict) for s in steps):
        raise NotADraft
    return {**found, "steps": steps}


def _take_whole(document: Document, data: Mapping[str, str]) -> None:
    for key in ("name", "about"):
        document[key] = said(document.get(key), data.get(key, ""))
    for key in ("class", "category"):
        document[key] = data.get(key, document.get(key, ""))
    trigger = dict(document.get("trigger") or {})
    trigger["on"] = ticked(trigger.get("on"), data, "on")
    trigger["subject"] = data.get("subject", "contact")
    trigger["when"] = asked(trigger.get("when"), "mulai", data, ())
    document["trigger"] = without_blank(trigger)
    document["exits"] = ticked(document.get("exits"), data, "exits")
    document["reentry"] = (
        f"after {data.get('jeda') or '90'}d"
        if data.get("reentry") == "after"
        else data.get("reentry", "each")
    )
    document["conditions"] = asked(document.get("conditions"), "syarat", data, Draft(document).settings)
    cap = {name: data.get(f"cap-{name}", "") for name in ("max", "days")}
    document["cap"] = {name: whole(text) for name, text in cap.items()} if cap["max"] else None
    for key in ("cap", "conditions", "exits"):
        if not document[key]:
            document.pop(key)


def whole(text: str) -> Any:
    return int(text) if text.isdecimal() and len(text) < 10 else text


def ticked(old: Any, data: Mapping[str, str], name: str) -> list[str]:
    """In the order in which they stood, new ones below."""
    found: list[str] = data.getlist(name) if hasattr(data, "getlist") else []
    before = [one for one in old if one in found] if isinstance(old, list) else []
    return [*before, *(one for one in found if one not in before)]


def without_blank(values: Document) -> Document:
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def said(old: Any, typed: str) -> Any:
    """Both languages stay as long as the words were not changed."""
    typed = typed.strip()
    return old if isinstance(old, Mapping) and typed in (old.get("id"), old.get("en")) else typed


def _take_step(step: Document, data: Mapping[str, str], settings: tuple[Setting, ...]) -> None:
    kind = step.get("kind", "message")
    step["name"] = said(step.get("name"), data.get("name", ""))
    step["due"] = moment_source("due", data)
    if kind == "branch":
        _take_cases(step, data, settings)
        return
    step["expires"] = [moment_source(f"expires-{place}", data) for place in range(_count(data, "expires"))]
    step["when"] = asked(step.get("when"), "syarat", data, settings)
    step["next"] = data.get("next", "")
    if kind == "task":
        step["do"] = data.get("do", "check")
        step["text"] = text_of(data, 0)
    elif data.get("wordings") == "2":
        step.pop("text", None)
        step["variants"] = [text_of(data, place) for place in (0, 1)]
    else:
        step.pop("variants", None)
        step["text"] = text_of(data, 0)
    for key in ("when", "next", "expires"):
        if not step[key]:
            step.pop(key)


def _count(data: Mapping[str, str], name: str) -> int:
    text = data.get(f"{name}-count", "0")
    return min(int(text), 10) if text.isdecimal() and len(text) < 4 else 0


def text_of(data: Mapping[str, str], place: int) -> Any:
    b2c, b2b = (data.get(f"text-{place}-{one}", "").replace("\r\n", "\n").strip() for one in ("b2c", "b2b"))
    return b2c if not b2b or b2b == b2c else {"b2c": b2c, "b2b": b2b}


def _take_cases(step: Document, data: Mapping[str, str], settings: tuple[Setting, ...]) -> None:
    cases = step.get("cases")
    old = cases if isinstance(cases, list) else []
    step["cases"] = [
        {
            "if": asked(_asked_before(old, place), f"case-{place}", data, settings),
            "next": data.get(f"case-{place}-next", "end"),
        }
        for place in range(_count(data, "case"))
    ]
    step["otherwise"] = data.get("otherwise", "")
    if not step["otherwise"]:
        step.pop("otherwise")


def _asked_before(cases: list[Any], place: int) -> Any:
    case = cases[place] if place < len(cases) else None
    return case.get("if") if isinstance(case, dict) else []


def asked(old: Any, name: str, data: Mapping[str, str], settings: tuple[Setting, ...]) -> list[Any]:
    """The conditions that stood there, and the one that was just put together."""
    kept = list(old) if isinstance(old, list) else [old] if old else []
    typed = typed_condition(name, data, settings)
    return [*kept, typed] if typed and typed not in kept else kept
