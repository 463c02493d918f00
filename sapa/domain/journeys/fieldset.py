"""One mapping of a journey file while it is read: each field by its type, every mistake noted with its line."""

import re
from collections.abc import Iterable
from typing import Any, Self

from sapa.domain.journeys.definition import Setting, Words
from sapa.domain.journeys.problems import Problem, problem
from sapa.domain.journeys.tree import Fields, Items, Node, Scalar, number_of, truth_of


class Notes:
    """What was found wrong so far, and the settings whose names conditions may use."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.settings: tuple[Setting, ...] = ()

    def add(self, line: int, code: str, where: str, **values: object) -> None:
        self.problems.append(problem(line, code, where, **values))


class Fieldset:
    """`where`: the path of this mapping, blank for the whole."""

    def __init__(self, node: Node, where: str, notes: Notes) -> None:
        self.where, self.notes, self.line = where, notes, node.line
        self.nodes = node.nodes if isinstance(node, Fields) else {}
        self.lines = node.lines if isinstance(node, Fields) else {}
        if not isinstance(node, Fields):
            self.refuse("", "not_a_mapping")

    def path(self, key: str) -> str:
        return ".".join(filter(None, (self.where, key)))

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)

    def refuse(self, key: str, code: str, **values: object) -> None:
        told = {"key": key or self.where or "journey"} | values
        self.notes.add(self.line_of(key), code, self.path(key), **told)

    def allow(self, *known: str) -> None:
        for key in self.nodes:
            if key not in known:
                self.refuse(key, "unknown_key", known=", ".join(known))

    def get(self, key: str, required: bool = False) -> Node | None:
        node = self.nodes.get(key)
        if isinstance(node, Scalar) and node.is_nothing:
            node = None
        if node is None and required:
            self.refuse(key, "missing_key")
        return node

    def text(self, key: str, default: str = "", required: bool = False) -> str:
        node = self.get(key, required)
        if node is None:
            return default
        if not isinstance(node, Scalar):
            self.refuse(key, "not_a_text")
            return default
        return node.text.strip()

    def identifier(self, key: str, limit: int) -> str:
        found = self.text(key, required=True)
        if found and not re.fullmatch(rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{limit - 1}}}", found):
            self.refuse(key, "bad_id", value=found, limit=limit)
        return found

    def choice(self, key: str, choices: Iterable[str], default: str, required: bool = False) -> Any:
        """Any, because the choices are Literals of the fields they go to."""
        found, known = self.text(key, default, required), tuple(choices)
        if found in known or found == default:
            return found
        self.refuse(key, "not_a_choice", value=found, known=", ".join(known))
        return default

    def number(self, key: str, default: int, low: int = 0, high: int = 100_000) -> int:
        text = self.text(key, str(default))
        found = number_of(text)
        if isinstance(found, str):
            self.refuse(key, "not_a_number", value=text)
            return default
        if not low <= found <= high:
            self.refuse(key, "out_of_range", low=low, high=high)
        return found

    def flag(self, key: str, default: bool = False) -> bool:
        text = self.text(key, "yes" if default else "no")
        found = truth_of(text)
        if found is None:
            self.refuse(key, "not_yes_or_no", value=text)
        return bool(found)

    def items(self, key: str, required: bool = False) -> tuple[Node, ...]:
        """A list; one value alone is a list of one."""
        node = self.get(key, required)
        if node is None:
            return ()
        return node.nodes if isinstance(node, Items) else (node,)

    def names(self, key: str, required: bool = False) -> tuple[str, ...]:
        nodes = self.items(key, required)
        if not all(isinstance(node, Scalar) for node in nodes):
            self.refuse(key, "not_a_list")
        return tuple(node.text.strip() for node in nodes if isinstance(node, Scalar))

    def known_names(
        self, key: str, known: Iterable[str], code: str, required: bool = False
    ) -> tuple[str, ...]:
        found = self.names(key, required)
        for name in found:
            if name not in known:
                self.refuse(key, code, name=name)
        return found

    def inner(self, key: str, required: bool = False) -> "Self | None":
        node = self.get(key, required)
        return None if node is None else type(self)(node, self.path(key), self.notes)

    def each(self, key: str, required: bool = False) -> "list[Self]":
        nodes = enumerate(self.items(key, required), start=1)
        return [type(self)(node, self.path(f"{key}.{number}"), self.notes) for number, node in nodes]

    def words(self, key: str, required: bool = False, default: Words | None = None) -> Words:
        node = self.get(key, required)
        if isinstance(node, Scalar):
            return Words(node.text.strip(), node.text.strip())
        fields = self.inner(key)
        if fields is None:
            return default or Words("", "")
        fields.allow("id", "en")
        indonesian = fields.text("id", required=True)
        return Words(indonesian, fields.text("en", indonesian))
