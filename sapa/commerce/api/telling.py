"""A body of the API becomes the JSON that every shop may send, and is heard by the same appliers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sapa.accounts.selectors import workspace
from sapa.commerce.schemas import API, CLOCK_SLACK, Moment, Told
from sapa.commerce.services import apply_heard
from sapa.commerce.services.couriers import is_of_others
from sapa.commerce.sources import generic
from sapa.contacts.services import NOBODY_NAMED
from sapa.domain.csvorders.reasons import ROW_REASONS, sentence
from sapa.domain.formats import exponent
from sapa.events.schemas import TooEarly, Unreadable
from sapa.web.errors import Refused, refusal
from sapa.web.shapes import Money

SOURCE = API
UNKNOWN_ORDER = refusal(
    "unknown_order",
    _("Nobody has told of this order over the API yet."),
    _("Tell of the order first, or name the customer."),
)
SHIPMENT_ELSEWHERE = refusal(
    "shipment_elsewhere",
    _("Another sender told of this tracking number, for another order and another customer."),
    _("Check the tracking number, or name the order or the customer whose parcel it is."),
)
MIXED_CURRENCIES = refusal(
    "mixed_currencies",
    _("The total and the shipping of an order are in one currency."),
    _("Send both in the currency of the order."),
)
STATEMENT_UNUSABLE = refusal(
    "statement_unusable", _("This cannot be kept: %(why)s"), _("Correct the body and send it again.")
)


def tell(entry: Mapping[str, Any], *, payments: Sequence[Told] = (), now: datetime) -> None:
    """Raises Refused(nobody_named, unknown_order, shipment_elsewhere, statement_unusable)."""
    try:
        [heard] = generic.hear([entry], source=SOURCE, moment=moment_at(now))
        parcels = [one for kind, one in heard.subjects if kind == "shipment" and not heard.orders]
        if any(is_of_others(one, SOURCE) for one in parcels):
            raise Refused(SHIPMENT_ELSEWHERE)
        subjects = [*heard.subjects, *(("payment", one) for one in payments)]
        apply_heard(heard=[replace(heard, subjects=subjects)], source=SOURCE, now=now)
    except TooEarly:
        raise Refused(UNKNOWN_ORDER) from None
    except Unreadable as error:
        raise _refused(error.code) from None


def moment_at(now: datetime) -> Moment:
    return Moment(ZoneInfo(workspace().timezone), now, CLOCK_SLACK)


def _refused(code: str) -> Refused:
    if code == "no_customer":
        return Refused(NOBODY_NAMED)
    why = sentence(code, get_language() or "id") if code in ROW_REASONS else code
    return Refused(STATEMENT_UNUSABLE, why=why)


def plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was said, without blanks: times as text."""
    said = {name: value for name, value in given.items() if value not in (None, "")}
    return {n: v.isoformat() if isinstance(v, datetime) else v for n, v in said.items()}


def whole_units(money: Money | None) -> Decimal | None:
    """As people write it: rupiah, dollars and cents."""
    return Decimal(money.amount).scaleb(-exponent(money.currency)) if money else None
