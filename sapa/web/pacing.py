"""How often one name may knock at a public page: counted in this process, by machine time, in bounded memory."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

Clock = Callable[[], float]


class Pace:
    """At most `most` knocks of one name within `seconds`; the names that knocked longest ago are forgotten."""

    def __init__(
        self, most: int, seconds: float, *, names: int = 10_000, clock: Clock = time.monotonic
    ) -> None:
        self.most, self.seconds, self.names, self.clock = most, seconds, names, clock
        self.knocks: OrderedDict[str, deque[float]] = OrderedDict()

    def lets(self, name: str) -> bool:
        now = self.clock()
        seen = self.knocks.setdefault(name, deque())
        self.knocks.move_to_end(name)
        while seen and seen[0] <= now - self.seconds:
            seen.popleft()
        if len(self.knocks) > self.names:
            self.knocks.popitem(last=False)
        if len(seen) >= self.most:
            return False
        seen.append(now)
        return True
