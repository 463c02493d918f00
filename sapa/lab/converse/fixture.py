"""A shop as a file describes it; unknown keys are passed over, what is needed and missing is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sapa.domain.csvorders import cells
from sapa.domain.zones.clock import clock_of

Part = Mapping[str, Any]
HOME = "Asia/Jakarta"


class FixtureError(ValueError):
    """What is missing or cannot be read, and where."""


@dataclass(frozen=True, slots=True)
class Fixture:
    """`now`: when the file was true. Parts as in the file, each with an `id` of its own."""

    now: datetime
    zone: str
    business: Part
    customers: Sequence[Part] = ()
    orders: Sequence[Part] = ()
    subscriptions: Sequence[Part] = ()
    products: Sequence[Part] = ()
    payments: Sequence[Part] = ()
    returns: Sequence[Part] = ()
    articles: Sequence[Part] = ()

    def instant(self, value: object) -> datetime | None:
        return instant(value, self.zone)


def read(plain: object) -> Fixture:
    """Raises FixtureError."""
    if not isinstance(plain, dict):
        raise FixtureError("fixture: a JSON object is expected")
    business = plain.get("business") or {}
    if not isinstance(business, dict):
        raise FixtureError("business: an object is expected")
    zone = zone_of(business.get("timezone")) or HOME
    now = instant(plain.get("now"), zone)
    if now is None:
        raise FixtureError("now: a time is expected")
    return Fixture(
        now=now,
        zone=zone,
        business=business,
        customers=_parts(plain, "customers"),
        orders=_parts(plain, "orders", also="number"),
        subscriptions=_parts(plain, "subscriptions"),
        products=_parts(plain, "products", also="sku"),
        payments=_parts(plain, "payments"),
        returns=_parts(plain, "returns"),
        articles=_parts(plain, "kb" if "kb" in plain else "articles"),
    )


def instant(value: object, zone: str) -> datetime | None:
    """A day without an hour is its first moment in `zone`. Raises FixtureError."""
    if value in (None, ""):
        return None
    try:
        return cells.instant(str(value), ZoneInfo(zone))
    except cells.CellError as error:
        raise FixtureError(f"{value!r} is no time") from error


def zone_of(value: object) -> str:
    """Blank for what is no zone."""
    try:
        return clock_of(str(value)).name if value else ""
    except ValueError:
        return ""


def amount_of(value: object) -> int:
    """Whole units; blank and null are none. Raises FixtureError."""
    if value in (None, ""):
        return 0
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FixtureError(f"{value!r} is no amount")
    return int(value)


def text_of(part: Part, *names: str) -> str:
    """The first of these keys that says something."""
    return next((str(part[name]).strip() for name in names if part.get(name) not in (None, "", [], {})), "")


def _parts(plain: Part, name: str, *, also: str = "") -> Sequence[Part]:
    found = plain.get(name)
    found = [] if found is None else found
    if not isinstance(found, list):
        raise FixtureError(f"{name}: a list is expected")
    return [_part(one, f"{name}[{place}]", also) for place, one in enumerate(found)]


def _part(one: object, where: str, also: str) -> Part:
    if not isinstance(one, dict):
        raise FixtureError(f"{where}: an object is expected")
    pk = text_of(one, "id", also)
    if not pk:
        raise FixtureError(f"{where}: id is missing")
    return {**one, "id": pk}
