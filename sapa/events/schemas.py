"""What rooms above hand in: handlers of events and sources of deliveries, and the words they answer with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from sapa.events.models import Event, RawDelivery


@dataclass(frozen=True, slots=True)
class Accepted:
    """Genuine: stored, committed, then answered 200."""


@dataclass(frozen=True, slots=True)
class Probe:
    """The sender only tries the address: answered 200 with this body, nothing is stored."""

    body: str = ""


@dataclass(frozen=True, slots=True)
class RefusedCall:
    """Not genuine: 401, and nothing is kept but a count under this code (≤ 20 letters)."""

    code: str


Verdict: TypeAlias = Accepted | Probe | RefusedCall

Verify: TypeAlias = Callable[[bytes, Mapping[str, str], str, Sequence[str], datetime], Verdict]
"""(raw body, headers by lower-case name, public URL, secrets newest first, now); pure, must not raise."""

Apply: TypeAlias = Callable[[Sequence[RawDelivery], datetime], None]
"""Takes deliveries of one workspace inside its scope and a savepoint; must be safe to repeat."""

Challenge: TypeAlias = Callable[[Mapping[str, str], Sequence[str]], str | None]
"""(query, secrets) → the text to answer a GET with, or None to refuse (403)."""


class Source(NamedTuple):
    """One kind of sender. `headers` are those that `apply` reads; of all others nothing is stored."""

    verify: Verify
    apply: Apply
    challenge: Challenge | None = None
    headers: frozenset[str] = frozenset()


class Unreadable(Exception):
    """`apply` cannot make sense of a delivery and never will: dead at once, kept and shown with the code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TooEarly(Exception):
    """A delivery speaks of what nobody has told yet: tried again like any failure, shown with the code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Handler: TypeAlias = Callable[[Sequence[Event], datetime], None]
"""Takes events of one workspace inside its scope and a savepoint; may see an event again after a crash."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happened `at`, in ids and codes. The same `key` in a workspace is the same happening."""

    name: str
    key: str
    at: datetime
    contact_id: int | None = None
    order_id: int | None = None
    data: Mapping[str, Any] | None = None
