"""When nobody takes what was handed over: told once more, and shown above the list until somebody does."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from sapa.accounts.selectors import settings_in_force, workspace_ids
from sapa.accounts.services import audit, change_settings
from sapa.base.scope import workspace_scope
from sapa.inbox.models import Handoff
from sapa.inbox.selectors.teams import watchers
from sapa.inbox.services import notices
from sapa.inbox.services.clocks.keeping import book
from sapa.messaging.models import Conversation
from sapa.messaging.services.conversations import tell

SETTING = "handoff_minutes"
DEFAULT_MINUTES = 10
MOST_MINUTES = 24 * 60
BATCH = 200


def remind_untaken(*, now: datetime) -> int:
    """In every workspace; each hand-off once, by whichever worker comes first. Returns how many."""
    return sum(_remind(workspace_id, now) for workspace_id in workspace_ids())


def minutes_until_reminded(settings: Mapping[str, Any] | None = None) -> int:
    """Of open hours; 0: nobody is reminded."""
    given = settings if settings is not None else settings_in_force()[1]
    return int(given.get(SETTING, DEFAULT_MINUTES))


@transaction.atomic
def choose_minutes(*, minutes: int, now: datetime) -> None:
    """ValueError for less than nothing or more than a day."""
    if not 0 <= minutes <= MOST_MINUTES:
        raise ValueError(minutes)
    change_settings(changes={SETTING: minutes}, now=now)
    audit(action="handoff_minutes.changed", now=now, data={"minutes": minutes})


def _remind(workspace_id: int, now: datetime) -> int:
    with workspace_scope(workspace_id):
        minutes = minutes_until_reminded()
        late = _held(_late(timedelta(minutes=minutes), now)) if minutes else []
        if not late:
            return 0
        Handoff.objects.filter(pk__in=[one.pk for one in late]).update(reminded_at=now)
        whom = watchers(now)
        for one in sorted(late, key=lambda each: each.conversation_id):
            notices.tell(kind="nobody_took", user_ids=whom, conversation_id=one.conversation_id, now=now)
        tell(changed=[one.conversation_id for one in late])
        return len(late)


def _late(wait: timedelta, now: datetime) -> Sequence[Handoff]:
    """Minutes outside of open hours do not count: who wrote at night is told of some minutes after opening."""
    rows = Handoff.objects.filter(
        taken_at=None, reminded_at=None, at__lte=now - wait, conversation__open=True
    )
    waiting = rows.select_related("conversation__contact__root").order_by("at", "pk")
    found = list(waiting[:BATCH])
    given = book() if found else None
    return [one for one in found if _seconds(given, one, now) >= wait.total_seconds()]


def _held(late: Iterable[Handoff]) -> list[Handoff]:
    """Those that still wait. The conversation is held first, as by whoever takes it: one that somebody has in hands
    is left for the next look.
    """
    wanted = {one.pk: one.conversation_id for one in late}
    talks = Conversation.objects.filter(pk__in=wanted.values()).order_by("pk")
    held = list(talks.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))
    return list(Handoff.objects.filter(pk__in=wanted, conversation__in=held, taken_at=None, reminded_at=None))


def _seconds(given: Any, one: Handoff, now: datetime) -> int:
    contact = one.conversation.contact.root or one.conversation.contact
    hours = given.promise.hours(contact.segment, given.closed)
    return int(hours.business_seconds(one.at, now))
