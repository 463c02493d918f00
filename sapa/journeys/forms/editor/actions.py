"""What the buttons of the editor do to a draft."""

from collections.abc import Callable, Mapping
from typing import Any

from sapa.journeys.forms.editor.draft import CLOSED, Document, Draft

STARTERS: Mapping[str, Document] = {
    "message": {"due": "previous + 2d", "expires": ["due + 2d"], "text": ""},
    "branch": {"kind": "branch", "due": "previous + 2d", "cases": [{"if": ["reply.given is yes"], "next": "end"}]},
    "task": {"kind": "task", "do": "call", "due": "previous + 1d", "expires": ["due + 2d"], "text": ""},
}  # fmt: skip


def apply(draft: Draft, action: str, names: Mapping[str, str]) -> None:
    """`hapus:2`, `tambah:branch`, `buang-syarat:case-0:1`; what is not known does nothing.

    `names`: how new steps are called, by their kind.
    """
    verb, _colon, rest = action.partition(":")
    if verb == "tambah" and rest in STARTERS:
        _add(draft, rest, names[rest])
    elif verb in ON_STEPS and rest.isdecimal() and int(rest) < len(draft.steps):
        ON_STEPS[verb](draft, int(rest))
    elif verb in INSIDE:
        INSIDE[verb](draft, rest)


def _add(draft: Draft, kind: str, name: str) -> None:
    place = len(draft.steps) if draft.place is None else draft.place + 1
    taken = {str(step.get("id")) for step in draft.steps}
    number = next(n for n in range(1, len(taken) + 2) if f"langkah_{n}" not in taken)
    step = {"id": f"langkah_{number}", "name": name, **_copy(STARTERS[kind])}
    if place == 0:
        step["due"] = "trigger + 1d"
    if kind == "branch" and "replied" in (draft.document.get("exits") or []):
        step["cases"] = [{"if": ["previous.sent is no"], "next": "end"}]
    draft.steps.insert(place, step)
    draft.open = str(place)


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


def _move(by: int) -> Callable[[Draft, int], None]:
    def moved(draft: Draft, place: int) -> None:
        to = place + by
        if 0 <= to < len(draft.steps):
            draft.steps.insert(to, draft.steps.pop(place))
            draft.open = {str(place): str(to), str(to): str(place)}.get(draft.open, draft.open)

    return moved


def _remove(draft: Draft, place: int) -> None:
    draft.steps.pop(place)
    draft.open = CLOSED


def _open(draft: Draft, rest: str) -> None:
    draft.open = rest


def _drop_condition(draft: Draft, rest: str) -> None:
    name, _colon, place = rest.partition(":")
    found = _conditions(draft, name)
    if found is not None and place.isdecimal() and int(place) < len(found):
        found.pop(int(place))


def _conditions(draft: Draft, name: str) -> list[Any] | None:
    """The list of conditions that a field of the open part is about."""
    holder: Any = draft.step if draft.step is not None else draft.document
    key = "when" if draft.step is not None else "conditions"
    if name == "mulai":
        holder, key = draft.document.get("trigger"), "when"
    if name.startswith("case-") and draft.step is not None:
        cases, place = draft.step.get("cases") or [], name.removeprefix("case-")
        holder, key = (cases[int(place)] if place.isdecimal() and int(place) < len(cases) else None), "if"
    found = holder.get(key) if isinstance(holder, dict) else None
    return found if isinstance(found, list) else None


def _list_in(draft: Draft, key: str) -> list[Any]:
    found = draft.step.setdefault(key, []) if draft.step is not None else []
    return found if isinstance(found, list) else []


def _drop_from(key: str) -> Callable[[Draft, str], None]:
    def dropped(draft: Draft, rest: str) -> None:
        found = _list_in(draft, key)
        if rest.isdecimal() and int(rest) < len(found):
            found.pop(int(rest))

    return dropped


def _two_wordings(draft: Draft, _rest: str) -> None:
    step = draft.step
    if step is not None and "variants" in step:
        step["text"] = (step.pop("variants") or [""])[0]
    elif step is not None:
        text = step.pop("text", "")
        step["variants"] = [text, _copy(text)]


ON_STEPS: Mapping[str, Callable[[Draft, int], None]] = {
    "naik": _move(-1),
    "turun": _move(1),
    "hapus": _remove,
}
INSIDE: Mapping[str, Callable[[Draft, str], None]] = {
    "buka": _open,
    "buang-syarat": _drop_condition,
    "tambah-batas": lambda draft, _rest: _list_in(draft, "expires").append("due + 2d"),
    "buang-batas": _drop_from("expires"),
    "tambah-cabang": lambda draft, _rest: _list_in(draft, "cases").append({"if": [], "next": "end"}),
    "buang-cabang": _drop_from("cases"),
    "dua-teks": _two_wordings,
}
