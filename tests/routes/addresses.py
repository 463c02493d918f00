"""Every address of the house, read from the URL resolver."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Address:
    """`path` as declared, `name` with its namespace, `places` the names of its parts that vary."""

    path: str
    name: str
    view: Callable[..., Any]
    places: tuple[str, ...]

    @property
    def ours(self) -> bool:
        view = getattr(self.view, "view_class", self.view)
        return str(view.__module__).startswith("sapa.")

    @property
    def need(self) -> str:
        """The capability, `public`, or `own` for the log-in library and Django, which mind their own door."""
        if not self.ours:
            return "own"
        capability = getattr(self.view, "capability", "forgotten")
        return "public" if capability is None else str(capability)


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[Address]:
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, path, inner)
        else:
            places = tuple(one.pattern.converters)
            yield Address(path, f"{space}{one.name}", one.callback, places)
