"""A YAML text as a tree that knows its lines, read in the narrow way that journeys are written in.

No aliases, anchors, tags, second documents or doubled keys; a plain yes, 20 or 09:00 stays the text that
was written, what it means is told by the field it stands in.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from sapa.domain.journeys.problems import Problem, problem

LONGEST = 64 * 1024
DEEPEST = 20
NOTHING = ("", "~", "null")
YES, NO = ("yes", "true", "ya"), ("no", "false", "tidak")


@dataclass(frozen=True, slots=True)
class Scalar:
    """`plain`: written without quotation marks."""

    line: int
    text: str
    plain: bool = False

    @property
    def is_nothing(self) -> bool:
        return self.plain and self.text.casefold() in NOTHING


@dataclass(frozen=True, slots=True)
class Items:
    line: int
    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Fields:
    """`lines`: where each key stands."""

    line: int
    nodes: "dict[str, Node]"
    lines: dict[str, int]


Node: TypeAlias = Scalar | Items | Fields


class NotRead(Exception):
    """The text is no YAML of this kind: `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def tree_of(text: str) -> Node:
    """The one document of a text."""
    if len(text.encode("utf-8", "surrogatepass")) > LONGEST:
        raise NotRead(problem(1, "too_large", limit=LONGEST // 1024))
    try:
        events = list(shallow(yaml.parse(unicodedata.normalize("NFC", text), Loader=yaml.SafeLoader)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise NotRead(problem(line, "yaml", what=error.problem or error.context or "?")) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise NotRead(problem(1, "yaml", what=str(error).splitlines()[0])) from None
    return Reading(events).document()


def shallow(events: Iterable[yaml.Event]) -> Iterator[yaml.Event]:
    """Stops at what lies too deep before the parser goes on: 30,000 brackets would take it minutes."""
    depth = 0
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise NotRead(problem(line_of(event), "too_deep"))
        yield event


class Reading:
    """Turns the parser's events into nodes."""

    def __init__(self, events: list[yaml.Event]) -> None:
        self.events = iter(events)

    def document(self) -> Node:
        inside = (yaml.StreamStartEvent, yaml.DocumentStartEvent)
        event = next(self.events)
        while isinstance(event, inside):
            event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            raise NotRead(problem(1, "empty"))
        found = self.node(event)
        rest = [each for each in self.events if isinstance(each, yaml.DocumentStartEvent)]
        if rest:
            raise NotRead(problem(line_of(rest[0]), "second_document"))
        return found

    def node(self, event: yaml.Event) -> Node:
        refuse_tricks(event)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(line_of(event), event.value, plain=event.style is None)
        return self.items(event) if isinstance(event, yaml.SequenceStartEvent) else self.fields(event)

    def items(self, start: yaml.Event) -> Items:
        found = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.node(event))
        return Items(line_of(start), tuple(found))

    def fields(self, start: yaml.Event) -> Fields:
        found: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event)
            if not isinstance(key, Scalar):
                raise NotRead(problem(key.line, "key_not_text"))
            if key.text in found:
                raise NotRead(problem(key.line, "doubled_key", key=key.text))
            found[key.text], lines[key.text] = self.node(next(self.events)), key.line
        return Fields(line_of(start), found, lines)


def refuse_tricks(event: yaml.Event) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise NotRead(problem(line_of(event), "alias"))
    tag = getattr(event, "tag", None)
    if tag:
        raise NotRead(problem(line_of(event), "tag", tag=tag))


def line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def tree_from(value: Any) -> Node:
    """The same tree from plain JSON, without lines."""
    if isinstance(value, Mapping):
        return Fields(0, {str(key): tree_from(inner) for key, inner in value.items()}, {})
    if isinstance(value, list | tuple):
        return Items(0, tuple(tree_from(inner) for inner in value))
    if value is None:
        return Scalar(0, "", plain=True)
    if isinstance(value, bool):
        return Scalar(0, "yes" if value else "no", plain=True)
    text = unicodedata.normalize("NFC", str(value))
    return Scalar(0, text, plain=not isinstance(value, str))


def value_of(node: Node) -> Any:
    """Plain values as they look: yes and no, whole numbers, texts; lists and mappings of them."""
    if isinstance(node, Fields):
        return {key: value_of(inner) for key, inner in node.nodes.items()}
    if isinstance(node, Items):
        return tuple(value_of(inner) for inner in node.nodes)
    if not node.plain:
        return node.text
    if node.is_nothing:
        return None
    truth = truth_of(node.text)
    return number_of(node.text) if truth is None else truth


def truth_of(text: str) -> bool | None:
    word = text.casefold()
    return True if word in YES else False if word in NO else None


def number_of(text: str) -> int | str:
    """A whole number where it is one, else the text."""
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 16 else text
