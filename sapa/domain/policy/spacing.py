"""Rules about contacts: yielding, tickets, gaps, backing off, WhatsApp's own limit (§2.5, §2.7).

Every rule takes the case and an instant and answers what it saw and, when it is violated, the earliest
instant from there on at which it alone holds (0 when it holds now).
"""

from bisect import bisect_right

from sapa.domain.policy.case import Case
from sapa.domain.policy.channels import template_possible, window_open
from sapa.domain.zones.clock import DAY, micros

Seen = tuple[object, int]
HOLDS: Seen = (None, 0)


def yield_higher(case: Case, at: int) -> Seen:
    """Room for winners: the own gap after one, the winner's gap before one."""
    if not case.virtual:
        return HOLDS
    free, blocker = at, None
    while (contact := blocking(case, free)) is not None:
        free, blocker = contact + case.gap, blocker or contact
    return blocker, free if blocker is not None else 0


def blocking(case: Case, at: int) -> int | None:
    """The time of a winner that is too near to `at`."""
    for winner in case.virtual:
        near = at - winner.at < case.gap if winner.at <= at else winner.at - at < winner.gap
        if near:
            return winner.at
    return None


def open_ticket(case: Case, at: int) -> Seen:
    if case.ticket is None:
        return HOLDS
    recheck = case.now + case.policy.ticket.recheck
    return case.ticket.id, recheck if case.now <= at < recheck else 0


def ticket_cooldown(case: Case, at: int) -> Seen:
    """Elapsed time since a complaint was closed."""
    if not case.customer.tickets:
        return HOLDS
    rules = case.policy.ticket
    closed = sorted(
        micros(ticket.closed_at)
        for ticket in case.customer.tickets
        if ticket.closed_at is not None and ticket.kind in rules.cooldown_kinds
    )
    return spaced(closed, at, rules.cooldown)


def spaced(stamps: list[int], at: int, gap: int) -> Seen:
    """The last stamp before `at`, and when `gap` will have passed since the last stamp before that."""
    if stamps and (last := stamps[-1]) <= at:
        free = last + gap
        return last, free if free > at else 0
    place = bisect_right(stamps, at)
    if not place:
        return HOLDS
    last = stamps[place - 1]
    free = last + gap
    if free <= at:
        return last, 0
    while place < len(stamps) and stamps[place] <= free:
        free = stamps[place] + gap
        place += 1
    return last, free


def min_gap(case: Case, at: int) -> Seen:
    return spaced(case.history.outbound, at, case.gap)


def recent_inbound(case: Case, at: int) -> Seen:
    return spaced(case.history.inbound, at, case.gap)


def unanswered(case: Case, at: int) -> tuple[int, int]:
    """How many counted messages since the last engagement up to `at`, and the last of them."""
    stamps, engagements = case.silent, case.heard
    if not stamps or (engagements and stamps[-1] <= engagements[-1] <= at):
        return 0, 0
    heard = bisect_right(engagements, at)
    first = bisect_right(stamps, engagements[heard - 1]) if heard else 0
    end = bisect_right(stamps, at)
    return (end - first, stamps[end - 1]) if end > first else (0, 0)


def silence(case: Case, at: int) -> tuple[int, int]:
    """Unanswered messages up to `at` and when backing off from them ends (0 without any)."""
    count, last = unanswered(case, at)
    days = case.policy.backoff.days
    if not count or not days:
        return count, 0
    return count, days_later(case, last, days[min(count, len(days)) - 1])


def silence_now(case: Case) -> tuple[int, int]:
    """The same at the case's now, kept: nothing later changes it unless a contact lies ahead."""
    if case.silence is None:
        case.silence = silence(case, case.now)
    return case.silence


def backoff(case: Case, at: int) -> Seen:
    """Calendar days in the primary zone after the last unanswered message, longer with each one."""
    if case.settled:
        count, free = silence_now(case)
        return count, free if free > at else 0
    count, free = silence(case, at)
    if free <= at:
        return count, 0
    while (later := silence(case, free)[1]) > free:
        free = later
    return count, free


def days_later(case: Case, stamp: int, days: int) -> int:
    """The same wall time some calendar days later."""
    clock = case.hours.clock
    return clock.instant(stamp + clock.offset(stamp) + days * DAY)


def next_date(case: Case, day: int) -> int:
    """The first instant of the next local date that satisfies the hour rules, unless consent lifts them."""
    if case.customer.anytime_consent:
        return case.hours.clock.start_of_day(day + 1)
    return case.hours.after_day(day)


def wa_user_limit(case: Case, at: int) -> Seen:
    """WhatsApp's marketing limit holds only where WhatsApp is the sole usable channel."""
    start, end = block_around(case, at)
    if not end or case.candidates != ("whatsapp",) or case.intent.category != "marketing":
        return HOLDS
    if window_open(case, at) or not template_possible(case):
        return start, 0
    return start, end


def block_around(case: Case, at: int) -> tuple[int | None, int]:
    """Start of the block that `at` lies in and the end of all that follow without a pause."""
    first, free = None, at
    for start, end in case.blocks:
        if start <= free < end:
            first, free = first or start, end
    return first, free if first is not None else 0
