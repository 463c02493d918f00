"""The policy's settings: JSON in the shape of `data/policy_default.json`, checked and typed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from sapa.domain.policy import fields
from sapa.domain.policy.types import CLASSES, NUDGES, BusyProfile
from sapa.domain.zones.clock import DAY, HOUR, MINUTE, clock_of

Window = tuple[int, int]

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


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """Checked settings. Windows are minutes of the day, `gaps` and `*_time` microseconds.

    Make one with `policy_from`, which answers the same object for the same settings: what is compiled
    from it is kept beside it.
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

    def weekend_of(self, country: str) -> frozenset[int]:
        return self.weekends.get(country) or self.weekends["default"]


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid upon `base`: objects deeply, everything else (also lists) replaced."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


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
    fields.refuse_unknown(document, default_document())
    read = fields.Reader(document)
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
        lebaran_pause=parse_lebaran(read.value("lebaran.pause")),
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


def parse_lebaran(document: Any) -> LebaranPause | None:
    if document is None:
        return None
    read = fields.Reader(document, "lebaran.pause.")
    return LebaranPause(
        before_days=read.count("before_days", 0),
        after_days=read.count("after_days", 0),
        classes=read.names("classes", NUDGES),
        segments=read.names("segments", ("b2b", "b2c")),
    )
