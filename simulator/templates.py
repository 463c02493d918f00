"""Message templates of the business account: registered, listed, rendered with their parameters."""

import re
from dataclasses import dataclass
from typing import Any

from simulator import ids
from simulator.errors import GraphError, Json
from simulator.limits import required

VARIABLE = re.compile(r"\{\{\s*([A-Za-z0-9_.]+)\s*\}\}")
BAD_PARAMETER = re.compile(r"[\n\t]| {5,}")
CATEGORIES = ("UTILITY", "MARKETING", "AUTHENTICATION")


@dataclass(slots=True)
class Template:
    id: str
    name: str
    language: str
    category: str
    parameter_format: str
    components: list[Json]
    status: str = "APPROVED"

    def part(self, kind: str) -> Json:
        return next((c for c in self.components if c.get("type", "").upper() == kind), {})

    def listed(self) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "category": self.category,
            "status": self.status,
            "parameter_format": self.parameter_format,
            "components": self.components,
            "quality_score": {"score": "GREEN"},
        }


@dataclass(frozen=True, slots=True)
class Button:
    """A tappable answer on the phone. `kind`: button (template), button_reply, list_reply or url."""

    kind: str
    id: str
    title: str
    url: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    text: str
    header: str = ""
    footer: str = ""
    buttons: tuple[Button, ...] = ()


class Templates:
    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._by_key: dict[tuple[str, str], Template] = {}

    def all(self) -> list[Template]:
        return list(self._by_key.values())

    def by_id(self, template_id: str) -> Template | None:
        return next((t for t in self._by_key.values() if t.id == template_id), None)

    def find(self, name: str, language: str) -> Template | None:
        return self._by_key.get((name, language))

    def register(self, body: Json) -> Template:
        """Raises GraphError 100 (with subcode 2388024 when name and language are taken)."""
        name, language = required(body, "name", 512), required(body, "language", 12)
        if (name, language) in self._by_key:
            raise GraphError(100, "Content in this language already exists", subcode=2388024)
        if not re.fullmatch(r"[a-z0-9_]+", name):
            raise GraphError(100, "Template name may only have lowercase letters, digits and underscores")
        category = str(body.get("category", "")).upper()
        if category not in CATEGORIES:
            raise GraphError(100, f"Param category must be one of {{{', '.join(CATEGORIES)}}}")
        template = Template(
            id=ids.digits(16, self._seed, "template", name, language),
            name=name,
            language=language,
            category=category,
            parameter_format=str(body.get("parameter_format", "POSITIONAL")).upper(),
            components=checked_components(body.get("components")),
        )
        self._by_key[name, language] = template
        return template

    def edit(self, template: Template, body: Json) -> None:
        if "components" in body:
            template.components = checked_components(body["components"])
        template.category = str(body.get("category", template.category)).upper()

    def delete(self, name: str) -> int:
        doomed = [key for key in self._by_key if key[0] == name]
        for key in doomed:
            del self._by_key[key]
        return len(doomed)

    def render(self, sent: Json) -> tuple[Template, Rendered]:
        """Raises GraphError 132000, 132001, 132005, 132012, 132015 or 132016."""
        name, language = sent["name"], sent["language"]["code"]
        template = self.find(name, language)
        if template is None or template.status not in ("APPROVED", "PAUSED", "DISABLED"):
            raise GraphError(132001, f"template name ({name}) does not exist in {language}")
        if template.status == "PAUSED":
            raise GraphError(132015, f"template {name} is paused")
        if template.status == "DISABLED":
            raise GraphError(132016, f"template {name} is disabled")
        return template, rendered(template, sent.get("components") or [])


def checked_components(components: Any) -> list[Json]:
    if not isinstance(components, list):
        raise GraphError(100, "The parameter components is required.")
    body = next((c for c in components if isinstance(c, dict) and c.get("type", "").upper() == "BODY"), None)
    text = required(body, "text", 1024).strip()
    first, last = VARIABLE.match(text), text[text.rfind("{{") :] if "{{" in text else ""
    if first or VARIABLE.fullmatch(last):
        raise GraphError(100, "Variables can't be at the start or end of the template", subcode=2388299)
    return components


def rendered(template: Template, sent: list[Json]) -> Rendered:
    header = template.part("HEADER")
    text = filled(template.part("BODY").get("text", ""), parameters(sent, "body"), "body")
    if len(text) > 1024:
        raise GraphError(132005, f"body: translated text length {len(text)} is over 1024")
    shown = header.get("text", "") if header.get("format", "TEXT").upper() == "TEXT" else ""
    return Rendered(
        text=text,
        header=filled(shown, parameters(sent, "header"), "header") if shown else "",
        footer=template.part("FOOTER").get("text", ""),
        buttons=buttons(template.part("BUTTONS").get("buttons", []), sent),
    )


def parameters(sent: list[Json], kind: str) -> list[Json]:
    return [p for c in sent if str(c.get("type", "")).lower() == kind for p in c.get("parameters", [])]


def filled(text: str, given: list[Json], where: str) -> str:
    wanted = list(dict.fromkeys(VARIABLE.findall(text)))
    if len(wanted) != len(given):
        raise GraphError(
            132000,
            f"{where}: number of localizable_params ({len(given)}) does not match the expected number of "
            f"params ({len(wanted)})",
        )
    values = valued(wanted, given, where)
    return VARIABLE.sub(lambda found: values[found[1]], text)


def valued(wanted: list[str], given: list[Json], where: str) -> dict[str, str]:
    if all(name.isdigit() for name in wanted):
        wanted = sorted(wanted, key=int)
        return {name: parameter_text(value, where) for name, value in zip(wanted, given, strict=True)}
    values = {str(p.get("parameter_name")): parameter_text(p, where) for p in given}
    if missing := [name for name in wanted if name not in values]:
        raise GraphError(132012, f"{where}: parameter name '{missing[0]}' is missing or empty")
    return values


def parameter_text(parameter: Json, where: str) -> str:
    kind = parameter.get("type", "text")
    value = parameter.get("text") if kind == "text" else (parameter.get(kind) or {}).get("fallback_value")
    if not isinstance(value, str) or not value:
        raise GraphError(132012, f"{where}: parameter text is missing or empty")
    if BAD_PARAMETER.search(value):
        raise GraphError(
            132012, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
        )
    return value


def buttons(declared: list[Json], sent: list[Json]) -> tuple[Button, ...]:
    given = {str(c.get("index")): c for c in sent if str(c.get("type", "")).lower() == "button"}
    return tuple(button(one, given.get(str(index), {})) for index, one in enumerate(declared))


def button(declared: Json, sent: Json) -> Button:
    """The payload of a quick reply is its label unless the message sets one."""
    title, values = str(declared.get("text", "")), sent.get("parameters") or [{}]
    if str(declared.get("type", "")).upper() == "URL":
        url = VARIABLE.sub(lambda _: str(values[0].get("text", "")), str(declared.get("url", "")))
        return Button(kind="url", id="", title=title, url=url)
    return Button(kind="button", id=str(values[0].get("payload") or title), title=title)
