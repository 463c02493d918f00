"""The log of what happened, the work it causes, and the addresses at which it arrives."""

from sapa.events.schemas import Handler, NewEvent
from sapa.events.services.endpoints import (
    create_endpoint,
    open_secrets,
    retire_old_secret,
    rotate_secret,
    switch_endpoint,
)
from sapa.events.services.handling import process_raw, run_handlers, sources
from sapa.events.services.recording import handler_id, handlers, record
from sapa.events.services.replaying import (
    replay_delivery,
    replay_every_delivery,
    replay_every_raw,
    replay_raw,
)

__all__ = [
    "Handler",
    "NewEvent",
    "create_endpoint",
    "handler_id",
    "handlers",
    "open_secrets",
    "process_raw",
    "record",
    "replay_delivery",
    "replay_every_delivery",
    "replay_every_raw",
    "replay_raw",
    "retire_old_secret",
    "rotate_secret",
    "run_handlers",
    "sources",
    "switch_endpoint",
]
