"""When an accepted message is sent, delivered and read: seeded by the message, in business time."""

from datetime import datetime, timedelta

from simulator import ids
from simulator.config import Delays

RANK = {"accepted": 0, "sent": 1, "delivered": 2, "read": 3, "played": 4, "failed": 9}
BEFORE_REPLY = 20.0

Planned = list[tuple[datetime, str]]


def statuses(
    *,
    seed: int,
    wamid: str,
    at: datetime,
    delays: Delays,
    reply_at: datetime | None = None,
    reads: bool | None = None,
) -> Planned:
    """Statuses in order. A customer who answers has read first; a fast reader may never be `delivered`.

    `reads`: always or never, whatever the delays say.
    """
    random = ids.rng(seed, "statuses", wamid)
    sent = random.uniform(*delays.sent)
    delivered = sent + random.uniform(*delays.delivered)
    offline, chance = random.random() < delays.offline_rate, random.random() < delays.read_rate
    away = delays.offline_median * random.lognormvariate(0, 1)
    pause = delays.read_median * random.lognormvariate(0, delays.read_sigma)
    skips = random.random() < delays.skips_delivered_rate
    if reply_at is not None:
        read = max(delivered, (reply_at - at).total_seconds() - BEFORE_REPLY)
        return timeline(at, sent=sent, delivered=delivered, read=read)
    delivered += away if offline else 0
    if not (chance if reads is None else reads):
        return timeline(at, sent=sent, delivered=delivered)
    if skips:
        return timeline(at, sent=sent, read=delivered)
    return timeline(at, sent=sent, delivered=delivered, read=delivered + pause)


def failure(*, seed: int, wamid: str, at: datetime, delays: Delays) -> datetime:
    return at + timedelta(seconds=ids.rng(seed, "statuses", wamid).uniform(*delays.sent))


def timeline(at: datetime, **seconds: float) -> Planned:
    return [(at + timedelta(seconds=round(after, 3)), status) for status, after in seconds.items()]
