"""A template as it is written, before anybody has checked it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sapa.domain.templating import OUTPUT_OF_ONE_VARIABLE, TemplateError, WhatsAppBody, parameter_name, parse

Part = Mapping[str, Any]
NAMED, POSITIONAL = "named", "positional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`source`, the header's text, addresses and codes are our Liquid.

    `header`: {} or {type: text, text} or {type: image | video | document, media (our row), filename, handle} or
    {type: location, latitude, longitude, name, address}.
    `buttons`: {type: quick_reply | url | phone | copy_code, text, url | phone | code}.
    `fallbacks`: parameter name to the words that stand for an empty value. `ttl_seconds`: undelivered for so long,
    it is given up.
    """

    name: str = ""
    language: str = "id"
    category: str = "utility"
    source: str = ""
    header: Part = field(default_factory=dict)
    footer: str = ""
    buttons: tuple[Part, ...] = ()
    fallbacks: Mapping[str, str] = field(default_factory=dict)
    ttl_seconds: int | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that may hold variables, the body first."""
        places = [self.source, str(self.header.get("text", "")) if self.header.get("type") == "text" else ""]
        return (*places, *(variable_part(one) for one in self.buttons))


def variable_part(button: Part) -> str:
    """The part of a button that may hold one variable."""
    return str(button.get({"url": "url", "copy_code": "code"}.get(str(button.get("type")), ""), ""))


@lru_cache(maxsize=2048)
def named(source: str) -> WhatsAppBody:
    """The text with named parameters, wherever they stand. Raises TemplateError: syntax, logic, name_clash."""
    parse(source)
    if "{%" in source or OUTPUT_OF_ONE_VARIABLE.sub("", source).count("{{"):
        raise TemplateError("logic", "only plain variables can become parameters")
    paths: dict[str, str] = {}
    for output in OUTPUT_OF_ONE_VARIABLE.finditer(source):
        if paths.setdefault(parameter_name(output[1]), output[1]) != output[1]:
            raise TemplateError("name_clash", output[1])
    text = OUTPUT_OF_ONE_VARIABLE.sub(lambda output: "{{" + parameter_name(output[1]) + "}}", source)
    return WhatsAppBody(text.strip(), paths)
