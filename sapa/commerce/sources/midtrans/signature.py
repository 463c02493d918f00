"""Is the notification genuine? `signature_key` in the body: SHA-512 over three of its texts and the server key."""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sapa.commerce.sources.payments import loaded
from sapa.events.schemas import Accepted, RefusedCall, Unreadable, Verdict

OF_TRANSACTION = ("order_id", "status_code", "gross_amount")
OF_ACCOUNT = ("account_id", "account_status", "status_code")
STATUS_CODE = re.compile(r"\d{3}", re.ASCII)  # of fixed length, else its digits could move to the neighbours


def verify(
    raw: bytes, _headers: Mapping[str, str], _url: str, secrets: Sequence[str], _now: datetime
) -> Verdict:
    """Accepted, or refused as unsigned or wrong_signature. The status itself is not signed, its code is."""
    try:
        plain = loaded(raw)
    except Unreadable:
        return RefusedCall("unsigned")
    given = plain.get("signature_key")
    if not isinstance(given, str) or not given:
        return RefusedCall("unsigned")
    text, known = _signed_text(plain), _bytes(given.strip().lower())
    matches = [
        hmac.compare_digest(hashlib.sha512(_bytes(text + secret)).hexdigest().encode(), known)
        for secret in secrets
        if secret
    ]
    return Accepted() if text and any(matches) else RefusedCall("wrong_signature")


def _signed_text(plain: Mapping[str, Any]) -> str:
    """Exactly as received: `100000.00` is not `100000`. Blank where a part is missing."""
    names = OF_TRANSACTION if "order_id" in plain else OF_ACCOUNT
    texts = [plain.get(name) for name in names]
    if not all(isinstance(text, str) and text for text in texts):
        return ""
    return "".join(map(str, texts)) if STATUS_CODE.fullmatch(str(plain["status_code"])) else ""


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
