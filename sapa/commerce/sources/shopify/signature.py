"""Shopify signs the raw body with the app's client secret."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sapa.commerce.sources.generic.shops import base64_verdict
from sapa.events.schemas import Verdict

SIGNATURE = "x-shopify-hmac-sha256"


def verify(
    raw: bytes, headers: Mapping[str, str], _url: str, secrets: Sequence[str], _now: datetime
) -> Verdict:
    """Accepted, or refused as unsigned or wrong_signature. A new secret may take an hour to be used."""
    return base64_verdict(raw, headers.get(SIGNATURE, ""), secrets)
