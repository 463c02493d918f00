"""The people of the team, as they are named in notes and lists."""

from dataclasses import dataclass

from sapa.accounts.models import Membership
from sapa.base.permissions import Capability, allowed


@dataclass(frozen=True, slots=True)
class Colleague:
    user_id: int
    name: str


def colleagues() -> list[Colleague]:
    """Who may see conversations, by name."""
    rows = Membership.objects.filter(user__is_active=True).select_related("user")
    seeing = [one.user for one in rows if allowed(one.role, Capability.INBOX_VIEW)]
    found = [Colleague(user.pk, user.name or user.email.split("@")[0]) for user in seeing]
    return sorted(found, key=lambda one: (one.name.casefold(), one.user_id))
