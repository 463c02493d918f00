"""Hours in which a customer likes to be written to, as the policy reads them: what lies outside is busy."""

from datetime import time
from typing import Any, NamedTuple

from sapa.accounts.selectors import settings_in_force
from sapa.domain import policy

FIRST, LAST = "00:00", "24:00"


class OpenHours(NamedTuple):
    start: time
    end: time


def profile_names() -> list[str]:
    """Busy profiles that the policy in force knows by name."""
    return list(_document()["busy_profiles"])


def waking_hours() -> OpenHours:
    """When no quiet hours are, with the numbers of the policy in force."""
    quiet = _document()["quiet"]
    return OpenHours(time.fromisoformat(quiet["end"]), time.fromisoformat(quiet["start"]))


def hours_profile(hours: OpenHours) -> dict[str, Any]:
    """Busy before and after (domain.md S1-A3c)."""
    start, end = (f"{one:%H:%M}" for one in hours)
    around = [[FIRST, start], [end, LAST]]
    return {"windows": [pair for pair in around if pair[0] != pair[1]]}


def open_hours(profile: Any) -> OpenHours | None:
    """The hours of a profile that `hours_profile` made; None for any other."""
    windows = profile.get("windows", []) if isinstance(profile, dict) else []
    start = next((end for begin, end in windows if begin == FIRST), FIRST)
    end = next((begin for begin, end in windows if end == LAST), "")
    found = OpenHours(time.fromisoformat(start), time.fromisoformat(end)) if end else None
    return found if found and hours_profile(found) == profile else None


def _document() -> dict[str, Any]:
    changed = settings_in_force()[1].get("policy", {})
    return policy.merge(policy.default_document(), changed)
