"""The file itself: how calls are made (`transport.py`, as it stands), the types, and one method an operation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from typing import Any

from sapa.config.client.types import LONGEST_LINE, Types, class_name, docstring

TRANSPORT = Path(__file__).with_name("transport.py")
IMPORTED = "from collections.abc import Mapping\nfrom typing import Any, TypedDict, cast\n"
NEEDED = (
    "from collections.abc import Iterator, Mapping\n"
    "from typing import Any, Literal, NotRequired, TypedDict, cast\n"
)
KEY = "Idempotency-Key"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Parameter:
    """`place`: path, query or header."""

    name: str
    variable: str
    place: str
    kind: str
    required: bool
    most: int | None


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    method: str
    path: str
    about: str
    parameters: tuple[Parameter, ...]
    body: str
    keyed: bool
    answer: str
    item: str
    """The type of one row where the answer is a page with a cursor."""


def written_client(document: Mapping[str, Any]) -> str:
    """Python source; the same for the same document."""
    types = Types(document["components"]["schemas"])
    operations = [
        _operation(path, method, told, types, document["components"]["schemas"])
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]
    transport = TRANSPORT.read_text(encoding="utf-8").replace(IMPORTED, NEEDED)
    methods = "\n\n".join(text for one in operations for text in _methods(one))
    about = f'class Sapa(Transport):\n    """Every operation of {document["info"]["title"]}\'s API, by its name."""\n\n'
    return "\n\n\n".join([transport.rstrip(), *types.written(), about + methods]) + "\n"


def _operation(
    path: str, method: str, told: Mapping[str, Any], types: Types, schemas: Mapping[str, Any]
) -> Operation:
    name = told["operationId"]
    parameters = tuple(
        _parameter(one, name, types) for one in told.get("parameters", ()) if one["name"] != KEY
    )
    answer, page = _answer(told["responses"], name, types)
    return Operation(
        name=name,
        method=method.upper(),
        path=path,
        about=told.get("summary", ""),
        parameters=tuple(sorted(parameters, key=lambda one: not one.required)),
        body=_body(told, name, types),
        keyed=any(one["name"] == KEY for one in told.get("parameters", ())),
        answer=answer,
        item=_item(page, parameters, types, schemas),
    )


def _parameter(told: Mapping[str, Any], operation: str, types: Types) -> Parameter:
    name = told["name"]
    variable = name.lower().replace("-", "_")
    variable = f"{variable}_" if iskeyword(variable) else variable
    kind = types.of(told["schema"], class_name(operation) + class_name(variable))
    return Parameter(
        name, variable, told["in"], kind, told.get("required", False), told["schema"].get("maximum")
    )


def _body(told: Mapping[str, Any], operation: str, types: Types) -> str:
    content = told.get("requestBody", {}).get("content", {}).get(JSON)
    return types.of(content["schema"], class_name(operation) + "Body") if content else ""


def _answer(responses: Mapping[str, Any], operation: str, types: Types) -> tuple[str, str]:
    """The annotation, and the name of the schema where there is one."""
    good = [told for status, told in responses.items() if status.startswith("2")]
    schemas = [told.get("content", {}).get(JSON, {}).get("schema") for told in good]
    kinds = [types.of(one, class_name(operation) + "Answer") if one else "None" for one in schemas]
    names = [one["$ref"].rpartition("/")[2] for one in schemas if one and "$ref" in one]
    return " | ".join(dict.fromkeys(kinds)) or "None", names[0] if len(names) == 1 else ""


def _item(page: str, parameters: tuple[Parameter, ...], types: Types, schemas: Mapping[str, Any]) -> str:
    fields = schemas.get(page, {}).get("properties", {})
    if not {"items", "next"} <= set(fields) or "cursor" not in {one.name for one in parameters}:
        return ""
    return types.of(fields["items"]["items"], class_name(page) + "Item")


def _methods(one: Operation) -> Iterator[str]:
    yield _single(one)
    if one.item and one.name.startswith("list_"):
        yield _every(one)


def _single(one: Operation) -> str:
    told = [f'"{one.method}"', _address(one)]
    if query := [each for each in one.parameters if each.place == "query"]:
        told.append("query={" + ", ".join(f'"{each.name}": {each.variable}' for each in query) + "}")
    told += ["body=body"] if one.body else []
    told += ['headers={"Idempotency-Key": idempotency_key or _fresh()}'] if one.keyed else []
    call = "self._call(" if one.answer == "None" else f"answer: {one.answer} = self._call("
    end = "" if one.answer == "None" else "\n        return answer"
    return f"{_signature(one)}{docstring(one.about, 8)}        {_fitting(8, call, told, ')')}{end}"


def _every(one: Operation) -> str:
    """Reads page after page."""
    name = one.name.replace("list_", "all_", 1)
    shown = [each for each in one.parameters if each.name not in ("cursor", "limit")]
    given = [f"{each.variable}={each.variable}" for each in shown if each.place != "path"]
    limits = [f"limit={each.most}" for each in one.parameters if each.name == "limit" and each.most]
    first = [each.variable for each in shown if each.place == "path"]
    asked = [*first, *given, "cursor=cursor", *limits]
    head = _fitting(4, f"def {name}(", _arguments(shown), f") -> Iterator[{one.item}]:")
    return (
        f"    {head}\n"
        f'        """{one.about}: all of them, page by page."""\n'
        f"        cursor: str | None = None\n"
        f"        while True:\n"
        f"            {_fitting(12, f'page = self.{one.name}(', asked, ')')}\n"
        f'            yield from page["items"]\n'
        f'            cursor = page.get("next")\n'
        f"            if not cursor:\n"
        f"                return"
    )


def _signature(one: Operation) -> str:
    arguments = _arguments(one.parameters, body=one.body, keyed=one.keyed)
    return f"    {_fitting(4, f'def {one.name}(', arguments, f') -> {one.answer}:')}\n"


def _arguments(parameters: Sequence[Parameter], body: str = "", keyed: bool = False) -> list[str]:
    """Parts of the address first, then the body, then what may be named."""
    first = [f"{each.variable}: {each.kind}" for each in parameters if each.place == "path"]
    named = [
        f"{each.variable}: {each.kind}" if each.required else f"{each.variable}: {each.kind} | None = None"
        for each in parameters
        if each.place != "path"
    ]
    named += ["idempotency_key: str | None = None"] if keyed else []
    return ["self", *first, *([f"body: {body}"] if body else []), *(["*"] if named else []), *named]


def _address(one: Operation) -> str:
    path = one.path
    for each in one.parameters:
        path = path.replace("{" + each.name + "}", "{_part(" + each.variable + ")}")
    return f'f"{path}"' if "{" in path else f'"{path}"'


def _fitting(indent: int, opening: str, parts: list[str], closing: str) -> str:
    line = f"{opening}{', '.join(parts)}{closing}"
    return line if indent + len(line) <= LONGEST_LINE else _exploded(indent, opening, parts, closing)


def _exploded(indent: int, opening: str, parts: list[str], closing: str) -> str:
    inner = "".join(f"{' ' * (indent + 4)}{part},\n" for part in parts)
    return f"{opening}\n{inner}{' ' * indent}{closing}"
