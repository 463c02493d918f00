"""Named places where a fault test ends the process as a power cut would (reliability.md 0.13).

`SAPA_FAILPOINT=name` or `name:3` (the third time). Nothing else reads it, and without it nothing happens.
"""

import os
import signal

ARMED, _, _NTH = os.environ.get("SAPA_FAILPOINT", "").partition(":")
_left = int(_NTH or 1)


def failpoint(name: str) -> None:
    """Dies here by SIGKILL when this place is the one that is armed."""
    if ARMED and name == ARMED:
        _strike()


def _strike() -> None:
    global _left
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
