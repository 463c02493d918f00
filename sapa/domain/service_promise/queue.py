"""How long a new customer waits for a person, and when so many wait that promotions rest."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median

from sapa.domain.service_promise.settings import RushRules

USUAL_PACE = 240  # seconds from one answer to the next, until a shop's own is known
SLOWEST_PACE = 900  # a longer gap is a break, not work
FASTEST_PACE = 20
FEWEST = 3
CALM = 0.7  # of both limits, so that a rush does not begin and end by the minute


def pace(answered: Sequence[datetime]) -> int:
    """Seconds from one answer of the team to the next while it is answering; `answered` in order."""
    gaps = [(after - before).total_seconds() for before, after in pairwise(answered)]
    busy = [gap for gap in gaps if gap <= SLOWEST_PACE]
    return max(round(median(busy)), FASTEST_PACE) if len(busy) >= FEWEST else USUAL_PACE


def expected_seconds(waiting: int, answered: Sequence[datetime]) -> int:
    """Business seconds until who comes now is answered, behind those who wait."""
    return (waiting + 1) * pace(answered)


def is_rush(rules: RushRules, *, waiting: int, expected: int, was: bool) -> bool:
    """Begins above a limit, ends only well below both."""
    share = CALM if was else 1.0
    return rules.on and (waiting > rules.waiting * share or expected > rules.minutes * 60 * share)
