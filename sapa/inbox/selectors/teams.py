"""Who is there to answer."""

from datetime import datetime

from sapa.accounts.models import Membership
from sapa.base.permissions import CAPABILITIES, Capability
from sapa.inbox.models import Presence

ANSWERING = [role for role, may in CAPABILITIES.items() if Capability.INBOX_REPLY in may]


def on_duty(now: datetime) -> list[int]:  # noqa: ARG001 (whose hours it is will be asked here)
    """Ids of the people who may answer customers and have not said that they are off."""
    off = Presence.objects.filter(is_off=True).values("user_id")
    people = Membership.objects.filter(role__in=ANSWERING).exclude(user_id__in=off)
    return list(people.order_by("user_id").values_list("user_id", flat=True))
