"""Teams with their people, and who is at work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.inbox.models import Presence, Team, TeamMember, Ticket
from sapa.inbox.selectors.teams import answering
from sapa.inbox.services.assigning import let_go
from sapa.messaging.models import Conversation
from sapa.web.errors import Refused, refusal

TEAM_TAKEN = refusal(
    "team_taken",
    _("There is a team named «%(name)s» already."),
    _("Choose another name, or change that one."),
)
SEEN = """
INSERT INTO inbox_presence (workspace_id, user_id, is_off, seen_at)
VALUES (%(workspace)b::bigint, %(user)b::bigint, false, now())
ON CONFLICT (workspace_id, user_id) DO UPDATE SET seen_at = now()
WHERE inbox_presence.seen_at < now() - interval '30 seconds'
"""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in a team: as many open conversations as they take at once (None: any), and what they know."""

    most_open: int | None = None
    skills: Sequence[str] = ()


def note_seen(*, user_id: int) -> None:
    """A page of this person is open (machine time); written at most twice a minute."""
    fetch(SEEN, {"workspace": current_workspace_id(), "user": user_id})


@transaction.atomic
def go_off(*, user_id: int, now: datetime) -> None:
    """Nothing new is given to them, and who waits for their answer finds others."""
    _set_off(user_id, True)
    let_go(user_id=user_id, now=now)


def come_back(*, user_id: int) -> None:
    _set_off(user_id, False)


def _set_off(user_id: int, is_off: bool) -> None:
    note_seen(user_id=user_id)
    Presence.objects.filter(user_id=user_id).update(is_off=is_off)


@transaction.atomic
def save_team(
    *,
    team: Team | None,
    name: str,
    way: str,
    topics: Sequence[str],
    takes_vip: bool,
    seats: Mapping[int, Seat],
    now: datetime,
) -> Team:
    """A new one, or the same as it should be now. Raises Refused for a name that another has.

    Only people who may answer customers sit in a team.
    """
    _refuse_taken(team, name)
    saved = team or Team()
    saved.name, saved.way, saved.takes_vip = name, way, takes_vip
    saved.topics = sorted({topic.casefold() for topic in topics})
    saved.save()
    _seat(saved, {user_id: seat for user_id, seat in seats.items() if user_id in set(answering())})
    audit(action="team.changed" if team else "team.made", subject=str(saved.public_id), now=now)
    return saved


@transaction.atomic
def remove_team(*, team: Team, now: datetime) -> None:
    """Its conversations and tickets belong to no team from here; whoever has them keeps them."""
    theirs = Conversation.objects.filter(team_id=team.pk).order_by("pk").select_for_update(of=("self",))
    ids = list(theirs.values_list("pk", flat=True))
    Conversation.objects.filter(pk__in=ids).update(team_id=None, version=F("version") + 1)
    Ticket.objects.filter(team=team).update(team=None)
    TeamMember.objects.filter(team=team).delete()
    audit(action="team.removed", subject=str(team.public_id), now=now)
    team.delete()


def _refuse_taken(team: Team | None, name: str) -> None:
    if Team.objects.filter(name__iexact=name).exclude(pk=team.pk if team else 0).exists():
        raise Refused(TEAM_TAKEN, name=name)


def _seat(team: Team, seats: Mapping[int, Seat]) -> None:
    TeamMember.objects.filter(team=team).exclude(user_id__in=seats).delete()
    for user_id, seat in sorted(seats.items()):
        TeamMember.objects.update_or_create(
            team=team,
            user_id=user_id,
            defaults={
                "most_open": seat.most_open,
                "skills": sorted({skill.casefold() for skill in seat.skills}),
            },
        )
