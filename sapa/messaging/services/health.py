"""Watches over numbers: counts, compares with what is usual, and lets promotions rest before a number is hurt."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sapa.accounts.selectors import settings_in_force, workspace, workspace_ids
from sapa.base.scope import workspace_scope
from sapa.domain import number_health as rules_of
from sapa.domain.number_health import OWN_REASONS, Counts, Sight, Thresholds
from sapa.messaging.models import Channel, Message
from sapa.messaging.services.channels import DISCONNECTED, remember, rest_promos, stop_without_secret
from sapa.messaging.services.measuring import (
    day_figures,
    frees_at,
    portfolio_of,
    reached,
    usual_figures,
)

RESTING = "number_resting"
EVERY = timedelta(seconds=60)
USUAL_EVERY = timedelta(hours=1)
# A rest for what customers did lasts its hours; one for a state ends with the state.
WHOLE = frozenset({"blocks_rising", "failures_rising"})
RED = "quality_red"


def measure(*, now: datetime) -> int:
    """A step of the worker in every workspace, each number once a minute; returns how many were measured."""
    return sum(_measure_in(workspace_id, now) for workspace_id in workspace_ids())


def _measure_in(workspace_id: int, now: datetime) -> int:
    with workspace_scope(workspace_id):
        stop_without_secret(now=now)
        numbers = Channel.objects.filter(kind="whatsapp").exclude(stopped=DISCONNECTED)
        due = [one for one in numbers.order_by("id") if _is_due(one, "figures", EVERY, now)]
        if due:
            _measure(due, now)
        return len(due)


def _is_due(channel: Channel, what: str, every: timedelta, now: datetime) -> bool:
    """The clock may have been turned back by a restore: what was measured later counts as never."""
    at = channel.health.get(what, {}).get("at")
    return at is None or not timedelta() <= now - datetime.fromisoformat(at) < every


def _measure(numbers: Sequence[Channel], now: datetime) -> None:
    rules = thresholds()
    midnight = local_midnight(now)
    if any(_is_due(one, "usual", USUAL_EVERY, now) for one in numbers):
        _keep("usual", numbers, usual_figures(now=now), now)
    _keep("figures", numbers, day_figures(now=now, rest_hours=rules.rest_hours, midnight=midnight), now)
    for channel in numbers:
        settle(channel, sight_of(channel, rules, now), rules, now)


def _keep(what: str, numbers: Sequence[Channel], found: Mapping[int, dict[str, Any]], now: datetime) -> None:
    for channel in numbers:
        told = {**found.get(channel.pk, {}), "at": now.isoformat()}
        channel.health[what] = told
        remember(channel_id=channel.pk, health={what: told})


def sight_of(channel: Channel, rules: Thresholds, now: datetime) -> Sight:
    """From what was counted last."""
    figures, usual = channel.health.get("figures", {}), channel.health.get("usual", {})
    limit, portfolio = rules_of.limit_of(channel.limit_tier), portfolio_of(channel)
    used = reached(portfolio, now) if limit is not None else 0
    kept = (limit or 0) * (100 - rules.reserve_percent) // 100
    return Sight(
        quality=channel.quality,
        lately=counts(figures, "_lately"),
        usual=counts(usual),
        limit=limit,
        reached=used,
        promos_today=figures.get("promos_today", 0),
        promos_hour=figures.get("promos_hour", 0),
        promos_usual_day=usual.get("promos", 0) / 7,
        day_ends=local_midnight(now + timedelta(days=1)),
        hour_ends=now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1),
        frees_at=frees_at(portfolio, used - kept, now) if limit is not None and used >= kept else None,
    )


def counts(figures: Mapping[str, Any], suffix: str = "") -> Counts:
    names = ("sent", "failed", "blocked") if suffix else ("sent", "delivered", "read", "failed", "blocked")
    return Counts(**{name: figures.get(f"{name}{suffix}", 0) for name in names})


def settle(channel: Channel, sight: Sight, rules: Thresholds, now: datetime) -> None:
    """Begins, keeps or ends a rest; what the provider itself imposed is never shortened."""
    until, reason = channel.paused_promos_until, channel.paused_promos_reason
    running = until is not None and until > now
    wanted = rules_of.rest(sight, rules, now)
    if running and _stays(reason, wanted.reason if wanted else ""):
        return
    if wanted:
        rest_promos(channel=channel, until=wanted.until, reason=wanted.reason, source="measured", now=now)
    elif until is not None:
        rest_promos(channel=channel, until=None, reason="", detail=reason, source="measured", now=now)
        release(channel, now)


def _stays(reason: str, wanted: str) -> bool:
    if reason not in OWN_REASONS:
        return True
    return reason == wanted or (reason in WHOLE and wanted != RED)


def release(channel: Channel, now: datetime) -> int:
    """What rested is due; the gate decides each message anew."""
    waiting = Message.objects.filter(channel=channel, state=Message.State.PLANNED, not_before__gt=now)
    return waiting.filter(reasons__contains=[RESTING]).update(not_before=now, reasons=[])


def thresholds() -> Thresholds:
    return Thresholds.of(settings_in_force()[1].get("number_health", {}))


def local_midnight(now: datetime) -> datetime:
    """The beginning of the shop's day."""
    zone = ZoneInfo(workspace().timezone)
    return datetime.combine(now.astimezone(zone).date(), time(), zone)
