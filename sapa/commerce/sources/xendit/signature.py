"""Is the call genuine? It brings the account's verification token; nothing of the body is signed."""

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

from sapa.events.schemas import Accepted, RefusedCall, Verdict

HEADER = "x-callback-token"


def verify(
    _raw: bytes, headers: Mapping[str, str], _url: str, secrets: Sequence[str], _now: datetime
) -> Verdict:
    """Accepted, or refused as unsigned or wrong_signature."""
    given = headers.get(HEADER, "").strip()
    if not given:
        return RefusedCall("unsigned")
    matches = [hmac.compare_digest(_bytes(secret), _bytes(given)) for secret in secrets if secret]
    return Accepted() if any(matches) else RefusedCall("wrong_signature")


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
