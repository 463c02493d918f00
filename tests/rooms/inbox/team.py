"""What tests of the team have in common: people with a page open, a team, somebody who waits."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from sapa.accounts.services import add_member
from sapa.base.permissions import Role
from sapa.inbox.models import Presence, Team, TeamMember
from sapa.messaging.models import Conversation
from tests.rooms.inbox.clocks import conversation


def person(name: str, *, role: Role = Role.AGENT, is_off: bool = False, is_here: bool = True) -> int:
    user = add_member(email=f"{name.lower()}@tokosari.test", name=name, role=role).user_id
    if is_here:
        Presence.objects.update_or_create(
            user_id=user, defaults={"seen_at": timezone.now(), "is_off": is_off}
        )
    return int(user)


def team(*people: int, way: str = "round_robin", name: str = "CS", **more: Any) -> Team:
    made = Team.objects.create(name=name, way=way, **more)
    TeamMember.objects.bulk_create([TeamMember(team=made, user_id=one) for one in people])
    return made


def waits(now: datetime, number: int = 1, **more: Any) -> Conversation:
    """Handed over: nobody has it, and the customer waits."""
    where = conversation(now, f"Made {number}", f"+62813000000{number:02}")
    Conversation.objects.filter(pk=where.pk).update(**{"owner": "nobody", "waiting_since": now} | more)
    where.refresh_from_db()
    return where


def assignee(where: Conversation) -> int | None:
    where.refresh_from_db()
    return where.assignee_id
