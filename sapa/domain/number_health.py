"""When promotions rest before a WhatsApp number is hurt, and tomorrow's room. Pure (docs/number-health.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from math import ceil
from typing import Any

LIMITS = {
    "TIER_50": 50,
    "TIER_250": 250,
    "TIER_1K": 1_000,
    "TIER_2K": 2_000,
    "TIER_10K": 10_000,
    "TIER_100K": 100_000,
}
UNLIMITED = "TIER_UNLIMITED"
PROMO, CARE = "promo", "care"
# The customer stopped offers, reported them, or is not (any more) there: the first signs that a number annoys.
BLOCKED = frozenset({"131048", "131026", "131050"})
# These say something of the customer or the hour, nothing of the number.
PERSONAL = frozenset({"131049", "130472", "131047", "131021", "131062"})
HOURS_A_DAY = 12
DAY = timedelta(days=1)
# What measuring set and may lift again; a provider's code (131048, 131064) ends by itself only.
OWN_REASONS = ("quality_red", "quality_yellow", "blocks_rising", "failures_rising", "limit_near")
CARE_RESTS_TOO = frozenset({"quality_red"})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Settings of the workspace, key `number_health`; percentages are whole numbers."""

    yellow_share_percent: int = 50
    rest_hours: int = 6
    least_sent: int = 50
    most_blocked_percent: int = 2
    most_failed_percent: int = 8
    times_usual: int = 3
    reserve_percent: int = 10

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Thresholds":
        """What is absent or no whole number keeps its default."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in given.items() if name in known and type(value) is int})


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the messages of one span; `failed` holds `blocked` and not what is personal."""

    sent: int = 0
    delivered: int = 0
    read: int = 0
    failed: int = 0
    blocked: int = 0

    @property
    def tried(self) -> int:
        return self.sent + self.failed

    def share(self, number: int) -> float:
        return number / self.tried if self.tried else 0.0


@dataclass(frozen=True, slots=True)
class Sight:
    """One number as it stands: `lately` the last `rest_hours`, `usual` the seven days before."""

    quality: str
    lately: Counts
    usual: Counts
    limit: int | None
    reached: int
    promos_today: int
    promos_hour: int
    promos_usual_day: float
    day_ends: datetime
    hour_ends: datetime
    frees_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    reason: str
    until: datetime


def rest(sight: Sight, rules: Thresholds, now: datetime) -> Rest | None:
    """The gravest reason for promotions to rest, or None."""
    if sight.quality == "RED":
        return Rest("quality_red", now + DAY)
    if _rising(sight.lately.blocked, sight.usual.blocked, rules.most_blocked_percent, sight, rules):
        return Rest("blocks_rising", now + timedelta(hours=rules.rest_hours))
    if _rising(sight.lately.failed, sight.usual.failed, rules.most_failed_percent, sight, rules):
        return Rest("failures_rising", now + timedelta(hours=rules.rest_hours))
    if sight.limit is not None and sight.reached >= _kept_free(sight.limit, rules):
        return Rest("limit_near", sight.frees_at or now + timedelta(minutes=15))
    return _slowed(sight, rules) if sight.quality == "YELLOW" else None


def _rising(number: int, before: int, most_percent: int, sight: Sight, rules: Thresholds) -> bool:
    """More than the threshold and more than so many times what is usual for this number."""
    if sight.lately.tried < rules.least_sent:
        return False
    share = sight.lately.share(number)
    return share * 100 > most_percent and share > rules.times_usual * sight.usual.share(before)


def _slowed(sight: Sight, rules: Thresholds) -> Rest | None:
    """Half of a usual day, spread over its hours."""
    most = allowance(sight, rules)
    if sight.promos_today >= most:
        return Rest("quality_yellow", sight.day_ends)
    if sight.promos_hour >= ceil(most / HOURS_A_DAY):
        return Rest("quality_yellow", sight.hour_ends)
    return None


def allowance(sight: Sight, rules: Thresholds) -> int:
    """Promotions of one day under YELLOW; a number without a usual day counts from its limit."""
    usual = sight.promos_usual_day or float(sight.limit or LIMITS["TIER_250"])
    base = usual if sight.limit is None else min(usual, float(sight.limit))
    return max(1, int(base * rules.yellow_share_percent / 100))


def _kept_free(limit: int, rules: Thresholds) -> float:
    return limit * (100 - rules.reserve_percent) / 100


def rests(klass: str, reason: str) -> bool:
    """Whether messages of this class wait while a number rests: replies, notices and reminders never do."""
    return klass == PROMO or (klass == CARE and reason in CARE_RESTS_TOO)


def limit_of(tier: str) -> int | None:
    """Different customers in 24 hours that the business may write to first; None: no limit, or not told."""
    return LIMITS.get(tier)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of one day: `promos` at most (None: no limit), beside `others` who are written to anyway."""

    promos: int | None
    others: int
    limit: int | None


def forecast(
    *, quality: str, limit: int | None, others: int, usual_promos: float, rules: Thresholds
) -> Forecast:
    """Tomorrow's room: what the limit and its reserve leave beside planned and usual messages.

    By the end of tomorrow everybody who was reached today is outside the 24 hours.
    """
    room = None if limit is None else max(0, int(_kept_free(limit, rules)) - others)
    if quality == "RED":
        return Forecast(0, others, limit)
    if quality == "YELLOW":
        half = int((usual_promos or (limit or LIMITS["TIER_250"])) * rules.yellow_share_percent / 100)
        return Forecast(half if room is None else min(room, half), others, limit)
    return Forecast(room, others, limit)
