"""Biteship signs nothing: it sends one fixed header that the shop chose, which says nothing of the body."""

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

from sapa.events.schemas import Accepted, Probe, RefusedCall, Verdict


def verify(
    raw: bytes, headers: Mapping[str, str], _url: str, secrets: Sequence[str], _now: datetime
) -> Verdict:
    """Each secret is `Header-Name: value`. An empty body is Biteship trying the address when it is saved."""
    if not raw.strip():
        return Probe()
    named = [secret.partition(":") for secret in secrets]
    sent = [(headers.get(name.strip().lower(), ""), value) for name, _, value in named if value.strip()]
    if not any(given.strip() for given, _ in sent):
        return RefusedCall("unsigned")
    matches = [hmac.compare_digest(_bytes(given), _bytes(value)) for given, value in sent]
    return Accepted() if any(matches) else RefusedCall("wrong_signature")


def _bytes(text: str) -> bytes:
    return text.strip().encode(errors="surrogatepass")
