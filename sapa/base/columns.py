"""Thousands of rows as the source of one statement: a text for each column, one value where all rows say the same.

Lists are given to the driver element by element, and a table to copy into is made and dropped each time: a text
that PostgreSQL takes apart costs both sides less.
"""

from collections.abc import Mapping, Sequence
from types import NoneType
from typing import Any

BETWEEN, NOTHING = (
    "\x1f",
    "\x1e",
)  # stand in no text that people write; where they do, the column goes as a list
PARTS = r"string_to_array(%({name})b::text, E'\x1f', E'\x1e')"
LISTED = "%({name})b::{kind}[]"


def source_of(types: Mapping[str, str], columns: Sequence[Sequence[Any]]) -> tuple[str, dict[str, Any]]:
    """`(SELECT …) AS new` with the values that it takes. `types`: column to SQL type; at least one row."""
    names, arrays, chosen = ["nth"], ["%(nth)b::int[]"], []
    given: dict[str, Any] = {}
    for (name, kind), values in zip(types.items(), columns, strict=True):
        if values[0] == values[-1] and values.count(values[0]) == len(values):
            given[name] = values[0]
            chosen.append(f'%({name})b::{kind} AS "{name}"')
            continue
        text = joined(values)
        given[name] = list(values) if text is None else text
        names.append(name)
        arrays.append((LISTED if text is None else PARTS).format(name=name, kind=_carried(kind)))
        chosen.append(f'"{name}"::{kind} AS "{name}"')
    if len(names) > 1:
        names, arrays = names[1:], arrays[1:]
    else:
        given["nth"] = [None] * len(columns[0])
    listed = ", ".join(f'"{name}"' for name in names)
    return f"(SELECT {', '.join(chosen)} FROM unnest({', '.join(arrays)}) AS u ({listed})) AS new", given  # noqa: S608


def joined(values: Sequence[Any]) -> str | None:
    """The values of a column as one text; None where one of them holds a sign that stands between them."""
    kinds = set(map(type, values))
    if not kinds.isdisjoint((bytes, memoryview)):
        return None
    absent = values.count(None) if NoneType in kinds else 0
    if absent:
        texts = [NOTHING if value is None else str(value) for value in values]
    else:
        texts = list(values) if kinds == {str} else list(map(str, values))
    text = BETWEEN.join(texts)
    apart = text.count(BETWEEN) == len(texts) - 1 and text.count(NOTHING) == absent
    return text if apart else None


def _carried(kind: str) -> str:
    return "text" if kind == "jsonb" else kind
