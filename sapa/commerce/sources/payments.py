"""What gateways have in common: JSON whose numbers stay as they were written, exact amounts, attempts to pay."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sapa.commerce.schemas import Heard, Told
from sapa.commerce.sources.generic.fields import Fields
from sapa.contacts.services import Person
from sapa.domain.currencies import CURRENCIES
from sapa.domain.formats import minor_units
from sapa.domain.orders import Money
from sapa.events.schemas import Unreadable

AMOUNT = re.compile(r"\d{1,20}(?:\.\d{0,10})?(?:[eE]\+?\d{1,2})?", re.ASCII)
LARGEST = 10**15
NO_EVENT = {
    "pending": "payment_pending",
    "challenged": "payment_challenged",
    "failed": "payment_denied",
}


def loaded(body: bytes) -> dict[str, Any]:
    """One object; numbers are texts, letter by letter. Raises Unreadable: invalid_json."""
    try:
        plain = json.loads(body, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise Unreadable("invalid_json") from None
    if not isinstance(plain, dict):
        raise Unreadable("invalid_json")
    return plain


def money(fields: Fields, *names: str, currency: str = "") -> Money | None:
    """The first of these that says something, in `currency`, else the object's own, else rupiah.

    A point is always a decimal one. Raises Unreadable: bad_amount, negative_amount, unknown_currency.
    """
    code = (currency or fields.text("currency")).upper() or "IDR"
    if code not in CURRENCIES:
        raise Unreadable("unknown_currency")
    text = fields.text(*names)
    if not text:
        return None
    if text.startswith("-"):
        raise Unreadable("negative_amount")
    if not AMOUNT.fullmatch(text) or Decimal(text) > LARGEST:
        raise Unreadable("bad_amount")
    amount = minor_units(Decimal(text), code)
    if amount > LARGEST:
        raise Unreadable("bad_amount")
    return Money(amount, code)


def listed(fields: Fields, name: str) -> list[Fields]:
    """The objects of a list."""
    inside = fields.plain.get(name)
    several = inside if isinstance(inside, list) else []
    return [Fields(one, fields.moment) for one in several if isinstance(one, dict)]


def total(parts: Sequence[Fields], *names: str, currency: str) -> Money | None:
    """What they come to altogether; None where none of them names a sum. Raises Unreadable as `money` does."""
    sums = [found for part in parts if (found := money(part, *names, currency=currency))]
    if not sums:
        return None
    amount = sum(one.amount for one in sums)
    if amount > LARGEST:
        raise Unreadable("bad_amount")
    return Money(amount, sums[0].currency)


def heard(told: Told) -> Heard:
    """Also says why an attempt that stands tells nobody anything."""
    return Heard(subjects=(("payment", told),), ignored=NO_EVENT.get(told.status, ""))


def payment(
    fields: Fields,
    number: str,
    *,
    status: str,
    order: str,
    at: datetime | None,
    amount: Money | None,
    email: str = "",
    **said: Any,
) -> Told:
    """`at`: since when it is so, for one that is paid when it was paid; None: when it was heard.

    `email`: of the payer, who need not be the customer: for people who read along, nobody is recognised by it.
    """
    values: Mapping[str, Any] = {
        "amount": amount.amount if amount else None,
        "currency": amount.currency if amount else None,
        **said,
    }
    kept = {name: value for name, value in values.items() if value not in (None, "")}
    return Told(
        number,
        at or fields.moment.received_at,
        dated=at is not None,
        status=status,
        order=order,
        person=Person(email=email, as_of=at) if "@" in email else None,
        values=MappingProxyType(kept),
    )
