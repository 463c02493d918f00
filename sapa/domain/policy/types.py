"""What the contact policy is asked with, and what it answers (`domain.md` §2; shapes in `contracts.md`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from sapa.domain.policy.trace import Trace
from sapa.domain.zones import ZoneSet
from sapa.domain.zones.clock import NEVER, micros

CLASSES = ("reply", "notice", "reminder", "care", "promo")
NUDGES = ("reminder", "care", "promo")
SEGMENTS = ("b2c", "b2b")


@dataclass(frozen=True, slots=True)
class RecipeCap:
    """At most `max` sent contacts of the same kind within `days` times 24 hours."""

    max: int
    days: int


@dataclass(frozen=True, slots=True)
class Intent:
    """One message that somebody or some recipe wants to send; `klass` is the policy's class.

    `created`, `due` and `expires` are its times in microseconds, as far away as can be when unknown.
    """

    id: str | int
    klass: str
    kind: str = ""
    category: str = "utility"
    state: str = "active"
    created_at: datetime | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None
    channels: tuple[str, ...] = ("whatsapp",)
    wa_template: bool = False
    urgent: bool = False
    customer_initiated: bool = False
    holiday_relevant: bool = False
    order_id: str | int | None = None
    exit_on: tuple[str, ...] = ()
    recipe_cap: RecipeCap | None = None
    priority: int | None = None
    created: int = field(init=False, repr=False, compare=False)
    due: int = field(init=False, repr=False, compare=False)
    expires: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "created", stamp(self.created_at, -NEVER))
        object.__setattr__(self, "due", stamp(self.due_at, -NEVER))
        object.__setattr__(self, "expires", stamp(self.expires_at, NEVER))


def stamp(at: datetime | None, unknown: int) -> int:
    return unknown if at is None else micros(at)


@dataclass(frozen=True, slots=True)
class Address:
    """`country` ISO 3166-1, `region` ISO 3166-2 part (NY, NSW); empty when unknown."""

    country: str = ""
    province: str = ""
    postcode: str = ""
    region: str = ""


NOWHERE = Address()


@dataclass(frozen=True, slots=True)
class OptOut:
    """`scope` promo | follow_up | all; `channel` none for every channel."""

    scope: str
    at: datetime
    channel: str | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    id: str | int
    kind: str
    opened_at: datetime
    closed_at: datetime | None = None
    order_id: str | int | None = None


@dataclass(frozen=True, slots=True)
class BusyProfile:
    """Blocked windows in minutes of the local day; `days` 0 = Monday."""

    windows: tuple[tuple[int, int], ...]
    days: frozenset[int] = frozenset(range(7))
    skip_on_holiday: bool = False


@dataclass(frozen=True, slots=True)
class Customer:
    """`busy_profile`: none = the segment's default, a profile's name, "none", or one of their own.

    `evidence` is what says where and how they live, as the policy looks it up.
    """

    segment: str = "b2c"
    busy_profile: str | BusyProfile | None = None
    timezone: str | None = None
    address: Address | None = None
    phone: str | None = None
    channels: Mapping[str, bool] = field(default_factory=dict)
    consent: Mapping[str, str] = field(default_factory=dict)
    opt_out: tuple[OptOut, ...] = ()
    wa_marketing_stopped: bool = False
    anytime_consent: bool = False
    tickets: tuple[Ticket, ...] = ()
    evidence: "Evidence" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        place = self.address or NOWHERE
        found = Evidence(
            self.timezone or "", place.country, place.province, place.postcode[:2], place.region,
            (self.phone or "")[:6], self.segment, self.busy_profile,
        )  # fmt: skip
        object.__setattr__(self, "evidence", found)


class Evidence(NamedTuple):
    """Places cut to what their zones depend on (`sapa.domain.zones.resolve`), and the way of life."""

    timezone: str
    country: str
    province: str
    postcode: str
    region: str
    phone: str
    segment: str
    busy_profile: str | BusyProfile | None


@dataclass(frozen=True, slots=True)
class Contact:
    """One row of the contact ledger; `direction` in | out; a failed one does not count."""

    at: datetime
    direction: str
    channel: str = "whatsapp"
    klass: str = ""
    kind: str = ""
    by: str = ""
    status: str = ""
    error: str | None = None
    stamp: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stamp", micros(self.at))


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """`type` is an exit type (paid, order_placed, cancelled, …: `decisions.md` 24)."""

    type: str
    at: datetime
    order_id: str | int | None = None
    stamp: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stamp", micros(self.at))


PER_USER_LIMIT = "131049"
STAMP = attrgetter("stamp")


@dataclass(frozen=True, slots=True)
class History:
    """Contacts and events in any order; sorted microsecond stamps are derived once, on making it."""

    contacts: tuple[Contact, ...] = ()
    events: tuple[HistoryEvent, ...] = ()
    sent: tuple[Contact, ...] = field(init=False, repr=False, compare=False)
    outbound: list[int] = field(init=False, repr=False, compare=False)
    inbound: list[int] = field(init=False, repr=False, compare=False)
    wa_inbound: list[int] = field(init=False, repr=False, compare=False)
    received: list[Contact] = field(init=False, repr=False, compare=False)
    newest: int = field(init=False, repr=False, compare=False)
    limited: list[int] = field(init=False, repr=False, compare=False)
    by_class: dict[str, list[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ordered = sorted(self.contacts, key=STAMP)
        counted = [contact for contact in ordered if contact.status != "failed"]
        sent = tuple(contact for contact in counted if contact.direction == "out")
        received = [contact for contact in counted if contact.direction == "in"]
        derived = {
            "sent": sent,
            "outbound": [contact.stamp for contact in sent],
            "received": received,
            "inbound": [contact.stamp for contact in received],
            "wa_inbound": [contact.stamp for contact in received if contact.channel == "whatsapp"],
            "newest": max(
                [*[c.stamp for c in ordered[-1:]], *[event.stamp for event in self.events]], default=0
            ),
            "limited": [c.stamp for c in ordered if c.status == "failed" and str(c.error) == PER_USER_LIMIT],
            "by_class": stamps_by_class(sent),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def stamps(self, classes: tuple[str, ...]) -> list[int]:
        """Sorted stamps of what was sent in any of the classes."""
        lists = list(filter(None, map(self.by_class.get, classes)))
        if len(lists) < 2:
            return lists[0] if lists else []
        return sorted(chain.from_iterable(lists))


def stamps_by_class(sent: tuple[Contact, ...]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for contact in sent:
        found.setdefault(contact.klass, []).append(contact.stamp)
    return found


class Decision(NamedTuple):
    """The answer. `at` carries the primary zone's offset; `channel` and `form` are judged at `at`.

    `recheck`: the wait ends in another look (an open ticket), not in a promise to send.
    `trace` explains every rule: `sapa.domain.policy.trace`.
    """

    action: str
    at: datetime | None
    reasons: tuple[str, ...]
    channel: str | None
    form: str | None
    zone_set: ZoneSet
    trace: Trace

    @property
    def recheck(self) -> bool:
        return self.action == "wait" and "open_ticket" in self.reasons

    @property
    def zones(self) -> tuple[str, ...]:
        return self.zone_set.zones

    @property
    def primary_zone(self) -> str:
        return self.zone_set.primary

    @property
    def zone_source(self) -> str:
        return self.zone_set.source
