"""One turn of the delivery loop on the database's thread: results are written, paces told, new letters made ready."""

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections
from django.utils.module_loading import import_string

from sapa.base.clock import business_now
from sapa.base.failpoint import failpoint
from sapa.messaging.delivery import pacing
from sapa.messaging.delivery.breaking import Breaker
from sapa.messaging.delivery.claiming import Claim, boot_clock, claim_paced
from sapa.messaging.delivery.flipping import Ready, flip
from sapa.messaging.delivery.outcomes import Result
from sapa.messaging.delivery.results import record_results
from sapa.messaging.delivery.sweeping import stop_everything, sweep
from sapa.messaging.delivery.watching import ClockWatch
from sapa.messaging.schemas import Treatment

SWEEP_SECONDS = 15.0
TEND_SECONDS = 5.0
CLOCK_JUMPED = "clock_jumped"
SLOW = "slow_down"
logger = logging.getLogger(__name__)


class Timed(NamedTuple):
    """A letter and the second of the monotonic clock from which it may leave."""

    ready: Ready
    at: float


class Turns:
    """What the loop remembers between turns; touched by one thread only."""

    def __init__(self) -> None:
        self._breaker = Breaker()
        self._watch = ClockWatch()
        self._swept_at = self._tended_at = 0.0
        self._busy: set[int] = set()

    def turn(self, finished: Sequence[Result], free: int) -> list[Timed]:
        try:
            now = business_now()
            record_results(finished, now)
            if finished:
                failpoint("delivery.written")
            self._tell_paces(finished)
            self._look_at_the_clock(now)
            self._housekeeping(now)
            return self._claimed(now, free) if free > 0 else []
        finally:
            for connection in connections.all(initialized_only=True):
                connection.close_if_unusable_or_obsolete()

    def _tell_paces(self, finished: Sequence[Result]) -> None:
        heard = self._breaker.hear(finished)
        pacing.close(heard.silent)
        pacing.open_again(heard.answering)
        refused = [
            (one.letter.channel_id, _treatment(one)) for one in finished if one.outcome.kind == "refused"
        ]
        pacing.slow_down({pk for pk, treatment in refused if treatment.effect == SLOW})
        pacing.rest({pk: treatment.seconds for pk, treatment in refused if _asks_for_rest(treatment)})

    def _look_at_the_clock(self, now: datetime) -> None:
        """A person looks at it and lets the numbers go again; a demo's clock may jump."""
        jump = self._watch.jump(now, boot_clock())
        if jump and not settings.SAPA.demo:
            logger.error("delivery: the clock jumped by %s, sending is stopped", jump)
            stop_everything(code=CLOCK_JUMPED, detail=_in_words(jump), now=now)

    def _housekeeping(self, now: datetime) -> None:
        clock = time.monotonic()
        if clock - self._swept_at > SWEEP_SECONDS:
            sweep(now)
            self._swept_at = clock
        if clock - self._tended_at > TEND_SECONDS:
            pacing.tend(self._busy)
            self._busy.clear()
            self._tended_at = clock

    def _claimed(self, now: datetime, free: int) -> list[Timed]:
        """What was marked as being sent is sent even if the database goes away meanwhile."""
        claimed, clock = claim_paced(now=now, limit=free), time.monotonic()
        if claimed.due:
            failpoint("delivery.claimed")
        self._busy |= claimed.busy
        self._breaker.probing |= {pk for pk, slots in claimed.slots.items() if slots.probing}
        ready: list[Ready] = []
        for workspace_id, wanted in claimed.due.items():
            try:
                ready += flip(workspace_id=workspace_id, wanted=wanted, now=now)
            except (OperationalError, InterfaceError) as error:
                logger.error("delivery: %s at the gate", type(error).__name__)
        if ready:
            failpoint("delivery.intended")
        used = Counter(one.letter.channel_id for one in ready)
        if ready or claimed.slots:
            _give_back(claimed, used)
        return timed(ready, claimed, clock)


def timed(ready: Sequence[Ready], claimed: Claim, clock: float) -> list[Timed]:
    """Each letter in its number's next slot."""
    places: dict[int, int] = defaultdict(int)
    found = []
    for one in ready:
        pk = one.letter.channel_id
        found.append(Timed(one, clock + claimed.slots[pk].of(places[pk])))
        places[pk] += 1
    return found


def _give_back(claimed: Claim, used: Counter[int]) -> None:
    """Only a courtesy: without it some slots stay empty."""
    try:
        pacing.give_back(claimed.slots, used)
    except (OperationalError, InterfaceError) as error:
        logger.error("delivery: %s at the paces", type(error).__name__)


def _treatment(result: Result) -> Treatment:
    """By the channel's own table."""
    treatment: Treatment = import_string(settings.CHANNELS)[result.kind].treatment(result.outcome.code)
    return treatment


def _asks_for_rest(treatment: Treatment) -> bool:
    """Every call of the number or account would be refused: maintenance, the hour's calls are used up."""
    whole = treatment.scope in ("number", "account")
    return treatment.action == "retry" and whole and treatment.effect != SLOW


def _in_words(jump: timedelta) -> str:
    return f"{jump.total_seconds():+.0f} s"
