"""Settings as nested JSON: a value at a path, a document with one value more or less, its layers."""

import copy
from collections.abc import Mapping
from typing import Any

from sapa.domain import policy

BY_SEGMENT, BY_CLASS = "by_segment", "by_class"
SEGMENTS = ("b2c", "b2b")
Document = Mapping[str, Any]


def at(document: Document, path: str, default: Any = None) -> Any:
    place: Any = document
    for key in path.split("."):
        if not isinstance(place, Mapping) or key not in place:
            return default
        place = place[key]
    return place


def has(document: Document, path: str) -> bool:
    nothing = object()
    return at(document, path, nothing) is not nothing


def put(document: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for key in above:
        document = document.setdefault(key, {})
    document[last] = value


def without(document: Document, path: str) -> dict[str, Any]:
    """A copy that lacks the value, and lacks objects that became empty by it."""
    key, _dot, rest = path.partition(".")
    found = copy.deepcopy(dict(document))
    if rest and isinstance(found.get(key), dict):
        found[key] = without(found[key], rest)
        if found[key]:
            return found
    found.pop(key, None)
    return found


def place_of(scope: str) -> str:
    """Where a scope's own settings lie: "" for everybody, `by_segment.b2b`, `by_class.promo`."""
    if not scope:
        return ""
    return f"{BY_SEGMENT if scope in SEGMENTS else BY_CLASS}.{scope}"


def own(document: Document, scope: str) -> dict[str, Any]:
    """What was chosen in a scope and nowhere else."""
    if scope:
        return dict(at(document, place_of(scope)) or {})
    return {key: value for key, value in document.items() if key not in (BY_SEGMENT, BY_CLASS)}


def with_own(document: Document, scope: str, chosen: Document) -> dict[str, Any]:
    """The document with these as the scope's own settings."""
    if not scope:
        layers = {key: document[key] for key in (BY_SEGMENT, BY_CLASS) if key in document}
        return {**chosen, **layers}
    found = without(document, place_of(scope))
    if chosen:
        put(found, place_of(scope), dict(chosen))
    return found


def general(document: Document, *, timezone: str) -> dict[str, Any]:
    """The settings for everybody: the product's own, the workspace's zone, what was chosen."""
    return policy.merge(default(timezone), own(document, ""))


def default(timezone: str) -> dict[str, Any]:
    return {**copy.deepcopy(dict(policy.default_document())), "business_timezone": timezone}


def in_scope(document: Document, scope: str, *, timezone: str) -> dict[str, Any]:
    return policy.merge(general(document, timezone=timezone), own(document, scope) if scope else {})
