"""From what one try came to, to what becomes of the message. Pure (integrations.md 1.6, reliability.md 1)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sapa.messaging.models import Message
from sapa.messaging.schemas import Letter, Outcome, Treatment
from sapa.messaging.services.channels import HELD
from sapa.messaging.services.templates import TEMPLATE_PAUSED

LONGEST_WAIT = 900
RESTING = "number_resting"
FIRST_WAIT = 4
HELD_FOR = timedelta(minutes=10)
TEMPLATE_HELD_FOR = timedelta(hours=1)
LONGEST_DETAIL = 300
HELD_BY_SCOPE = {
    "template": (TEMPLATE_HELD_FOR, TEMPLATE_PAUSED),
    "marketing": (HELD_FOR, RESTING),
    "portfolio": (HELD_FOR, RESTING),
}
State = Message.State


@dataclass(frozen=True, slots=True)
class Result:
    """`kind` of the channel, whose error table is asked."""

    letter: Letter
    outcome: Outcome
    kind: str = "whatsapp"


@dataclass(frozen=True, slots=True)
class Change:
    """`not_before` only for what goes back to planned; `treatment` when the provider refused."""

    result: Result
    state: str
    not_before: datetime | None = None
    reasons: tuple[str, ...] = ()
    error: str = ""
    treatment: Treatment | None = None

    @property
    def detail(self) -> str:
        return self.result.outcome.detail[:LONGEST_DETAIL]


def change_of(result: Result, treatment_of: Callable[[int | None], Treatment], now: datetime) -> Change:
    outcome = result.outcome
    error = (
        str(outcome.code)
        if outcome.code is not None
        else (f"http_{outcome.http}" if outcome.http else "network")
    )
    match outcome.kind:
        case "accepted":
            return Change(result, State.ACCEPTED)
        case "unknown":
            return Change(result, State.UNKNOWN, error=error)
        case "not_sent":
            again = now + timedelta(seconds=wait_before(result.letter.n, FIRST_WAIT))
            return Change(result, State.PLANNED, again, error="not_sent")
        case "refused":
            return _refused(result, treatment_of(outcome.code), error, now)


def wait_before(n: int, seconds: int) -> int:
    """After the n-th try, fourfold each time; a quarter of an hour at most, or the first wait if that is longer."""
    return int(min(seconds * 4 ** min(n - 1, 10), max(LONGEST_WAIT, seconds)))


def _refused(result: Result, treatment: Treatment, error: str, now: datetime) -> Change:
    if treatment.action == "hold":
        held = HELD_BY_SCOPE.get(treatment.scope, (HELD_FOR, HELD))
        return Change(result, State.PLANNED, now + held[0], (held[1],), error, treatment)
    if treatment.action == "retry" and result.letter.n < treatment.tries:
        again = now + timedelta(seconds=wait_before(result.letter.n, treatment.seconds))
        return Change(result, State.PLANNED, again, (), error, treatment)
    return Change(result, State.FAILED, error=error, treatment=treatment)
