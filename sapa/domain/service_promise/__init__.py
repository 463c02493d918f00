"""What a shop promises of its service: business hours, targets, clocks, and how long an answer will take."""

from sapa.domain.service_promise.clocks import WARN_SHARE, Figures, Pause, Terms, figures
from sapa.domain.service_promise.hours import NeverOpen, OfficeHours
from sapa.domain.service_promise.inputs import read_inputs, with_pauses, write_inputs
from sapa.domain.service_promise.queue import expected_seconds, is_rush
from sapa.domain.service_promise.settings import (
    DEFAULT,
    KINDS,
    PRIORITIES,
    Closes,
    Promise,
    closed_days,
    promise_from,
)

__all__ = [
    "DEFAULT",
    "KINDS",
    "PRIORITIES",
    "WARN_SHARE",
    "Closes",
    "Figures",
    "NeverOpen",
    "OfficeHours",
    "Pause",
    "Promise",
    "Terms",
    "closed_days",
    "expected_seconds",
    "figures",
    "is_rush",
    "promise_from",
    "read_inputs",
    "with_pauses",
    "write_inputs",
]
