"""The policy's settings: JSON in the shape of `data/policy_default.json`, checked and typed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from types import MappingProxyType
from typing import Any

from sapa.domain.policy import fields, overrides
from sapa.domain.policy.overrides import merge
from sapa.domain.policy.types import CLASSES, NUDGES, SEGMENTS, BusyProfile
from sapa.domain.zones.clock import DAY, HOUR, MINUTE, clock_of, micros

Window = tuple[int, int]
YEAR = 366

# Ticket kinds that the caller hands to the policy as "complaint" (`decisions.md` 33).
COMPLAINT_KINDS = frozenset({"delivery", "defective", "return", "payment", "warranty", "complaint"})


@dataclass(frozen=True, slots=True)
class Cap:
    """Highest number of counted messages; none = no limit. `day` local date, others rolling 24 h."""

    applies: tuple[str, ...]
    counts: tuple[str, ...]
    day: int | None
    week: int | None
    month: int | None


@dataclass(frozen=True, slots=True)
class Backoff:
    applies: tuple[str, ...]
    counts: tuple[str, ...]
    days: tuple[int, ...]
    max_unanswered: int
    reset_events: frozenset[str]


@dataclass(frozen=True, slots=True)
class TicketRules:
    """`recheck` and `cooldown` in microseconds."""

    holds: tuple[str, ...]
    recheck: int
    cooldown: int
    cooldown_classes: tuple[str, ...]
    cooldown_kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LebaranPause:
    before_days: int
    after_days: int
    classes: tuple[str, ...]
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """When payments may be asked for (preset `penagihan_ojk`, POJK 22/2023); `days` 0 = Monday."""

    window: Window
    days: frozenset[int]
    block_national: bool


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """Checked settings. Windows are minutes of the day, `gaps` and `*_time` microseconds.

    Make one with `policy_from`, which answers the same object for the same settings: what is compiled
    from it is kept beside it. `variants`: what differs by class and segment; none = nothing does.
    """

    business_timezone: str
    unknown_zone: str
    quiet: Window
    busy_profiles: Mapping[str, BusyProfile]
    b2b_window: Window
    b2b_block_national: bool
    b2b_block_cuti_bersama: bool
    b2b_avoid_peaks: bool
    b2c_default_busy_profile: str | None
    b2c_weekend: str
    b2c_holiday: str
    weekends: Mapping[str, frozenset[int]]
    iftar_pause: Window | None
    ramadan_b2b_window: Window | None
    lebaran_pause: LebaranPause | None
    gaps: Mapping[str, int]
    nudge_cap: Cap
    promo_cap: Cap
    backoff: Backoff
    ticket: TicketRules
    consent_required_for: tuple[str, ...]
    wa_window_time: int
    wa_limit_time: int
    wa_limit_growth: int
    no_marketing_template: tuple[str, ...]
    reply_fresh_time: int
    notice_fresh_time: int
    priority: Mapping[str, int]
    friday_pause: Window | None = None
    collection: Collection | None = None
    variants: "Mapping[tuple[str, str], Policy] | None" = None

    def of(self, klass: str, segment: str) -> "Policy":
        """The policy in force for a class of message to a segment: base, then segment, then class."""
        return self if self.variants is None else self.variants[klass, segment]

    def echoes(self, happened: datetime, now: datetime) -> bool:
        """Whether a notice of the customer's own action still goes out as its echo; later it is ordinary."""
        return micros(now) - micros(happened) <= self.notice_fresh_time

    def weekend_of(self, country: str) -> frozenset[int]:
        return self.weekends.get(country) or self.weekends["default"]


@cache
def default_document() -> Mapping[str, Any]:
    """The product's own settings as JSON (`domain.md` §2.11)."""
    return MappingProxyType(json.loads(files("sapa.domain").joinpath("data/policy_default.json").read_text()))


def policy_from(overrides: Mapping[str, Any] | None = None) -> Policy:
    """The default with overrides merged in; ValueError names the setting that is wrong."""
    if overrides is not None and not isinstance(overrides, Mapping):
        raise ValueError("policy: an object expected")
    return policy_of_text(json.dumps(merge(default_document(), overrides or {}), sort_keys=True))


@lru_cache(maxsize=512)
def policy_of_text(text: str) -> Policy:
    return parse_policy(json.loads(text))


def parse_policy(document: dict[str, Any]) -> Policy:
    """A whole document to a policy; ValueError names the setting that is wrong."""
    fields.refuse_unknown(document, default_document())
    layers = overrides.layers(document, default_document())
    base = typed(document)
    for where, layer in layers.items():
        typed(merge(document, layer), f"policy: {where}.")
    if not layers and base.collection is None:
        return base
    return replace(base, variants=MappingProxyType(variants_of(document)))


def variants_of(document: dict[str, Any]) -> dict[tuple[str, str], Policy]:
    """One policy for equal settings; asking for payments is about reminders, no other class keeps it."""
    made: dict[str, Policy] = {}
    found = {}
    for klass, segment in product(CLASSES, SEGMENTS):
        whole = overrides.settled(document, klass, segment)
        whole["collection"] = whole["collection"] if klass == "reminder" else None
        text = json.dumps(whole, sort_keys=True)
        if text not in made:
            made[text] = typed(whole)
        found[klass, segment] = made[text]
    return found


