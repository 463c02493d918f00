"""The word that travels with an attempt and comes back in its statuses: unguessable, without personal data."""

import base64
import hashlib
import hmac

from sapa.base.keys import derived_secret

PURPOSE = "attempt token"
MAC_BYTES = 8


def attempt_token(message_id: int, n: int) -> str:
    """base32 of message id, number of the try, and eight bytes of HMAC with the instance's key."""
    said = message_id.to_bytes(8, "big") + n.to_bytes(2, "big")
    mac = hmac.new(derived_secret(PURPOSE).encode(), said, hashlib.sha256).digest()[:MAC_BYTES]
    return base64.b32encode(said + mac).decode().rstrip("=")
