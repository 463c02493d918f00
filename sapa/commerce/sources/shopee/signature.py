"""Is the call genuine? HMAC-SHA256 with the partner key over the address as entered there, `|` and the raw body."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sapa.commerce.sources.generic.pushes import hex_verdict
from sapa.events.schemas import Probe, Verdict

PREFIX = "sha256"


def verify(
    raw: bytes, headers: Mapping[str, str], url: str, secrets: Sequence[str], _now: datetime
) -> Verdict:
    """Each secret is a partner key. An empty body is Shopee trying the address when it is saved."""
    if not raw.strip():
        return Probe()
    signed = url.encode(errors="surrogatepass") + b"|" + raw
    return hex_verdict(_signature(headers), [(secret.strip(), signed) for secret in secrets])


def _signature(headers: Mapping[str, str]) -> str:
    given = headers.get("authorization", "").strip()
    return given[len(PREFIX) :].strip() if given.lower().startswith(PREFIX) else given
