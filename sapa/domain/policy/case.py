"""One question to the policy, unpacked for the rules: instants in microseconds, stamps sorted."""

from bisect import bisect_right

from sapa.domain.policy.rulebook import Hours, Rulebook
from sapa.domain.policy.settings import Policy
from sapa.domain.policy.types import Customer, History, Intent, Ticket
from sapa.domain.zones.clock import DAY, MINUTE, micros

NO_STAMPS: list[int] = []
NUDGE_CLASSES = frozenset({"reminder", "care", "promo"})
# What each opt-out scope blocks (`domain.md` §2.1); replies and echoes of own actions stand apart.
BLOCKED_BY = {
    "promo": frozenset({"promo"}),
    "follow_up": NUDGE_CLASSES,
    "all": NUDGE_CLASSES | {"notice", "reply"},
}


class VirtualContact:
    """A higher ranking follow-up as if it were sent at `at`; `gap` is its own class's gap."""

    __slots__ = ("at", "gap", "klass")

    def __init__(self, at: int, klass: str, gap: int) -> None:
        self.at, self.klass, self.gap = at, klass, gap


class Case:
    """Read by the rules; only the search turns it to another instant."""

    __slots__ = (
        "blocks", "candidates", "customer", "day", "expires", "forms", "gap", "heard", "history",
        "hours", "intent", "klass", "minute", "now", "nudges", "policy", "promos", "settled", "silence",
        "silent", "start", "ticket", "virtual",
    )  # fmt: skip

    def __init__(
        self,
        book: Rulebook,
        intent: Intent,
        customer: Customer,
        history: History,
        now: int,
        virtual: tuple[VirtualContact, ...],
    ) -> None:
        self.policy, self.now, self.virtual = book.policy, now, virtual
        self.intent, self.customer, self.history = intent, customer, history
        self.klass = klass = intent.klass
        self.hours: Hours = book.hours_of(customer, klass in NUDGE_CLASSES)
        self.gap = book.policy.gaps.get(klass, 0)
        self.start = intent.due if intent.due > now else now
        self.expires = intent.expires
        self.ticket = holding_ticket(self) if customer.tickets else None
        self.candidates = candidate_channels(self)
        self.blocks = limit_blocks(self) if history.limited else ()
        self.forms: tuple[tuple[str, str], ...] = ()
        self.day = self.minute = 0
        self.settled = not virtual and history.newest <= now
        self.silence: tuple[int, int] | None = None
        self.nudges = self.promos = self.silent = self.heard = NO_STAMPS
        if klass in NUDGE_CLASSES:
            self.gather(book.policy, klass)

    def gather(self, policy: Policy, klass: str) -> None:
        """The stamps that caps and backing off look at, only where they apply."""
        stamps = self.stamps if self.virtual else self.history.stamps
        if klass in policy.nudge_cap.applies:
            self.nudges = stamps(policy.nudge_cap.counts)
        if klass in policy.promo_cap.applies:
            self.promos = stamps(policy.promo_cap.counts)
        if klass in policy.backoff.applies:
            self.silent = stamps(policy.backoff.counts)
            self.heard = self.engagements()

    def turn_to(self, at: int) -> None:
        """Keeps the local date and minute of the instant that is looked at."""
        clock = self.hours.clock
        local = at + (clock.offset(at) if clock.fixed is None else clock.fixed)
        self.day = local // DAY
        self.minute = local % DAY // MINUTE

    def fresh_reply(self, at: int) -> bool:
        """Whether a reply at `at` answers a message of the last hours; exactly the limit is fresh."""
        last = latest(self.history.inbound, at)
        return last is not None and at - last <= self.policy.reply_fresh_time

    def state(self, at: int) -> str:
        """Which column of the class matrix applies: exempt, quiet or the nudge's class."""
        if self.klass == "reply":
            return "exempt" if self.fresh_reply(at) else "quiet"
        if self.klass == "notice":
            return "exempt" if self.intent.customer_initiated else "quiet"
        return self.klass

    def stamps(self, classes: tuple[str, ...]) -> list[int]:
        """Sorted stamps of sent and virtual contacts of the classes."""
        ahead = [contact.at for contact in self.virtual if contact.klass in classes]
        return sorted(self.history.stamps(classes) + ahead)

    def engagements(self) -> list[int]:
        """Sorted stamps of inbound messages and of events that end backing off."""
        if not self.history.events:
            return self.history.inbound
        resets = self.policy.backoff.reset_events
        found = [event.stamp for event in self.history.events if event.type in resets]
        return sorted(found + self.history.inbound) if found else self.history.inbound


