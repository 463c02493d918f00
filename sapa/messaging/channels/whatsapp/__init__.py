"""WhatsApp through Meta's Cloud API (integrations.md 1)."""

from sapa.messaging.channels.whatsapp.door import apply, challenge, verify, verify_token
from sapa.messaging.channels.whatsapp.parse import parse

__all__ = ["apply", "challenge", "parse", "verify", "verify_token"]
