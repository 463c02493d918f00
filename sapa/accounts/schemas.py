"""What a program may do with its key, and who is calling."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Scope(StrEnum):
    """Writing includes no reading: a till that reports orders need not see anybody's."""

    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"
    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    PRODUCTS_READ = "products:read"
    PRODUCTS_WRITE = "products:write"
    MESSAGES_READ = "messages:read"
    MESSAGES_WRITE = "messages:write"
    TICKETS_READ = "tickets:read"
    TICKETS_WRITE = "tickets:write"
    FOLLOWUPS_READ = "followups:read"
    FOLLOWUPS_WRITE = "followups:write"
    EVENTS_READ = "events:read"
    IMPORTS_READ = "imports:read"
    WEBHOOKS = "webhooks"


@dataclass(frozen=True, slots=True)
class Caller:
    """A key that was found, used up or not."""

    key_id: int
    workspace_id: int
    author_id: int | None
    scopes: frozenset[str]
    expires_at: datetime | None
    revoked_at: datetime | None
    maker_may: bool


class Calls(NamedTuple):
    """How many calls came with a key in this minute, this one included, and how many seconds it has left."""

    made: int
    seconds_left: int


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given before under the same `Idempotency-Key`."""

    fingerprint: str
    status: int
    body: str
