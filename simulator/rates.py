"""Meta's throttles: one message in six seconds to one person with a burst, messages per second, management calls."""

from collections import deque
from datetime import datetime, timedelta

from simulator.accounts import Account, Number
from simulator.errors import GraphError
from simulator.phones import Thread
from simulator.rules import Rules

PAIR_INTERVAL = timedelta(seconds=6)
PAIR_BURST = 45
BORROWED = PAIR_INTERVAL * PAIR_BURST
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def take_pair(thread: Thread, at: datetime) -> None:
    """A burst borrows from the future. Raises GraphError 131056."""
    clock = thread.pair_clock
    start = clock if clock is not None and at < clock <= at + BORROWED else at
    if start + PAIR_INTERVAL > at + BORROWED:
        raise GraphError(
            131056,
            "Message failed to send because there were too many messages sent from this "
            "phone number to the same phone number in a short period of time.",
        )
    thread.pair_clock = start + PAIR_INTERVAL


def take_throughput(number: Number, at: datetime) -> None:
    """Both directions count. Raises GraphError 130429."""
    limit = number.limit
    if not limit:
        return
    if not room(number.recent, at, SECOND, limit):
        raise GraphError(130429, "Cloud API message throughput has been reached.")
    number.recent.append(at)


def count_inbound(number: Number, at: datetime) -> None:
    if number.limit and room(number.recent, at, SECOND, number.limit):
        number.recent.append(at)


def take_management(account: Account, rules: Rules, at: datetime) -> None:
    """Raises GraphError 80007."""
    limit = rules.management_per_hour
    if not limit:
        return
    if not room(account.managed, at, HOUR, limit):
        raise GraphError(80007, "The WhatsApp Business Account has reached its rate limit.")
    account.managed.append(at)


def take_creation(account: Account, rules: Rules, at: datetime) -> None:
    """Raises GraphError 80007."""
    if rules.creates_per_hour and not room(account.created, at, HOUR, rules.creates_per_hour):
        raise GraphError(80007, "Too many templates were created in the last hour.")
    account.created.append(at)


def room(recent: deque[datetime], at: datetime, span: timedelta, limit: int) -> bool:
    while recent and not at - span < recent[0] <= at:
        recent.popleft()
    return len(recent) < limit
