"""WooCommerce signs the raw body; when a webhook is saved it first sends a form with the webhook's number."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from sapa.commerce.sources.generic.shops import base64_verdict
from sapa.events.schemas import Probe, Verdict

SIGNATURE = "x-wc-webhook-signature"
PING = re.compile(rb"\s*webhook_id=\d{1,20}\s*")


def verify(
    raw: bytes, headers: Mapping[str, str], _url: str, secrets: Sequence[str], _now: datetime
) -> Verdict:
    """Accepted, Probe for the ping, or refused as unsigned or wrong_signature."""
    return Probe() if PING.fullmatch(raw) else base64_verdict(raw, headers.get(SIGNATURE, ""), secrets)
