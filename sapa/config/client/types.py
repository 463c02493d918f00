"""JSON Schema as Python types: each object a TypedDict, each list of words a Literal."""

import json
from collections.abc import Iterator, Mapping
from keyword import iskeyword
from textwrap import wrap
from typing import Any

Schema = Mapping[str, Any]
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
MOST_LETTERS = 60
LONGEST_LINE = 110


class Types:
    """Which types a client needs, in the order in which they were asked for."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas
        self._wanted: dict[str, None] = {}
        self._words: dict[str, str] = {}

    def of(self, schema: Schema, place: str) -> str:
        """The annotation; `place` names a list of words that is too long to stand in a line."""
        if "$ref" in schema:
            return self._object(schema["$ref"].rpartition("/")[2])
        if "enum" in schema or "const" in schema:
            return self._literal(schema.get("enum", [schema.get("const")]), place)
        for key in ("anyOf", "oneOf", "allOf"):
            if key in schema:
                return " | ".join(dict.fromkeys(self.of(one, place) for one in schema[key]))
        return self._plain(schema, place)

    def written(self) -> Iterator[str]:
        """Every type that was asked for, with those that they name."""
        done: dict[str, str] = {}
        while left := [name for name in self._wanted if name not in done]:
            done |= {name: self._class(name, self._schemas[name]) for name in left}
        yield from (_lines(name, words) for words, name in self._words.items())
        yield from sorted((text for text in done.values() if text), key=_needs_others)

    def _object(self, name: str) -> str:
        self._wanted[name] = None
        return class_name(name)

    def _literal(self, words: list[Any], place: str) -> str:
        told = ", ".join(json.dumps(word, ensure_ascii=False) for word in words)
        if len(told) <= MOST_LETTERS:
            return f"Literal[{told}]"
        return self._words.setdefault(told, place)

    def _plain(self, schema: Schema, place: str) -> str:
        kind = schema.get("type")
        if isinstance(kind, list):
            return " | ".join(PLAIN[one] for one in kind)
        if kind == "array":
            return f"list[{self.of(schema.get('items', {}), place)}]"
        if kind == "object":
            return f"dict[str, {self._values(schema, place)}]"
        return PLAIN.get(str(kind), "Any")

    def _values(self, schema: Schema, place: str) -> str:
        """Of an object whose names are not known beforehand."""
        by_pattern = list(schema.get("patternProperties", {}).values())
        more = schema.get("additionalProperties")
        found = by_pattern or ([more] if isinstance(more, Mapping) else [])
        return " | ".join(dict.fromkeys(self.of(one, place) for one in found)) or "Any"

    def _class(self, name: str, schema: Schema) -> str:
        own, fields = class_name(name), schema.get("properties")
        if not fields:
            kind = self.of(schema, own)
            return "" if kind == own else f"{own} = {kind}"
        always = set(schema.get("required", []))
        types = {field: self.of(told, own + class_name(field)) for field, told in fields.items()}
        types = {field: t if field in always else f"NotRequired[{t}]" for field, t in types.items()}
        if any(not field.isidentifier() or iskeyword(field) for field in fields):
            told = "".join(f'        "{field}": {kind},\n' for field, kind in types.items())
            return f'{own} = TypedDict(\n    "{own}",\n    {{\n{told}    }},\n)'
        told = "\n".join(f"    {field}: {kind}" for field, kind in types.items())
        return f"class {own}(TypedDict):\n{self._about(schema)}{told}"

    def _about(self, schema: Schema) -> str:
        told = docstring(schema.get("description", ""), 4)
        return told + "\n" if told else ""


def class_name(name: str) -> str:
    """`Page_ContactTold_` is PageContactTold."""
    return "".join(part[:1].upper() + part[1:] for part in name.replace("-", "_").split("_"))


def docstring(text: str, indent: int) -> str:
    """Its lines, each with its end; nothing for no text."""
    told, blank = " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''"), " " * indent
    if not told:
        return ""
    if len(told) + indent + 6 <= LONGEST_LINE:
        return f'{blank}"""{told}"""\n'
    first, *others = wrap(f'{blank}"""{told}', LONGEST_LINE, subsequent_indent=blank, drop_whitespace=True)
    return "\n".join([first, *others, f'{blank}"""\n'])


def _needs_others(text: str) -> tuple[bool, str]:
    """Annotations of a class may name what comes later; other statements may not."""
    return not text.startswith("class "), text


def _lines(name: str, words: str) -> str:
    return f"{name} = Literal[\n    " + words.replace('", "', '",\n    "') + ",\n]"
