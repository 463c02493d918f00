"""Writes of the room: plan, go on, decide, send, end; journeys on and off, copied and changed."""

from sapa.journeys.services.advancing import advance_due, next_wake
from sapa.journeys.services.approved import look_again
from sapa.journeys.services.composing import Composed, Foreseen, compose, foresee, journey_of_house
from sapa.journeys.services.editing import change, copy, make, move_batch
from sapa.journeys.services.enrolling import plan
from sapa.journeys.services.failing import take_back
from sapa.journeys.services.gating import gate
from sapa.journeys.services.idling import is_anything_on
from sapa.journeys.services.leaving import leave
from sapa.journeys.services.removing import delete, has_run
from sapa.journeys.services.scanning import next_scan, scan
from sapa.journeys.services.settling import settle, settle_due
from sapa.journeys.services.switching import SETTINGS_MISSING, cancel_follow_up, hold_out, switch
from sapa.journeys.services.tasks import (
    add_task,
    dismiss_task,
    finish_task,
    note_talk,
    postpone_task,
    raise_tasks,
)

__all__ = [
    "SETTINGS_MISSING",
    "Composed",
    "Foreseen",
    "add_task",
    "advance_due",
    "cancel_follow_up",
    "change",
    "compose",
    "copy",
    "delete",
    "dismiss_task",
    "finish_task",
    "foresee",
    "gate",
    "has_run",
    "hold_out",
    "is_anything_on",
    "journey_of_house",
    "leave",
    "look_again",
    "make",
    "move_batch",
    "next_scan",
    "next_wake",
    "note_talk",
    "plan",
    "postpone_task",
    "raise_tasks",
    "scan",
    "settle",
    "settle_due",
    "switch",
    "take_back",
]
