"""How many messages a customer got on a day, in seven days and in thirty (`domain.md` §2.5)."""

from bisect import bisect_left, bisect_right

from sapa.domain.policy.case import Case
from sapa.domain.policy.spacing import Seen, next_date
from sapa.domain.policy.trace import RuleTrace
from sapa.domain.zones.clock import DAY, NEVER

WEEK, MONTH = 7 * DAY, 30 * DAY
Counts = tuple[int, ...]


def cap_nudge_day(case: Case, at: int) -> Seen:
    case.turn_to(at)
    cap, stamps = case.policy.nudge_cap, case.nudges
    count = bisect_right(stamps, at) - bisect_left(stamps, case.hours.clock.start_of_day(case.day))
    over = cap.day is not None and count >= cap.day
    return count, next_date(case, case.day) if over else 0


def rolling(stamps: list[int], at: int, span: int, limit: int | None) -> Seen:
    """Count within the last `span`; a stamp exactly that old no longer counts."""
    end = bisect_right(stamps, at)
    count = end - bisect_right(stamps, at - span)
    if limit is None or count < limit:
        return count, 0
    if limit == 0:
        return count, NEVER
    free = stamps[end - limit] + span
    while (end := bisect_right(stamps, free)) - bisect_right(stamps, free - span) >= limit:
        free = stamps[end - limit] + span
    return count, free


def cap_nudge_week(case: Case, at: int) -> Seen:
    return rolling(case.nudges, at, WEEK, case.policy.nudge_cap.week)


def cap_nudge_month(case: Case, at: int) -> Seen:
    return rolling(case.nudges, at, MONTH, case.policy.nudge_cap.month)


def cap_promo_week(case: Case, at: int) -> Seen:
    return rolling(case.promos, at, WEEK, case.policy.promo_cap.week)


def cap_promo_month(case: Case, at: int) -> Seen:
    return rolling(case.promos, at, MONTH, case.policy.promo_cap.month)


def nudge_counts(case: Case, at: int) -> Counts:
    """Messages on the local date, in seven and in thirty days; the longer span first, it may be empty."""
    stamps = case.nudges
    end = bisect_right(stamps, at)
    month = end - bisect_right(stamps, at - MONTH)
    week = end - bisect_right(stamps, at - WEEK) if month else 0
    if not week:
        return 0, 0, month
    case.turn_to(at)
    return end - bisect_left(stamps, case.hours.clock.start_of_day(case.day)), week, month


def promo_counts(case: Case, at: int) -> Counts:
    stamps = case.promos
    end = bisect_right(stamps, at)
    month = end - bisect_right(stamps, at - MONTH)
    return end - bisect_right(stamps, at - WEEK) if month else 0, month


class HoldingRows(dict[Counts, tuple[RuleTrace, ...]]):
    """The rows of a group of caps by their counts; none when a cap is reached, then its rule must tell."""

    def __init__(self, codes: tuple[str, ...], limits: tuple[int | None, ...]) -> None:
        super().__init__()
        self.codes, self.limits = codes, limits

    def __missing__(self, counts: Counts) -> tuple[RuleTrace, ...]:
        limits = zip(counts, self.limits, strict=True)
        reached = any(limit is not None and count >= limit for count, limit in limits)
        rows = zip(self.codes, counts, strict=True)
        self[counts] = () if reached else tuple(RuleTrace(c, True, False, False, n, None) for c, n in rows)
        return self[counts]
