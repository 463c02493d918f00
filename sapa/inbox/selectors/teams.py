"""Who is there to answer, in which team."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import Now
from django.shortcuts import get_object_or_404

from sapa.accounts.models import Membership, User
from sapa.accounts.selectors import calendar, settings_in_force, workspace
from sapa.base.permissions import CAPABILITIES, Capability, Role
from sapa.domain.assigning import Crew, Person
from sapa.domain.service_promise import closed_days, promise_from
from sapa.inbox.models import Presence, Team, TeamMember
from sapa.messaging.models import Conversation

ANSWERING = [role for role, may in CAPABILITIES.items() if Capability.INBOX_REPLY in may]
LEADING = [Role.OWNER, Role.SUPERVISOR]
HERE = timedelta(minutes=10)  # since a page of theirs was last open


def answering() -> list[int]:
    """Ids of everybody who may answer customers."""
    people = Membership.objects.filter(role__in=ANSWERING, user__is_active=True)
    return list(people.order_by("user_id").values_list("user_id", flat=True))


def off_duty() -> set[int]:
    """Those who say that they are off."""
    return set(Presence.objects.filter(is_off=True).values_list("user_id", flat=True))


def is_office_hour(now: datetime) -> bool:
    """For customers or for companies."""
    settings, shop = settings_in_force()[1], workspace()
    promise = promise_from(settings.get("service_promise"), shop.timezone)
    closed = closed_days(calendar(settings), shop.country, promise.closes)
    return any(promise.hours(segment, closed).is_open(now) for segment in promise.weeks)


def on_duty(now: datetime) -> list[int]:
    """Ids of the people who may answer customers, in office hours, and have not said that they are off."""
    if not is_office_hour(now):
        return []
    off = off_duty()
    return [one for one in answering() if one not in off]


def watchers(now: datetime) -> list[int]:
    """Whom a hand-off is told to: whoever is on duty, else those who lead, whatever the hour."""
    leading = Membership.objects.filter(role__in=LEADING).order_by("user_id")
    return on_duty(now) or list(leading.values_list("user_id", flat=True))


def here(now: datetime) -> set[int]:
    """On duty, and with a page open a moment ago (machine time)."""
    seen = Presence.objects.filter(seen_at__gte=Now() - HERE)
    return set(seen.values_list("user_id", flat=True)) & set(on_duty(now))


def loads(user_ids: Iterable[int]) -> dict[int, int]:
    """Open conversations of each."""
    rows = Conversation.objects.filter(open=True, assignee_id__in=list(user_ids))
    counted = rows.values("assignee_id").annotate(count=Count("id")).order_by("assignee_id")
    return {row["assignee_id"] or 0: row["count"] for row in counted}


def crews(now: datetime) -> list[Crew]:
    """Every team with those of it who are here."""
    there = here(now)
    members = list(TeamMember.objects.filter(user_id__in=there).order_by("user_id"))
    busy = loads({one.user_id for one in members})
    return [_crew(team, [one for one in members if one.team_id == team.pk], busy) for team in teams()]


def teams() -> list[Team]:
    return list(Team.objects.order_by("pk"))


def names(user_ids: Iterable[int]) -> dict[int, str]:
    """What people are called; those who have left too."""
    return {one.pk: str(one) for one in User.objects.filter(pk__in=set(user_ids))}


def _crew(team: Team, members: list[TeamMember], busy: dict[int, int]) -> Crew:
    people = (
        Person(one.user_id, busy.get(one.user_id, 0), one.most_open, frozenset(one.skills)) for one in members
    )
    return Crew(
        id=team.pk,
        way=team.way,
        topics=frozenset(team.topics),
        takes_vip=team.takes_vip,
        last=team.last_assignee_id,
        people=tuple(people),
    )


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may answer: whether they are here now, and what they have. `here` is of this moment."""

    id: int
    name: str
    role: str
    is_off: bool
    is_here: bool
    load: int


def colleagues(now: datetime) -> list[Colleague]:
    """Everybody who may answer customers, by name."""
    people = Membership.objects.filter(role__in=ANSWERING).select_related("user")
    rows = list(people.order_by("user__name", "user__email"))
    off, there, busy = off_duty(), here(now), loads(one.user_id for one in rows)
    return [
        Colleague(
            one.user_id,
            str(one.user),
            one.role,
            one.user_id in off,
            one.user_id in there,
            busy.get(one.user_id, 0),
        )
        for one in rows
    ]


def seats() -> dict[int, list[TeamMember]]:
    """By team."""
    found: dict[int, list[TeamMember]] = defaultdict(list)
    for one in TeamMember.objects.order_by("user_id"):
        found[one.team_id].append(one)
    return found


def team_by_public_id(public_id: UUID) -> Team:
    """Raises Http404."""
    return get_object_or_404(Team, public_id=public_id)
