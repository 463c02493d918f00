"""Writes of the room: plan, decide, send, end; recipes on and off."""

from sapa.journeys.services.gating import gate
from sapa.journeys.services.leaving import leave
from sapa.journeys.services.planning import plan
from sapa.journeys.services.scanning import next_scan, scan
from sapa.journeys.services.settling import settle, settle_due
from sapa.journeys.services.switching import SETTINGS_MISSING, cancel_follow_up, switch

__all__ = [
    "SETTINGS_MISSING",
    "cancel_follow_up",
    "gate",
    "leave",
    "next_scan",
    "plan",
    "scan",
    "settle",
    "settle_due",
    "switch",
]
