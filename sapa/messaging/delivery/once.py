"""Delivery step by step, for tests and replay: the same services, one thread, a transport that is handed in."""

from datetime import datetime

from sapa.messaging.delivery.claiming import claim, waiting
from sapa.messaging.delivery.flipping import Ready, flip
from sapa.messaging.delivery.outcomes import Result
from sapa.messaging.delivery.results import record_results
from sapa.messaging.delivery.sweeping import sweep
from sapa.messaging.schemas import Outcome, Transport


def deliver_once(*, now: datetime, transport: Transport, limit: int = 500) -> int:
    """Sends everything that is due at `now`; returns how many requests were made. Not within a scope."""
    sweep(now)
    made = 0
    left, before = waiting(now=now), -1
    while left and left != before:
        for workspace_id, wanted in claim(now=now, limit=limit).due.items():
            ready = flip(workspace_id=workspace_id, wanted=wanted, now=now)
            record_results([Result(one.letter, _send(one, transport), one.sender.kind) for one in ready], now)
            made += len(ready)
        left, before = waiting(now=now), left
    return made


def _send(ready: Ready, transport: Transport) -> Outcome:
    """Whatever a transport raises, the message may have arrived."""
    try:
        return transport.send(ready.sender, ready.letter, ready.letter.token)
    except Exception as error:
        return Outcome("unknown", detail=type(error).__name__)
