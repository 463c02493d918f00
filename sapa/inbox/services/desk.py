"""What a person does with one conversation or many at once, and how it is taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.inbox.models import Label, Labelled, Team
from sapa.inbox.services import clocks
from sapa.inbox.services.handoffs import end_stretches, give_to_person, give_to_team, resume_stretches
from sapa.messaging import services as messaging
from sapa.messaging.models import Conversation, Message
from sapa.messaging.services.conversations import tell
from sapa.web.errors import Refused, refusal

NOTHING_CHOSEN = refusal(
    "nothing_chosen", _("No conversation is chosen."), _("Choose one in the list first.")
)
TOO_MANY_CHOSEN = refusal(
    "too_many_chosen",
    _("At most %(most)s conversations can be changed at once."),
    _("Choose fewer, and do it again for the rest."),
)
SNOOZE_NOT_AHEAD = refusal(
    "snooze_not_ahead",
    _("A conversation is put off to a time that lies ahead, within a year."),
    _("Choose another time."),
)
MOST = 100
LONGEST_SNOOZE = timedelta(days=366)
TIMES = frozenset({"waiting_since", "snoozed_until"})
# By what is done: these are remembered, and given back when it is taken back.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "close": ("open", "waiting_since", "unread", "snoozed_until"),
    "snooze": ("snoozed_until",),
    "label": (),
    "priority": ("priority",),
    "read": ("unread",),
}


@dataclass(frozen=True, slots=True)
class Done:
    """What was done to how many, and how each was before and after, by its id, for whoever takes it back."""

    deed: str
    at: datetime
    before: Mapping[int, Mapping[str, Any]]
    after: Mapping[int, Mapping[str, Any]]

    def as_json(self) -> dict[str, Any]:
        return {
            "deed": self.deed,
            "at": self.at.isoformat(),
            "before": {str(pk): _plain(told) for pk, told in self.before.items()},
            "after": {str(pk): _plain(told) for pk, told in self.after.items()},
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Done":
        before, after = (
            {int(pk): _read(one) for pk, one in told[part].items()} for part in ("before", "after")
        )
        return cls(told["deed"], datetime.fromisoformat(told["at"]), before, after)


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in told.items()}


def _read(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value) if name in TIMES and value else value
        for name, value in told.items()
    }


@transaction.atomic
def close(*, conversation_ids: Iterable[int], now: datetime, unread: bool = True) -> Done:
    """Done with them; whoever still waited is answered by nobody. The next message opens a new conversation.

    Without `unread` those stay open in which something stands that nobody of the team has read.
    """
    talks = [one for one in _held(conversation_ids, open=True) if unread or not one.unread]
    let_go: dict[int, list[int]] = {}
    for one in talks:
        messaging.close_conversation(conversation_id=one.pk)
        let_go[one.pk] = clocks.released(conversation_id=one.pk, now=now)
    end_stretches(conversation_ids=_ids(talks), at=now)
    done = _done("close", talks, now)
    return replace(done, before={pk: {**told, "clocks": let_go[pk]} for pk, told in done.before.items()})


@transaction.atomic
def snooze(*, conversation_ids: Iterable[int], until: datetime | None, now: datetime) -> Done:
    """Out of the lists until then or until its customer writes; None: back at once. Raises Refused."""
    if until is not None and not now < until <= now + LONGEST_SNOOZE:
        raise Refused(SNOOZE_NOT_AHEAD)
    talks = _held(conversation_ids, open=True)
    messaging.desk(conversation_ids=_ids(talks), snoozed_until=until)
    return _done("snooze", talks, now)


@transaction.atomic
def put_labels(
    *, conversation_ids: Iterable[int], on: Iterable[int] = (), off: Iterable[int] = (), now: datetime
) -> Done:
    """Labels by id; those that a conversation has already stay."""
    talks = _held(conversation_ids)
    before = _labels_of(talks)
    wanted = Label.objects.filter(pk__in=list(on))
    fresh = [Labelled(conversation=one, label=label) for label in wanted for one in talks]
    Labelled.objects.bulk_create(fresh, ignore_conflicts=True)
    Labelled.objects.filter(conversation__in=talks, label_id__in=list(off)).delete()
    tell(changed=_ids(talks))
    return Done("label", now, before, _labels_of(talks))


@transaction.atomic
def assign(*, conversation_ids: Iterable[int], to: int, by: User, now: datetime) -> int:
    """To a colleague, who is told; how many. Raises Refused: no_such_colleague and as every deed."""
    talks = _chosen(conversation_ids, open=True)
    for one in talks:
        give_to_person(conversation=one, to=to, by=by, now=now)
    return len(talks)


@transaction.atomic
def pass_to_team(*, conversation_ids: Iterable[int], team: Team, by: User, now: datetime) -> int:
    """They wait for anybody of the team; how many. Raises Refused as every deed."""
    talks = _chosen(conversation_ids, open=True)
    for one in talks:
        give_to_team(conversation=one, team=team, by=by, now=now)
    return len(talks)


@transaction.atomic
def prioritise(*, conversation_ids: Iterable[int], priority: int, now: datetime) -> Done:
    """0 normal, 1 high, 2 urgent; promises that run are counted anew."""
    talks = _held(conversation_ids, open=True)
    messaging.desk(conversation_ids=_ids(talks), priority=priority)
    for one in talks:
        clocks.reprioritised(conversation_id=one.pk, now=now)
    return _done("priority", talks, now)


@transaction.atomic
def read_all(*, conversation_ids: Iterable[int], now: datetime) -> Done:
    talks = _held(conversation_ids)
    for one in talks:
        messaging.mark_read(conversation_id=one.pk)
    return _done("read", talks, now)


@transaction.atomic
def take_back(*, done: Done, now: datetime) -> int:
    """How many are as before; what somebody has changed since stays as it is now."""
    rows = {one.pk: one for one in _held(done.before)}
    if done.deed == "label":
        return _relabel(done, rows)
    same = [one for one in rows.values() if _state(done.deed, one) == done.after[one.pk]]
    return len([one for one in same if _restore(done, one, now)])


def _restore(done: Done, one: Conversation, now: datetime) -> bool:
    before = done.before[one.pk]
    if done.deed == "close":
        return _reopen(one, before, done.at, now)
    messaging.desk(conversation_ids=[one.pk], **before)
    if done.deed == "priority":
        clocks.reprioritised(conversation_id=one.pk, now=now)
    return True


def _reopen(one: Conversation, before: Mapping[str, Any], closed_at: datetime, now: datetime) -> bool:
    """A customer who waited goes on waiting, with the promises and the people's stretch that ran before."""
    since = before["waiting_since"]
    if not messaging.reopen(conversation_ids=[one.pk], waiting={one.pk: since} if since else {}):
        return False
    messaging.desk(conversation_ids=[one.pk], unread=before["unread"], snoozed_until=before["snoozed_until"])
    resume_stretches(conversation_id=one.pk, ended_at=closed_at)
    if let_go := before.get("clocks"):
        clocks.taken_up_again(conversation_id=one.pk, clock_ids=let_go, now=now)
    elif since:
        said = Message.objects.filter(conversation=one, direction="in", at__gte=since)
        clocks.customer_wrote(message_ids=list(said.values_list("pk", flat=True)), now=now)
    return True


