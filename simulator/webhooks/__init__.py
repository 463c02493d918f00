"""Webhooks: their bodies, their batching and their signature over the raw bytes."""

from simulator.webhooks.account import account_change, template_change, template_status
from simulator.webhooks.envelope import batches, encoded, envelope, number_of, signature, stamp
from simulator.webhooks.messages import (
    app_state,
    call,
    echo,
    handover,
    history,
    inbound,
    messages_value,
    preference,
    status,
)

__all__ = [
    "account_change",
    "app_state",
    "batches",
    "call",
    "echo",
    "encoded",
    "envelope",
    "handover",
    "history",
    "inbound",
    "messages_value",
    "number_of",
    "preference",
    "signature",
    "stamp",
    "status",
    "template_change",
    "template_status",
]
