"""What is wrong with a setting, in a sentence: the policy's own check first, then what would be absurd."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapa.domain import policy
from sapa.journeys.selectors.policy.documents import Document, put
from sapa.journeys.selectors.policy.settings import BOTH, NUDGES, Setting, Text

PROFILE_NAME = re.compile(r"^[\w][\w -]{0,39}$")
COUNTRY = re.compile(r"^[A-Z]{2}$")
CODE = re.compile(r"^[1-9][0-9]{0,3}$")
MOST_STEPS = 12

EXPECTED: dict[str, Text] = {
    "span": gettext_lazy("Write both times, like 21:00 and 08:00."),
    "window": gettext_lazy("Write both times, like 09:00 and 17:00."),
    "optional_window": gettext_lazy("Write both times, like 17:30 and 19:00, or leave both blank."),
    "flag": gettext_lazy("Choose yes or no."),
    "choice": gettext_lazy("Choose one of the list."),
    "number": gettext_lazy("Write a number, 0 or more."),
    "priority": gettext_lazy("Write a whole number, 0 or more."),
    "limit": gettext_lazy("Write a whole number; blank or 0 means no limit."),
    "classes": gettext_lazy("Choose from the list."),
    "names": gettext_lazy("Choose from the list."),
    "numbers": gettext_lazy("Write whole numbers with commas between them, like 3, 7, 30, 90."),
    "codes": gettext_lazy("Write calling codes with commas between them, like 1, 44."),
    "profiles": gettext_lazy("Give each profile a short name, at least one pair of times and a day."),
    "weekends": gettext_lazy("Write each country with its two letters, like SA, and choose its days."),
    "lebaran": gettext_lazy("Write how many days before and after, from 0 to 60, and choose for whom."),
    "collection": gettext_lazy("Write both times, like 08:00 and 20:00, and choose at least one day."),
}


def fault_of(one: Setting, value: Any, base: Document) -> str:
    """Why this value of the setting is refused, or an empty text. `base`: the document it is laid upon."""
    if not allowed_by_policy(one, value, base) or absurd(one, value):
        return str(EXPECTED[one.kind])
    if too_large(one, value):
        return _("At most %(most)s.") % {"most": one.most}
    return ""


def allowed_by_policy(one: Setting, value: Any, base: Document) -> bool:
    alone: dict[str, Any] = {}
    put(alone, one.path, value)
    try:
        policy.parse_policy(policy.merge(base, alone))
    except ValueError:
        return False
    return True


def absurd(one: Setting, value: Any) -> bool:
    """What the policy could work with, but nobody can mean."""
    if one.kind == "priority":
        return bool(value < 0)
    if one.kind == "classes":
        return not set(value) <= set(NUDGES)
    if one.kind == "names":
        return not set(value) <= {name for name, _label in one.choices}
    if one.kind == "numbers":
        return not 0 < len(value) <= MOST_STEPS
    if one.kind == "codes":
        return not all(CODE.match(code) for code in value)
    return one.kind in ODD and value is not None and ODD[one.kind](value)


def too_large(one: Setting, value: Any) -> bool:
    values = value if one.kind == "numbers" else [value]
    return one.kind in ("number", "limit", "priority", "numbers") and any((n or 0) > one.most for n in values)


def odd_profiles(profiles: Mapping[str, Any]) -> bool:
    named = all(PROFILE_NAME.match(name) and name != "none" for name in profiles)
    return not named or not all(profile["windows"] and profile["days"] for profile in profiles.values())


def odd_weekends(table: Mapping[str, Any]) -> bool:
    """A country without days would have those of all others."""
    return not all(name == "default" or (COUNTRY.match(name) and days) for name, days in table.items())


def odd_lebaran(pause: Mapping[str, Any]) -> bool:
    classes, segments = set(pause["classes"]), set(pause["segments"])
    known = classes <= set(NUDGES) and segments <= set(BOTH)
    return max(pause["before_days"], pause["after_days"]) > 60 or not (known and classes and segments)


def odd_collection(hours: Mapping[str, Any]) -> bool:
    return not hours["days"]


ODD: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "profiles": odd_profiles,
    "weekends": odd_weekends,
    "lebaran": odd_lebaran,
    "collection": odd_collection,
}
