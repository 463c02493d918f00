"""Faults on demand: what the HTTP side does wrong, and to how many requests."""

from dataclasses import dataclass
from typing import Any

from simulator import ids
from simulator.errors import GraphError

SENDING = (
    "timeout",
    "accept_then_timeout",
    "500_before_accept",
    "500_after_accept",
    "rate_limit",
    "pair_limit",
    "reset",
    "accept_then_reset",
    "slow",
    "garbage",
    "bad_token",
)
WEBHOOKS = ("webhook_drop", "webhook_duplicate", "webhook_shuffle")


@dataclass(slots=True)
class Fault:
    """`rate` of the requests (1 = all), at most `count` times when given; `seconds` to hang or to be slow."""

    kind: str
    rate: float = 1.0
    count: int | None = None
    seconds: float = 30.0
    hits: int = 0

    @property
    def spent(self) -> bool:
        return self.count is not None and self.hits >= self.count


class Faults:
    """The first rule that applies wins. Seeded: the same requests in the same order meet the same faults."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._asked = 0
        self.rules: list[Fault] = []

    def add(self, body: dict[str, Any]) -> Fault:
        """Raises GraphError 100 for an unknown kind."""
        kind = str(body.get("kind"))
        if kind not in SENDING + WEBHOOKS:
            raise GraphError(100, f"kind must be one of {', '.join(SENDING + WEBHOOKS)}")
        count = body.get("count")
        fault = Fault(
            kind=kind,
            rate=float(body.get("rate", 1.0)),
            count=None if count is None else int(count),
            seconds=float(body.get("seconds", 30.0)),
        )
        self.rules.append(fault)
        return fault

    def clear(self) -> None:
        self.rules.clear()

    def sending(self) -> Fault | None:
        return self._pick(SENDING)

    def webhook(self, kind: str) -> bool:
        return self._pick((kind,)) is not None

    def _pick(self, kinds: tuple[str, ...]) -> Fault | None:
        for number, rule in enumerate(self.rules):
            if rule.kind in kinds and not rule.spent and self._struck(number, rule.rate):
                rule.hits += 1
                return rule
        return None

    def _struck(self, number: int, rate: float) -> bool:
        self._asked += 1
        return ids.rng(self._seed, "fault", number, self._asked).random() < rate
