"""The small checks of which all others are made."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from simulator.errors import GraphError, Json


@contextmanager
def well_shaped() -> Iterator[None]:
    """Whatever else is wrong with the nesting of a request is an invalid parameter, as Meta answers it."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise GraphError(100, "Invalid parameter: the request is not shaped as documented") from error


def at_most(holder: Json, key: str, limit: int) -> None:
    value = holder.get(key)
    if value is None:
        return
    if not isinstance(value, str):
        raise GraphError(100, f"Param {key} must be a string")
    if len(value) > limit:
        raise GraphError(100, f"Param {key} must be at most {limit} characters long.")


def required(holder: Any, key: str, limit: int) -> str:
    value = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise GraphError(131008, f"Parameter '{key}' is required")
    if len(value) > limit:
        raise GraphError(131009, f"Parameter '{key}' must be at most {limit} characters long")
    return value


def counted(value: Any, name: str, most: int) -> list[Any]:
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise GraphError(131009, f"'{name}' must have between 1 and {most} elements")
    return value


def unique(values: Iterable[str], name: str) -> None:
    listed = list(values)
    if len(set(listed)) != len(listed):
        raise GraphError(131009, f"Duplicated {name}")


def inside(holder: Json, key: str, least: float, most: float) -> None:
    value = holder.get(key)
    if value is None or value == "":
        raise GraphError(131008, f"Parameter '{key}' is required")
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise GraphError(131009, f"Parameter '{key}' must be a number") from None
    if not least <= number <= most:
        raise GraphError(131009, f"Parameter '{key}' must be between {least:g} and {most:g}")


def web_address(value: object, name: str, limit: int = 2000) -> None:
    if not (isinstance(value, str) and value.startswith(("http://", "https://")) and len(value) <= limit):
        raise GraphError(131009, f"Parameter '{name}' must be an http or https address")
