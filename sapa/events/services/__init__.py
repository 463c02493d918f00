"""The log of what happened, the work it causes, and the addresses at which it arrives."""

from sapa.events.schemas import Handler, NewEvent
from sapa.events.services.calling import call_webhooks
from sapa.events.services.endpoints import (
    create_endpoint,
    open_secrets,
    retire_old_secret,
    rotate_secret,
    switch_endpoint,
)
from sapa.events.services.forgetting import forget_events, forget_events_of_orders
from sapa.events.services.handling import process_raw, run_handlers, run_handlers_here, sources
from sapa.events.services.posting import public_data
from sapa.events.services.recording import bringing_in_the_past, handler_id, handlers, record, record_many
from sapa.events.services.replaying import (
    replay_delivery,
    replay_every_delivery,
    replay_every_raw,
    replay_raw,
)
from sapa.events.services.webhooks import (
    Looked,
    change_webhook,
    create_webhook,
    look_up,
    remove_webhook,
    replay_webhook_delivery,
    replay_webhook_span,
    retire_webhook_secret,
    rotate_webhook_secret,
    switch_webhook,
    try_webhook,
)

__all__ = [
    "Handler",
    "Looked",
    "NewEvent",
    "bringing_in_the_past",
    "call_webhooks",
    "change_webhook",
    "create_endpoint",
    "create_webhook",
    "forget_events",
    "forget_events_of_orders",
    "handler_id",
    "handlers",
    "look_up",
    "open_secrets",
    "process_raw",
    "public_data",
    "record",
    "record_many",
    "remove_webhook",
    "replay_delivery",
    "replay_every_delivery",
    "replay_every_raw",
    "replay_raw",
    "replay_webhook_delivery",
    "replay_webhook_span",
    "retire_old_secret",
    "retire_webhook_secret",
    "rotate_secret",
    "rotate_webhook_secret",
    "run_handlers",
    "run_handlers_here",
    "sources",
    "switch_endpoint",
    "switch_webhook",
    "try_webhook",
]
