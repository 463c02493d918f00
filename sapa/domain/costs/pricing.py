"""The provider's words of a price: its category, its type, and the market that the receiver belongs to."""

import re
from functools import lru_cache

import phonenumbers

FREE = "free"
REGULAR = "regular"
UNDELIVERED = "undelivered"
UNKNOWN = "unknown"
USER_ID = re.compile(r"([A-Z]{2})\.")


def normal_category(word: str) -> str:
    """`authentication-international` is `authentication_international`; nothing is `unknown`."""
    return word.strip().lower().replace("-", "_")[:30] or UNKNOWN


def type_of(told: str, billable: bool | None) -> str:
    """`pricing.type`; old bodies tell `billable` alone, which is going away (integrations.md §0.9)."""
    return told.strip().lower()[:30] or (FREE if billable is False else REGULAR)


@lru_cache(maxsize=8192)
def market_of(phone: str, user_id: str = "") -> str:
    """ISO country of a phone (digits, with or without plus), else of the business-scoped user id; "" when unknown."""
    digits = phone.removeprefix("+")
    if digits.startswith("62"):
        return "ID"
    found = _region(digits) if digits else ""
    told = USER_ID.match(user_id)
    return found or (told[1] if told else "")


def _region(digits: str) -> str:
    try:
        number = phonenumbers.parse(f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return ""
    found = phonenumbers.region_code_for_number(number) or ""
    return found if len(found) == 2 and found.isalpha() else ""