def _relabel(done: Done, rows: Mapping[int, Conversation]) -> int:
    for pk, one in rows.items():
        before, after = set(done.before[pk]["labels"]), set(done.after[pk]["labels"])
        Labelled.objects.filter(conversation=one, label_id__in=after - before).delete()
        lost = Label.objects.filter(pk__in=before - after)
        fresh = [Labelled(conversation=one, label=label) for label in lost]
        Labelled.objects.bulk_create(fresh, ignore_conflicts=True)
    tell(changed=list(rows))
    return len(rows)


def _chosen(conversation_ids: Iterable[int], **which: Any) -> QuerySet[Conversation]:
    """In ascending order. Raises Refused: nothing_chosen, too_many_chosen."""
    wanted = sorted(set(conversation_ids))
    if not wanted:
        raise Refused(NOTHING_CHOSEN)
    if len(wanted) > MOST:
        raise Refused(TOO_MANY_CHOSEN, most=MOST)
    return Conversation.objects.filter(pk__in=wanted, **which).order_by("pk")


def _held(conversation_ids: Iterable[int], **which: Any) -> list[Conversation]:
    """With their columns as they are now."""
    return list(_chosen(conversation_ids, **which).select_for_update(no_key=True))


def _done(deed: str, before: Sequence[Conversation], now: datetime) -> Done:
    after = Conversation.objects.in_bulk(_ids(before))
    return Done(
        deed,
        now,
        {one.pk: _state(deed, one) for one in before},
        {one.pk: _state(deed, after[one.pk]) for one in before},
    )


def _state(deed: str, one: Conversation) -> dict[str, Any]:
    return {name: getattr(one, name) for name in COLUMNS[deed]}


def _labels_of(talks: Sequence[Conversation]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {one.pk: {"labels": []} for one in talks}
    rows = Labelled.objects.filter(conversation__in=talks).order_by("label_id")
    for conversation_id, label_id in rows.values_list("conversation_id", "label_id"):
        found[conversation_id]["labels"].append(label_id)
    return found


def _ids(talks: Sequence[Conversation]) -> list[int]:
    return [one.pk for one in talks]
