"""How far a budget is used up."""

from dataclasses import dataclass
from typing import Literal

State = Literal["open", "warned", "stopped"]
WARNED_PERCENT = 80


@dataclass(frozen=True, slots=True)
class Budgeted:
    """Micros of one month: `spent` as the provider priced it, `in_flight` sent and not priced yet."""

    amount: int
    spent: int
    in_flight: int

    @property
    def used(self) -> int:
        return self.spent + self.in_flight

    @property
    def room(self) -> int:
        return max(0, self.amount - self.used)

    @property
    def percent(self) -> int:
        return 100 * self.used // self.amount if self.amount else 100

    @property
    def state(self) -> State:
        if self.used >= self.amount:
            return "stopped"
        return "warned" if 100 * self.used >= WARNED_PERCENT * self.amount else "open"
