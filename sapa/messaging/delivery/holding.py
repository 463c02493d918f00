"""What may not leave yet although it is due: its number, its template, the customer, the budget or the portfolio."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.domain.number_health import rests
from sapa.messaging.delivery.asking import Asking
from sapa.messaging.delivery.outcomes import RESTING
from sapa.messaging.delivery.portfolio import full_until
from sapa.messaging.selectors.costs import stopped_kinds
from sapa.messaging.selectors.templates import unusable
from sapa.messaging.services.channels import HELD
from sapa.messaging.services.restraint import Asked, restrained

PAIR = timedelta(seconds=6)
BURST = {"reply": 3}  # in as many times six seconds: what comes at once is taken from what comes later
STOPPED = timedelta(minutes=10)
PAUSED = timedelta(hours=1)
FULL = "portfolio_full"
BUDGET = "budget_stop"
ELSEWHERE = "talk_elsewhere"
UNASKED = frozenset({"reminder", "care", "promo"})

RECENT = """
SELECT m.contact_id, m.channel_id, a.started_at
FROM messaging_message m JOIN messaging_attempt a ON a.workspace_id = m.workspace_id AND a.message_id = m.id
WHERE m.workspace_id = %(workspace)b AND m.contact_id = ANY(%(contacts)b::bigint[]) AND m.direction = 'out'
    AND m.attempts > 0 AND a.started_at > %(since)b
ORDER BY a.started_at
"""
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hold:
    until: datetime
    reasons: tuple[str, ...] = ()


def holds(messages: Sequence[Asking], now: datetime) -> dict[int, Hold]:
    """By message id. What is past its deadline is not held: the gate shall say so."""
    alive = [one for one in messages if one.message.deadline is None or one.message.deadline > now]
    found = _of_numbers(alive, now)
    found |= _of_restraint([one for one in alive if one.pk not in found], now)
    found |= _of_templates([one for one in alive if one.pk not in found], now)
    found |= _of_budgets([one for one in alive if one.pk not in found], now)
    found |= _of_pairs([one for one in alive if one.pk not in found], now)
    full = full_until([one for one in alive if one.pk not in found], now)
    return spread(found | {pk: Hold(until, (FULL,)) for pk, until in full.items()}, messages)


def spread(found: dict[int, Hold], messages: Sequence[Asking]) -> dict[int, Hold]:
    """What waits for the same instant comes back at its number's rate, not in a herd."""
    places: Counter[tuple[int, datetime]] = Counter()
    for one in messages:
        hold = found.get(one.pk)
        if hold and hold.reasons:
            key = (one.channel.pk, hold.until)
            later = timedelta(seconds=places[key] / max(one.channel.rate_per_second, 1))
            places[key] += 1
            found[one.pk] = Hold(hold.until + later, hold.reasons)
    return found


def _of_numbers(messages: Sequence[Asking], now: datetime) -> dict[int, Hold]:
    return {one.pk: hold for one in messages if (hold := _of_number(one, now))}


def _of_number(one: Asking, now: datetime) -> Hold | None:
    if one.channel.stopped:
        return Hold(now + STOPPED, (HELD,))
    resting = one.channel.paused_promos_until
    if resting and resting > now and rests(one.message.klass, one.channel.paused_promos_reason):
        return Hold(resting, (RESTING,))
    if one.elsewhere_at and one.message.klass in UNASKED:
        return Hold(now + PAUSED, (ELSEWHERE,))
    return None


def _of_restraint(messages: Sequence[Asking], now: datetime) -> dict[int, Hold]:
    """Test mode, and what a number of middling quality may still send of offers."""
    asked = [Asked(one.pk, one.message.klass, one.channel, one.phone) for one in messages]
    return {pk: Hold(until, (reason,)) for pk, (until, reason) in restrained(asked, now=now).items()}


def _of_templates(messages: Sequence[Asking], now: datetime) -> dict[int, Hold]:
    named = [(one, (one.channel.pk, str(one.message.payload["template"]))) for one in messages if _named(one)]
    codes = unusable(key for _one, key in named)
    return {
        one.pk: Hold(now + PAUSED, (codes[key],))
        for one, key in named
        if key in codes and not one.window_is_open(now)
    }


def _named(one: Asking) -> bool:
    return bool(one.message.payload.get("template"))


def _of_budgets(messages: Sequence[Asking], now: datetime) -> dict[int, Hold]:
    if not messages:
        return {}
    stopped = stopped_kinds(now=now)
    return {
        one.pk: Hold(stopped.until, (BUDGET,))
        for one in messages
        if stopped.stops(klass=one.message.klass, kind=one.message.kind)
    }


def _of_pairs(messages: Sequence[Asking], now: datetime) -> dict[int, Hold]:
    """One message in six seconds for each customer and number; a person's answer may be followed by two more."""
    sent = _sent_lately(messages, now)
    found: dict[int, Hold] = {}
    for one in messages:
        mine = sent.setdefault((one.message.contact_id, one.channel.pk), [])
        at = _next_turn(mine, BURST.get(one.message.klass, 1), now)
        mine.append(at)
        if at > now:
            found[one.pk] = Hold(at)
    return found


def _next_turn(sent: Sequence[datetime], burst: int, now: datetime) -> datetime:
    """`burst` messages in `burst` times six seconds; `sent` in ascending order."""
    if len(sent) < burst:
        return now
    return max(now, sent[-burst] + burst * PAIR)


def _sent_lately(messages: Sequence[Asking], now: datetime) -> dict[Pair, list[datetime]]:
    """Only those are asked about whose talk has moved since."""
    since = now - max(BURST.values()) * PAIR
    moved = sorted({one.message.contact_id for one in messages if one.spoken_at > since})
    found: dict[Pair, list[datetime]] = {}
    given: dict[str, Any] = {"workspace": current_workspace_id(), "contacts": moved, "since": since}
    for contact_id, channel_id, at in fetch(RECENT, given) if moved else ():
        found.setdefault((contact_id, channel_id), []).append(at)
    return found
