"""`{{ amount|money:"IDR" }}` and friends: domain/formats in the reader's language and zone.

Filters take the IANA zone as argument and fall back on Django's current zone. Tags that need to know
what time it is read `now` (aware, business time) and `zone` from the context.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.translation import get_language, gettext

from sapa.base.masking import is_masked, seen_email, seen_phone, seen_text
from sapa.domain import formats

register = template.Library()


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def zone_or_current(zone: str) -> str:
    return zone or timezone.get_current_timezone_name()


@register.filter
def money(amount: int | None, currency: str = "IDR") -> str:
    return "–" if amount is None else formats.money(amount, currency, language())


@register.filter
def money_short(amount: int | None, currency: str = "IDR") -> str:
    return "–" if amount is None else formats.money_short(amount, currency, language())


@register.filter
def number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    return "–" if value is None else formats.number(value, language(), decimals)


@register.filter
def percent(share: float | Decimal | None, decimals: int = 0) -> str:
    return "–" if share is None else formats.percent(share, language(), decimals)


@register.filter
def moment(at: datetime | None, zone: str = "") -> str:
    return "–" if at is None else formats.moment(at, zone_or_current(zone), language())


@register.filter
def clock(at: datetime | None, zone: str = "") -> str:
    return "–" if at is None else formats.clock(at, zone_or_current(zone), language())


@register.filter
def zoned_clock(at: datetime | None, zone: str = "") -> str:
    """`14.05 WIB`, where the day stands above."""
    return "–" if at is None else f"{clock(at, zone)} {formats.zone_label(at, zone_or_current(zone))}"


@register.filter
def day(at: datetime | None, zone: str = "") -> str:
    return "–" if at is None else formats.day(formats.local_date(at, zone_or_current(zone)), language())


@register.filter
def long_day(at: datetime | None, zone: str = "") -> str:
    return "–" if at is None else formats.long_day(formats.local_date(at, zone_or_current(zone)), language())


@register.filter
def phone(e164: str | None) -> str:
    """A customer's, masked for whom the role does not let see it."""
    return seen_phone(e164) if e164 and is_masked() else shop_phone(e164)


@register.filter
def shop_phone(e164: str | None) -> str:
    """The shop's own number, which everybody may see."""
    return formats.phone(e164) if e164 else "–"


@register.filter
def typed_phone(raw: str) -> str:
    """A customer's, as it was written."""
    return seen_phone(raw)


@register.filter
def email(address: str) -> str:
    return seen_email(address)


@register.filter
def freely(text: str) -> str:
    """What somebody wrote: a phone in it is masked as those outside of it are."""
    return seen_text(text)


@register.filter
def who(person: object) -> str:
    """A customer without a name is called by the phone; one who hides it still needs something to click."""
    name = str(person)
    is_phone = name.startswith("+") and name[1:].isdecimal()
    return formats.phone(name) if is_phone else name or gettext("Unknown")


@register.filter
def span(length: timedelta | None) -> str:
    return "–" if length is None else formats.span(length, language())


@register.filter
def words(text: str) -> list[str]:
    return text.split()


@register.simple_tag(takes_context=True)
def relative_day(context: Context, at: datetime, zone: str = "") -> str:
    return formats.relative_day(at, context["now"], context_zone(context, zone), language())


@register.simple_tag(takes_context=True)
def list_time(context: Context, at: datetime, zone: str = "") -> str:
    return formats.list_time(at, context["now"], context_zone(context, zone), language())


def context_zone(context: Context, zone: str) -> str:
    return zone_or_current(zone or context.get("zone") or "")
