"""Is the call genuine? HMAC-SHA256 with the app's secret over the app's key and the raw body."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sapa.commerce.sources.generic.pushes import hex_verdict
from sapa.events.schemas import Verdict


def verify(
    raw: bytes, headers: Mapping[str, str], _url: str, secrets: Sequence[str], _now: datetime
) -> Verdict:
    """Each secret is `app_key:app_secret`."""
    pairs = [secret.strip().partition(":") for secret in secrets]
    signed = [(secret, key.encode(errors="surrogatepass") + raw) for key, _, secret in pairs]
    return hex_verdict(headers.get("authorization", "").strip(), signed)
