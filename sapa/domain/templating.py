"""Texts in Liquid with plain values only, and their compilation to WhatsApp's named parameters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # loaded with the first text: a worker without journeys needs none of its megabytes
    from liquid import BoundTemplate, Environment

OUTPUT_OF_ONE_VARIABLE = re.compile(r"\{\{-?\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*-?\}\}")
PLAIN_OUTPUT = re.compile(r"\{\{\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*\}\}", re.ASCII)
KEPT = frozenset(
    ("true", "false", "nil", "null", "none", "empty", "blank", "and", "or", "not", "contains", "in")
)
SHORT_OF_ANY_LIMIT = 5_000
LONG_BLANKS = re.compile(r"\s+")


class TemplateError(Exception):
    """`code`: syntax, unknown_variable, empty_variable, over_limit, logic, leading_variable,
    trailing_variable, touching_variables or name_clash; `subject`: the variable or what the parser says."""

    def __init__(self, code: str, subject: str) -> None:
        super().__init__(f"{code}: {subject}")
        self.code = code
        self.subject = subject


@dataclass(frozen=True, slots=True)
class WhatsAppBody:
    """`text` with `{{pesanan_nomor}}`; `paths`: parameter name to Liquid path, in order of appearance."""

    text: str
    paths: dict[str, str]


def render(source: str, variables: Mapping[str, Any]) -> str:
    """The text with plain values filled in; an unknown or blank variable is an error naming it."""
    filled = filled_in(source, variables)
    if filled is not None:
        return filled
    missing = missing_variables(source, variables)
    if missing:
        path, code = missing[0]
        raise TemplateError(code, path)
    from liquid.exceptions import LiquidError, ResourceLimitError, UndefinedError

    try:
        return parse(source).render(**variables)
    except UndefinedError as error:
        raise TemplateError("unknown_variable", first_line(error)) from error
    except ResourceLimitError as error:
        raise TemplateError("over_limit", first_line(error)) from error
    except LiquidError as error:
        raise TemplateError("syntax", first_line(error)) from error


def filled_in(source: str, variables: Mapping[str, Any]) -> str | None:
    """What Liquid would make of a text that only puts texts in; None where there is more to it, or an error."""
    plain = plain_outputs(source)
    if plain is None:
        return None
    written, paths = list(plain.between), plain.paths
    for place, path in enumerate(paths):
        value: Any = variables
        for part in path:
            value = value.get(part) if isinstance(value, Mapping) else None
        if value.__class__ is not str or not value.strip():
            return None
        written[2 * place + 1] = value
    text = "".join(written)
    return None if "\r" in text or len(text) > SHORT_OF_ANY_LIMIT else text


@dataclass(frozen=True, slots=True)
class PlainOutputs:
    """`between`: the pieces of the text with an empty one for each output; `paths` of the outputs, split."""

    between: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=4096)
def plain_outputs(source: str) -> PlainOutputs | None:
    """None for a text with logic, filters, blanks control or a word that Liquid keeps for itself."""
    pieces = PLAIN_OUTPUT.split(source)
    paths = tuple(tuple(path.split(".")) for path in pieces[1::2])
    if any("{{" in piece or "{%" in piece for piece in pieces[::2]) or any(
        KEPT.intersection(p) for p in paths
    ):
        return None
    parse(source)
    return PlainOutputs(tuple("" if place % 2 else piece for place, piece in enumerate(pieces)), paths)


def variables_of(source: str) -> tuple[str, ...]:
    """Every variable path that the text may read, such as `pesanan.nomor`, in order of appearance."""
    places = {
        str(variable).strip(): variable.span.index
        for found in parse(source).analyze().globals.values()
        for variable in reversed(found)
    }
    return tuple(sorted(places, key=places.__getitem__))


@lru_cache(maxsize=4096)
def groups_of(source: str) -> frozenset[str]:
    """First parts of the variables that the text may read: `pesanan`, `toko`."""
    return frozenset(path.split(".")[0].split("[")[0] for path in variables_of(source))


def missing_variables(source: str, variables: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Paths whose value the text needs and that are unknown or blank, each with its code.

    A text with logic decides for itself what may be blank, and so does an output with a filter.
    """
    paths = () if "{%" in source else dict.fromkeys(OUTPUT_OF_ONE_VARIABLE.findall(source))
    found = ((path, lack_of(path, variables)) for path in paths)
    return [(path, code) for path, code in found if code]


def lack_of(path: str, variables: Mapping[str, Any]) -> str:
    value: Any = variables
    for part in path.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return "unknown_variable"
        value = value[part]
    return "empty_variable" if value is None or (isinstance(value, str) and not value.strip()) else ""


@lru_cache(maxsize=4096)
def compile_whatsapp(source: str) -> WhatsAppBody:
    """A body for Meta: named parameters, none at the edges, no two side by side (`domain.md` §4.1)."""
    parse(source)
    text = source.strip()
    if "{%" in text or OUTPUT_OF_ONE_VARIABLE.sub("", text).count("{{"):
        raise TemplateError("logic", "only plain variables can become parameters")
    outputs = list(OUTPUT_OF_ONE_VARIABLE.finditer(text))
    check_edges(text, outputs)
    paths: dict[str, str] = {}
    for output in outputs:
        path = output[1]
        if paths.setdefault(parameter_name(path), path) != path:
            raise TemplateError("name_clash", path)
    body = OUTPUT_OF_ONE_VARIABLE.sub(lambda output: "{{" + parameter_name(output[1]) + "}}", text)
    return WhatsAppBody(body, paths)


def parameter_values(body: WhatsAppBody, variables: Mapping[str, Any]) -> dict[str, str]:
    """One line of text for each parameter, as Meta wants it: no line breaks, tabs or runs of spaces."""
    return {
        name: LONG_BLANKS.sub(" ", render("{{ " + path + " }}", variables)).strip()
        for name, path in body.paths.items()
    }


def check_edges(text: str, outputs: "list[re.Match[str]]") -> None:
    if outputs and outputs[0].start() == 0:
        raise TemplateError("leading_variable", outputs[0][1])
    if outputs and outputs[-1].end() == len(text):
        raise TemplateError("trailing_variable", outputs[-1][1])
    for left, right in pairwise(outputs):
        if not text[left.end() : right.start()].strip():
            raise TemplateError("touching_variables", right[1])


def parameter_name(path: str) -> str:
    return path.lower().replace(".", "_")


@cache
def environment() -> "Environment":
    from liquid import Environment, StrictUndefined

    class LimitedEnvironment(Environment):
        loop_iteration_limit = 1_000
        output_stream_limit = 20_000
        local_namespace_limit = 50_000
        context_depth_limit = 10

    return LimitedEnvironment(undefined=StrictUndefined, autoescape=False)


@lru_cache(maxsize=512)
def parse(source: str) -> "BoundTemplate":
    from liquid.exceptions import LiquidError

    try:
        return environment().from_string(source)
    except LiquidError as error:
        raise TemplateError("syntax", first_line(error)) from error


def first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
