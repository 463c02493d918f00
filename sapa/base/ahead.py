"""What a view asks before its transaction is open: a name server may take seconds, and a transaction holds a place.

The middleware of pages and the door of the API ask, once they know that the caller may use the view; the answer
stands in `request.asked`.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

V = TypeVar("V", bound=Callable[..., Any])
Ask = Callable[[HttpRequest], object]


def asks_first(ask: Ask) -> Callable[[V], V]:
    """Marks a view. `ask` sees the request as it came, so it reads no rows; None: there is nothing to ask."""

    def mark(view: V) -> V:
        view.asks_first = ask  # type: ignore[attr-defined]
        return view

    return mark


def put_first(request: HttpRequest, view: Callable[..., Any]) -> None:
    """Not within a transaction, unless a test holds one around everything."""
    if ask := getattr(view, "asks_first", None):
        request.asked = ask(request)  # type: ignore[attr-defined]


def told_first(request: HttpRequest) -> Any:
    return getattr(request, "asked", None)
