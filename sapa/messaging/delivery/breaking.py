"""When a number is left alone: after so many requests in a row that nobody answered. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sapa.messaging.delivery.outcomes import Result

IN_A_ROW = 10
NOT_TRIED = frozenset({"lease", "halted"})


@dataclass(slots=True)
class Heard:
    """Numbers that fell silent, and those that answer again."""

    silent: set[int] = field(default_factory=set)
    answering: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Breaker:
    """`streaks` of requests without an answer by number; `probing` those that one message asks about now."""

    streaks: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    probing: set[int] = field(default_factory=set)

    def hear(self, results: Iterable[Result]) -> Heard:
        """In the order in which they came."""
        heard = Heard()
        for result in results:
            pk = result.letter.channel_id
            if result.outcome.detail in NOT_TRIED:
                continue
            if result.outcome.kind in ("accepted", "refused"):
                self._answered(pk, heard)
            else:
                self._unanswered(pk, heard)
        return heard

    def _answered(self, pk: int, heard: Heard) -> None:
        self.streaks[pk] = 0
        heard.silent.discard(pk)
        if pk in self.probing:
            self.probing.discard(pk)
            heard.answering.add(pk)

    def _unanswered(self, pk: int, heard: Heard) -> None:
        self.streaks[pk] += 1
        if self.streaks[pk] >= IN_A_ROW or pk in self.probing:
            self.streaks[pk] = 0
            self.probing.discard(pk)
            heard.silent.add(pk)
