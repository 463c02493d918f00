"""Settings that differ by segment or by class of message: layers laid over the rest of a policy document."""

from collections.abc import Mapping
from typing import Any

from sapa.domain.policy import fields
from sapa.domain.policy.types import CLASSES, SEGMENTS

Document = Mapping[str, Any]
TABLES = {"by_segment": SEGMENTS, "by_class": CLASSES}
# What belongs to the workspace or to the customer's country and cannot differ between two messages.
FIXED = frozenset({"business_timezone", "unknown_zone", "busy_profiles", "weekend_by_country", *TABLES})


def merge(base: Document, over: Document) -> dict[str, Any]:
    """`over` laid upon `base`: objects deeply, everything else (also lists) replaced."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def layers(document: Document, known: Document) -> dict[str, Document]:
    """Layers that say anything, by `by_class.promo`; ValueError names a key that does not belong there."""
    free = {key: value for key, value in known.items() if key not in FIXED}
    found = {}
    for table, names in TABLES.items():
        rows = an_object(document.get(table), table)
        for name, layer in rows.items():
            where = f"{table}.{name}"
            if name not in names:
                raise ValueError(f"policy: {where}: {' or '.join(names)} expected")
            if FIXED & an_object(layer, where).keys():
                raise ValueError(f"policy: {where}.{min(FIXED & layer.keys())}: one for all messages")
            fields.refuse_unknown(layer, free, f"{where}.")
            if layer:
                found[where] = layer
    return found


def an_object(value: Any, name: str) -> Document:
    if not isinstance(value, Mapping):
        raise ValueError(f"policy: {name}: an object expected, found {value!r}")
    return value


def settled(document: Document, klass: str, segment: str) -> dict[str, Any]:
    """The document in force: base, then the segment's layer, then the class's."""
    base = {key: value for key, value in document.items() if key not in TABLES}
    by_segment = document["by_segment"].get(segment, {})
    return merge(merge(base, by_segment), document["by_class"].get(klass, {}))
