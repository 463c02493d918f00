"""Whether the business clock runs as evenly as the machine: a jump must not let old messages out in a herd."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LARGEST_JUMP = timedelta(minutes=5)


@dataclass(slots=True)
class ClockWatch:
    """Compares what two clocks say has passed since the last look."""

    now: datetime | None = None
    boot: float = 0.0

    def jump(self, now: datetime, boot: float) -> timedelta:
        """How far business time went beyond (or fell behind) the seconds that really passed; zero when little."""
        before, self.now = self.now, now
        passed, self.boot = timedelta(seconds=boot - self.boot), boot
        if before is None:
            return timedelta()
        off = (now - before) - passed
        return off if abs(off) > LARGEST_JUMP else timedelta()
