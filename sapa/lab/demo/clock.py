"""The demo clock plays forward from moment to moment, so that nothing that falls due on the way is skipped."""

import contextlib
from datetime import datetime

from sapa.base.clock import demo_target, set_demo_now, set_demo_target
from sapa.lab.demo.phones import tell_clock
from sapa.lab.moments import is_busy, next_moment


def advance(*, now: datetime) -> int:
    """One step of the worker towards the chosen target; waits (0) while due work is being done."""
    target = demo_target()
    if target is None or is_busy(now):
        return 0
    if now >= target:
        set_demo_target(None)
        return 1
    moment = next_moment(now)
    tell_clock(set_demo_now(min(moment, target) if moment else target))
    return 1


def keep_time(*, now: datetime) -> int:
    """Tells the phones the time now and then: a simulator that was started anew knows only the machine's."""
    if demo_target() is None:
        with contextlib.suppress(OSError):
            tell_clock(now)
    return 0
