"""What a channel understood of a webhook body."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as of
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """`phone` is digits as the provider writes them, without plus; empty when only `user_id` is known.

    `data`: what the type holds beyond words, as the provider shapes it (location, contacts, order, referral …).
    `standby`: the provider's own agent has the conversation, we only watch.
    """

    id: str
    number_id: str
    phone: str = ""
    user_id: str = ""
    parent_user_id: str = ""
    username: str = ""
    name: str = ""
    type: str = "text"
    text: str = ""
    payload: str = ""
    media_id: str = ""
    media_type: str = ""
    filename: str = ""
    reply_to: str = ""
    group_id: str = ""
    at: datetime | None = None
    data: Mapping[str, Any] = of(default_factory=dict)
    referral: Mapping[str, Any] = of(default_factory=dict)
    standby: bool = False
    errors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityChange:
    """The customer has a new phone or a new user id; any of the four may be missing."""

    id: str
    number_id: str
    old_phone: str = ""
    new_phone: str = ""
    old_user_id: str = ""
    new_user_id: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`token` is our own `biz_opaque_callback_data`. `entry_point`: inside a free entry point's 72 hours."""

    id: str
    number_id: str
    status: str
    recipient: str = ""
    user_id: str = ""
    code: int | None = None
    detail: str = ""
    token: str = ""
    pricing_category: str = ""
    pricing_type: str = ""
    pricing_model: str = ""
    billable: bool | None = None
    entry_point: str = ""
    expires_at: datetime | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A message that a person of the shop sent by the phone app (coexistence).

    `standby`: the provider's own agent sent it. `reply_to`: what it quotes, changes or takes back.
    """

    id: str
    number_id: str
    phone: str = ""
    user_id: str = ""
    type: str = "text"
    text: str = ""
    media_id: str = ""
    media_type: str = ""
    filename: str = ""
    reply_to: str = ""
    data: Mapping[str, Any] = of(default_factory=dict)
    standby: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMessage:
    """A message from before the number was connected; `direction` in or out, `delivery` as a status word."""

    id: str
    number_id: str
    direction: str
    phone: str = ""
    user_id: str = ""
    type: str = "text"
    text: str = ""
    media_id: str = ""
    media_type: str = ""
    filename: str = ""
    reply_to: str = ""
    delivery: str = ""
    data: Mapping[str, Any] = of(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """A person in the address book of the phone app; `removed` from it."""

    number_id: str
    phone: str = ""
    user_id: str = ""
    name: str = ""
    removed: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call by voice; `by_customer`: it opens the 24-hour window. `event` connect, terminate …"""

    id: str
    number_id: str
    phone: str = ""
    user_id: str = ""
    event: str = ""
    by_customer: bool = True
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    wa_id: str
    user_id: str
    category: str
    value: str
    number_id: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChange:
    """`event` is the provider's word, the new quality, or `category_update` and `category_announced`.

    `what`: status, quality, category, announced or components.
    """

    id: str
    event: str = ""
    category: str = ""
    account_id: str = ""
    what: str = "status"
    before: str = ""
    reason: str = ""
    detail: str = ""
    title: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChange:
    """`display_phone` (digits) when it is about one number. `data`: the value as it came."""

    field: str
    event: str
    account_id: str = ""
    display_phone: str = ""
    data: Mapping[str, Any] = of(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """All elements of one or more webhook bodies, in the order in which they came."""

    messages: tuple[InboundMessage, ...] = ()
    statuses: tuple[Status, ...] = ()
    echoes: tuple[Echo, ...] = ()
    identities: tuple[IdentityChange, ...] = ()
    history: tuple[PastMessage, ...] = ()
    people: tuple[KnownPerson, ...] = ()
    calls: tuple[Call, ...] = ()
    preferences: tuple[Preference, ...] = ()
    templates: tuple[TemplateChange, ...] = ()
    account: tuple[AccountChange, ...] = ()
    unknown: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()
