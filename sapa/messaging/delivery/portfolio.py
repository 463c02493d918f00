"""How many customers the business may write to first in 24 hours: WhatsApp counts them for the whole portfolio."""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.messaging.delivery.asking import Asking
from sapa.messaging.models import Channel

DAY = timedelta(hours=24)
COUNTED_SECONDS = 3.0
TIGHT = 1000  # from here on every batch counts anew, one worker after the other
UNLIMITED = "TIER_UNLIMITED"
LIMITS = {
    "TIER_50": 50,
    "TIER_250": 250,
    "TIER_1K": 1_000,
    "TIER_2K": 2_000,
    "TIER_10K": 10_000,
    "TIER_100K": 100_000,
}
COUNT = """
SELECT count(*), min(at) FROM messaging_reach
WHERE workspace_id = %(workspace)b AND portfolio = %(portfolio)b AND at > %(since)b
"""
KNOWN = """
SELECT contact_id FROM messaging_reach WHERE workspace_id = %(workspace)b AND portfolio = %(portfolio)b
    AND contact_id = ANY(%(contacts)b::bigint[]) AND at > %(since)b
"""
# One worker after the other where few places are left, whichever of the portfolio's numbers they send from.
QUEUE_UP = """
SELECT p.id FROM messaging_pace p JOIN messaging_channel c ON c.workspace_id = p.workspace_id AND c.id = p.channel_id
WHERE p.workspace_id = %(workspace)b
    AND coalesce(nullif(c.portfolio_id, ''), nullif(c.account_id, ''), c.external_id) = %(portfolio)b
ORDER BY p.id FOR UPDATE OF p
"""
REMEMBER = """
INSERT INTO messaging_reach (workspace_id, portfolio, contact_id, at)
SELECT DISTINCT %(workspace)b::bigint, portfolio, contact_id, %(now)b::timestamptz
FROM unnest(%(portfolios)b::text[], %(contacts)b::bigint[]) AS told (portfolio, contact_id)
ORDER BY portfolio, contact_id
ON CONFLICT (workspace_id, portfolio, contact_id) DO UPDATE SET at = greatest(messaging_reach.at, excluded.at)
"""


@dataclass(slots=True)
class Counted:
    """`used` places of a portfolio at a time of the monotonic clock; `oldest` leaves the 24 hours first."""

    used: int
    oldest: datetime | None
    at: float


COUNTS: dict[tuple[int, str], Counted] = {}


def portfolio_of(channel: Channel) -> str:
    return channel.portfolio_id or channel.account_id or channel.external_id


def is_counted(one: Asking, now: datetime) -> bool:
    """The business begins the talk; without a limit nobody has to count."""
    return one.channel.limit_tier != UNLIMITED and not one.window_is_open(now)


def full_until(waiting: Sequence[Asking], now: datetime) -> dict[int, datetime]:
    """By message: when there may be room again for those that the portfolio has none for now."""
    sharing: dict[str, list[Asking]] = defaultdict(list)
    for one in waiting:
        if one.channel.limit_tier in LIMITS and is_counted(one, now):
            sharing[portfolio_of(one.channel)].append(one)
    found: dict[int, datetime] = {}
    for portfolio, some in sharing.items():
        found |= _full(portfolio, some, now)
    return found


def remember(left: Sequence[Asking], now: datetime) -> None:
    """Whom the business wrote to first; to be called where the messages are marked as being sent."""
    counted = [one for one in left if is_counted(one, now)]
    if counted:
        told = {
            "portfolios": [portfolio_of(one.channel) for one in counted],
            "contacts": [one.root for one in counted],
        }
        fetch(REMEMBER, {"workspace": current_workspace_id(), "now": now, **told})


def _full(portfolio: str, some: Sequence[Asking], now: datetime) -> dict[int, datetime]:
    limit = min(LIMITS[one.channel.limit_tier] for one in some)
    counted = _counted(portfolio, limit, some, now)
    known = _known(portfolio, some, now)
    found: dict[int, datetime] = {}
    for one in some:
        if one.root in known:
            continue
        if counted.used < limit:
            counted.used += 1
            known.add(one.root)
        else:
            found[one.pk] = (counted.oldest or now) + DAY
    return found


def _counted(portfolio: str, limit: int, some: Sequence[Asking], now: datetime) -> Counted:
    key = (current_workspace_id(), portfolio)
    known = COUNTS.get(key)
    tight = known is None or limit - known.used < max(TIGHT, 2 * len(some))
    if known and not tight and time.monotonic() - known.at < COUNTED_SECONDS:
        return known
    if tight:
        fetch(QUEUE_UP, {"workspace": key[0], "portfolio": portfolio})
    [(used, oldest)] = fetch(COUNT, {"workspace": key[0], "portfolio": portfolio, "since": now - DAY})
    COUNTS[key] = Counted(used, oldest, time.monotonic())
    return COUNTS[key]


def _known(portfolio: str, some: Sequence[Asking], now: datetime) -> set[int]:
    given = {"workspace": current_workspace_id(), "portfolio": portfolio, "since": now - DAY}
    return {pk for (pk,) in fetch(KNOWN, {**given, "contacts": [one.root for one in some]})}
