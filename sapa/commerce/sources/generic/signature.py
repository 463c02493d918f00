"""Is the call genuine? HMAC-SHA256 over the raw body, with or without a timestamp before it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings

from sapa.base.signatures import refusal, timed_refusal
from sapa.events.schemas import Accepted, RefusedCall, Verdict

SIGNATURE = "x-sapa-signature"
TIMESTAMP = "x-sapa-timestamp"


def verify(
    raw: bytes, headers: Mapping[str, str], _url: str, secrets: Sequence[str], now: datetime
) -> Verdict:
    """Accepted, or refused as unsigned, wrong_signature or stale. `headers` by lower-case name."""
    signature, timestamp = headers.get(SIGNATURE, ""), headers.get(TIMESTAMP, "")
    code = refusal(raw, signature, secrets)
    if timestamp:
        code = timed_refusal(raw, signature, timestamp, secrets, now)
    if code == "stale" and settings.SAPA.demo:
        return Accepted()  # the demo's clock is moved, the sender's is not
    return RefusedCall(code) if code else Accepted()