def latest(stamps: list[int], at: int) -> int | None:
    if stamps and stamps[-1] <= at:
        return stamps[-1]
    place = bisect_right(stamps, at)
    return stamps[place - 1] if place else None


def holding_ticket(case: Case) -> Ticket | None:
    """The first open ticket that holds this intent: any for care and promo, its own order's else."""
    everything = case.klass in case.policy.ticket.holds
    order = case.intent.order_id if case.klass == "reminder" else None
    for ticket in case.customer.tickets:
        if is_open(ticket, case.now) and (everything or (order is not None and ticket.order_id == order)):
            return ticket
    return None


def is_open(ticket: Ticket, now: int) -> bool:
    return micros(ticket.opened_at) <= now and (ticket.closed_at is None or micros(ticket.closed_at) > now)


def scope_blocks(case: Case, scope: str, since: int) -> bool:
    """Whether an opt-out of this scope stops this intent at all (matrix of §2.1)."""
    if case.klass not in BLOCKED_BY[scope]:
        return False
    if case.klass == "reply":
        last = latest(case.history.inbound, case.now)
        return last is None or last <= since
    return not (case.klass == "notice" and case.intent.customer_initiated)


def opted_out(case: Case, scope: str, channel: str | None) -> bool:
    """Whether a running opt-out of the scope, for this channel alone or for all (none), stops the intent."""
    return any(
        entry.scope == scope
        and entry.channel == channel
        and micros(entry.at) <= case.now
        and (entry.ended_at is None or micros(entry.ended_at) > case.now)
        and scope_blocks(case, scope, micros(entry.at))
        for entry in case.customer.opt_out
    )


def candidate_channels(case: Case) -> tuple[str, ...]:
    """Reachable channels in order, without those opted out; a reply prefers where the customer wrote."""
    reachable = case.customer.channels
    wanted = reply_channels(case) if case.klass == "reply" else case.intent.channels
    open_ones = tuple(filter(reachable.get, wanted))
    if case.customer.opt_out:
        return tuple(c for c in open_ones if not any(opted_out(case, scope, c) for scope in BLOCKED_BY))
    return open_ones


def reply_channels(case: Case) -> tuple[str, ...]:
    """The channel of the last message first, then the intent's own order."""
    last = next((c for c in reversed(case.history.received) if c.stamp <= case.now), None)
    order = case.intent.channels
    return order if last is None else (last.channel, *[c for c in order if c != last.channel])


def limit_blocks(case: Case) -> tuple[tuple[int, int], ...]:
    """[start, end) of every WhatsApp per-user limit; a failed retry right after a block doubles the next.

    A retry counts as one within the block's own length after its end and without a message between.
    """
    blocks: list[tuple[int, int]] = []
    length = case.policy.wa_limit_time
    for stamp in case.history.limited:
        previous = blocks[-1] if blocks else None
        length = next_length(case, previous, stamp, length)
        blocks.append((stamp, stamp + length))
    return tuple(blocks)


def next_length(case: Case, previous: tuple[int, int] | None, stamp: int, length: int) -> int:
    if previous is None:
        return case.policy.wa_limit_time
    start, end = previous
    sent = latest(case.history.outbound, stamp)
    if stamp < end:
        return length
    if stamp <= end + length and (sent is None or sent < start):
        return length * max(case.policy.wa_limit_growth, 1)
    return case.policy.wa_limit_time
