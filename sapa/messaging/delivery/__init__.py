"""The way out (stack.md 3): the message table is the queue; what is uncertain is never repeated blindly."""

from sapa.messaging.delivery.claiming import next_due
from sapa.messaging.delivery.loop import run
from sapa.messaging.delivery.once import deliver_once
from sapa.messaging.delivery.sweeping import sweep

__all__ = ["deliver_once", "next_due", "run", "sweep"]
