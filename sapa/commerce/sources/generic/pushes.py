"""What signed pushes of platforms have in common: one JSON object, Unix times, hexadecimal HMACs."""

import hmac
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sapa.commerce.schemas import OrderTold
from sapa.commerce.sources.generic.bodies import STATUS_TIMES, text_of
from sapa.commerce.sources.generic.fields import Fields, Moment
from sapa.domain.orders import OrderFacts
from sapa.events.schemas import Accepted, RefusedCall, Unreadable, Verdict

UNIX_TIME = re.compile(r"(\d{1,13})(?:\.\d+)?")
LONGEST_SECONDS = 10**11  # beyond: milliseconds
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def hex_verdict(given: str, signed: Iterable[tuple[str, bytes]]) -> Verdict:
    """`signed`: (secret, what it signs) of each secret; upper and lower case are alike."""
    if not given:
        return RefusedCall("unsigned")
    known = given.lower().encode(errors="surrogatepass")
    made = [
        hmac.digest(secret.encode(errors="surrogatepass"), text, "sha256").hex().encode()
        for secret, text in signed
        if secret
    ]
    matches = [hmac.compare_digest(one, known) for one in made]
    return Accepted() if any(matches) else RefusedCall("wrong_signature")


def read_object(body: bytes | str, moment: Moment) -> Fields:
    """Raises Unreadable: invalid_json."""
    try:
        plain = json.loads(body, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        raise Unreadable("invalid_json") from None
    if not isinstance(plain, dict):
        raise Unreadable("invalid_json")
    return Fields(plain, moment)


def inner_object(fields: Fields, name: str) -> Fields:
    """Also where the object was packed into a text once more. Raises Unreadable: invalid_json."""
    inside = fields.plain.get(name)
    return read_object(inside, fields.moment) if isinstance(inside, str) else fields.inner(name)


def happened(fields: Fields, *names: str) -> datetime | None:
    """Unix seconds or milliseconds, else a time as text; zero says nothing.

    Raises Unreadable: bad_date, future_date.
    """
    text = next((text for name in names if (text := _time_text(fields.plain.get(name)))), "")
    return fields.moment.past(text)


def partial_order(number: str, status: str, at: datetime | None, moment: Moment, **said: Any) -> OrderTold:
    """An order of which only the status is told: the status happened `at`, else when it was heard."""
    since = at or moment.received_at
    times: dict[str, Any] = {name: since} if (name := STATUS_TIMES.get(status)) else {}
    facts = OrderFacts(number, since, status=status, number=number, **times, **said)
    return OrderTold(facts, at, partial=True)


def _time_text(value: Any) -> str:
    text = text_of(value)
    unix = UNIX_TIME.fullmatch(text)
    if not unix:
        return text[:100]
    count = int(unix[1])
    span = timedelta(seconds=count) if count < LONGEST_SECONDS else timedelta(milliseconds=count)
    return (EPOCH + span).isoformat() if count else ""
