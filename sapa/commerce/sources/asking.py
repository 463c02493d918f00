"""Asking a service itself, without knowing how: each kind says what to ask and reads the answers.

`look` of a kind is a conversation: it calls `ask` as often as it must and hands over a page after each answer.
"""

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import quote, urlencode

from sapa.base.egress import Answer
from sapa.commerce.schemas import Heard, Moment, Told
from sapa.commerce.sources.generic.fields import Fields
from sapa.events.schemas import Unreadable

SCHEME = re.compile(r"https?://(?:www\.)?")

Query: TypeAlias = Mapping[str, str | int]


class AskFailed(Exception):
    """No usable answer. `code`: those of `FAILURES`; `wait`: seconds that the service itself asked for."""

    def __init__(self, code: str, wait: float = 0) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


Ask: TypeAlias = Callable[[Request], Answer]
"""Raises AskFailed for whatever is not a good answer; `not_there` for 404."""


@dataclass(slots=True)
class Access:
    """`fields`: what a person gave, and what the service gave since; `secret`: with which it signs its calls."""

    fields: dict[str, str]
    secret: str = ""
    keep: Callable[[Mapping[str, str]], None] = lambda _fields: None

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    def renew(self, **fields: str) -> None:
        """Kept at once: some services take a token back as soon as they gave another."""
        self.fields.update(fields)
        self.keep(self.fields)


@dataclass(frozen=True, slots=True)
class Span:
    """What a look is for. `open`: numbers of what is not finished here, for services that list nothing.

    `stamp`: seconds of the machine's own clock, for those who sign.
    """

    since: datetime
    until: datetime
    moment: Moment
    stamp: int
    open: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """`reached`: everything until then is told now; None: nothing can be said before the last page."""

    heard: Sequence[Heard] = ()
    unread: int = 0
    reached: datetime | None = None


Look: TypeAlias = Callable[[Ask, Access, Span], Iterator[Page]]
"""Raises AskFailed."""


class Confirm(NamedTuple):
    """`question`: None where the service cannot be asked about it. `judge`: what its answer says of it.

    `judge` gives None while the service does not know of it. Both raise Unreadable.
    """

    question: Callable[[Told, Fields, Access], Request | None]
    judge: Callable[[Told, bytes, Moment], Told | None]


def get(url: str, headers: Mapping[str, str], query: Query | None = None) -> Request:
    asked = f"{url}?{urlencode(query)}" if query else url
    return Request("GET", asked, {"accept": "application/json", **headers})


def basic(user: str, password: str = "") -> dict[str, str]:
    return {"authorization": f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}


def part(text: str) -> str:
    """A number as one part of an address, whatever it holds. Raises Unreadable: missing_id for one that climbs."""
    if not text.strip("."):
        raise Unreadable("missing_id")
    return quote(text, safe="")


def read_json(body: bytes) -> Any:
    """Raises AskFailed: odd_answer."""
    try:
        return json.loads(body, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        raise AskFailed("odd_answer") from None


def objects(listed: Any) -> list[dict[str, Any]]:
    """Raises AskFailed: odd_answer."""
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise AskFailed("odd_answer")
    return listed


def told_of(
    listed: Iterable[dict[str, Any]], read: Callable[[Fields], Heard], moment: Moment
) -> tuple[list[Heard], int]:
    """What could be read, and how many could not."""
    heard, unread = [], 0
    for plain in listed:
        try:
            heard.append(read(Fields(plain, moment)))
        except Unreadable:
            unread += 1
    return heard, unread


def shop_name(written: str) -> str:
    """A shop's number or address as it is compared: without scheme, `www.` and the slash at its end."""
    return SCHEME.sub("", written.strip().lower()).removesuffix("/")


def utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