def typed(document: dict[str, Any], prefix: str = "policy: ") -> Policy:
    """The settings of one document alone."""
    read = fields.Reader(document, prefix)
    profiles = {name: parse_profile(rows, name) for name, rows in read.object("busy_profiles").items()}
    return Policy(
        business_timezone=clock_of(read.text("business_timezone")).name,
        unknown_zone=read.choice("unknown_zone", "strict", "business"),
        quiet=(read.minute("quiet.start"), read.minute("quiet.end")),
        busy_profiles=MappingProxyType(profiles),
        b2b_window=read.required_window("b2b.window"),
        b2b_block_national=read.flag("b2b.block_national"),
        b2b_block_cuti_bersama=read.flag("b2b.block_cuti_bersama"),
        b2b_avoid_peaks=read.flag("b2b.avoid_peaks"),
        b2c_default_busy_profile=read.choice_or_none("b2c.default_busy_profile", "none", *profiles),
        b2c_weekend=read.choice("b2c.weekend", "allow", "block"),
        b2c_holiday=read.choice("b2c.holiday", "allow", "relevant_only", "block"),
        weekends=parse_weekends(read.object("weekend_by_country")),
        iftar_pause=read.window("ramadan.iftar_pause"),
        ramadan_b2b_window=read.window("ramadan.b2b_window"),
        lebaran_pause=parse_lebaran(read.value("lebaran.pause"), prefix),
        gaps=MappingProxyType({name: read.span(f"gap_hours.{name}", HOUR) for name in NUDGES}),
        nudge_cap=parse_cap(read, "caps.nudge"),
        promo_cap=parse_cap(read, "caps.promo"),
        backoff=parse_backoff(read),
        ticket=parse_ticket(read),
        consent_required_for=read.names("consent.required_for"),
        wa_window_time=read.span("wa.window_hours", HOUR),
        wa_limit_time=read.span("wa.user_limit_hours", HOUR),
        wa_limit_growth=read.count("wa.user_limit_growth"),
        no_marketing_template=read.names("wa.no_marketing_template_country_codes"),
        reply_fresh_time=read.span("reply.fresh_hours", HOUR),
        notice_fresh_time=read.span("notice.fresh_min", MINUTE),
        priority=MappingProxyType({name: read.integer(f"priority.{name}") for name in CLASSES}),
        friday_pause=read.window("friday_prayer.pause"),
        collection=parse_collection(read.value("collection"), prefix),
    )


def parse_cap(read: fields.Reader, name: str) -> Cap:
    return Cap(
        applies=read.names(f"{name}.applies"),
        counts=read.names(f"{name}.counts"),
        day=read.limit(f"{name}.day"),
        week=read.limit(f"{name}.week"),
        month=read.limit(f"{name}.month"),
    )


def parse_backoff(read: fields.Reader) -> Backoff:
    return Backoff(
        applies=read.names("backoff.applies"),
        counts=read.names("backoff.counts"),
        days=read.counts("backoff.days"),
        max_unanswered=read.count("backoff.max_unanswered"),
        reset_events=frozenset(read.names("backoff.reset_events")),
    )


def parse_ticket(read: fields.Reader) -> TicketRules:
    return TicketRules(
        holds=read.names("ticket.holds"),
        recheck=read.span("ticket.recheck_hours", HOUR),
        cooldown=read.span("ticket.cooldown_days", DAY),
        cooldown_classes=read.names("ticket.cooldown_classes"),
        cooldown_kinds=read.names("ticket.cooldown_kinds"),
    )


def parse_weekends(table: dict[str, Any]) -> Mapping[str, frozenset[int]]:
    return MappingProxyType(
        {country: fields.weekdays(days, f"weekend_by_country.{country}") for country, days in table.items()}
    )


def parse_profile(document: Any, name: str) -> BusyProfile:
    """A busy profile `{"windows", "days", "skip_on_holiday"}`; without days it counts every day."""
    read = fields.Reader(document, f"busy profile {name}: ")
    windows = read.value("windows")
    if not isinstance(windows, list):
        raise ValueError(f"busy profile {name}: windows: a list of [start, end] expected")
    return BusyProfile(
        tuple(fields.window(pair, f"busy profile {name}: windows") for pair in windows),
        fields.weekdays(document.get("days", list(range(7))), f"busy profile {name}: days"),
        bool(document.get("skip_on_holiday", False)),
    )


def parse_lebaran(document: Any, prefix: str) -> LebaranPause | None:
    if document is None:
        return None
    read = fields.Reader(document, f"{prefix}lebaran.pause.")
    return LebaranPause(
        before_days=read.count("before_days", 0, YEAR),
        after_days=read.count("after_days", 0, YEAR),
        classes=read.names("classes", NUDGES),
        segments=read.names("segments", ("b2b", "b2c")),
    )


def parse_collection(document: Any, prefix: str) -> Collection | None:
    if document is None:
        return None
    read = fields.Reader(document, f"{prefix}collection.")
    fields.refuse_others(document, ("window", "days", "block_national"), read.prefix)
    return Collection(
        read.required_window("window"),
        fields.weekdays(document.get("days", list(range(6))), f"{read.prefix}days"),
        read.flag("block_national") if "block_national" in document else True,
    )
