"""HMAC-SHA256 signatures over raw bytes, compared in constant time; the caller brings secrets and time."""

import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

TOLERANCE = timedelta(minutes=5)
LONGEST_TIMESTAMP = 12


def sign(body: bytes, secret: str, timestamp: str = "") -> str:
    """`sha256=<hex>` over the body, or over `<timestamp>.<body>` where a timestamp is given."""
    signed = timestamp.encode() + b"." + body if timestamp else body
    return "sha256=" + hmac.digest(secret.encode(), signed, "sha256").hex()


def refusal(body: bytes, signature: str, secrets: Sequence[str]) -> str | None:
    """None when one of the secrets made the signature; else `unsigned` or `wrong_signature`. Empty ones made none."""
    return _refusal(body, signature, secrets, "")


def timed_refusal(
    body: bytes, signature: str, timestamp: str, secrets: Sequence[str], now: datetime
) -> str | None:
    """The same for `<timestamp>.<body>`; the timestamp (Unix seconds) may be five minutes off: else `stale`.

    Only a genuine signature can be stale, so that strangers learn nothing about the clock.
    """
    wrong = _refusal(body, signature, secrets, timestamp) if timestamp else "unsigned"
    return wrong or (None if _is_recent(timestamp, now) else "stale")


def _refusal(body: bytes, signature: str, secrets: Sequence[str], timestamp: str) -> str | None:
    if not signature:
        return "unsigned"
    given = signature.strip().lower().encode()
    matches = [
        hmac.compare_digest(sign(body, secret, timestamp).encode(), given) for secret in secrets if secret
    ]
    return None if any(matches) else "wrong_signature"


def _is_recent(timestamp: str, now: datetime) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= LONGEST_TIMESTAMP):
        return False
    return abs(now.timestamp() - int(timestamp)) <= TOLERANCE.total_seconds()


def timestamp_of(now: datetime) -> str:
    return str(int(now.astimezone(UTC).timestamp()))
