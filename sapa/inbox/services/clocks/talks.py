"""Clocks of conversations: the first answer of a person, each turn, and what was handed to people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import Min, Q

from sapa.inbox.models import Clock
from sapa.inbox.services.clocks import keeping
from sapa.inbox.services.clocks.answers import Answer, answers_since, said_after, said_in
from sapa.inbox.services.clocks.talk import Talk
from sapa.messaging.models import Conversation
from sapa.messaging.services import note_due, wait_again

By = Literal["agent", "assistant", "system"]


@transaction.atomic
def customer_wrote(*, message_ids: Iterable[int], now: datetime) -> None:  # noqa: ARG001 (the shape of all)
    """A turn begins, or has begun earlier than was known. Late, repeated or out of order says the same."""
    said = said_in(message_ids)
    talks = _talks(said, since=min((some[0].at for some in said.values()), default=None))
    for talk in talks:
        if talk.row.open:
            for one in said[talk.row.pk]:
                talk.hear(one)
    _write(talks)


@transaction.atomic
def answered(
    *,
    conversation_id: int,
    by: By,
    author_id: int | None = None,
    at: datetime,
    now: datetime,  # noqa: ARG001
) -> None:
    """An answer of a person meets everything that began before; one of a machine only the turn.

    What the customer wrote after an answer that is told late waits on.
    """
    talks = _talks([conversation_id], since=at)
    for talk in talks:
        talk.answer(Answer(at, by, author_id, on_phone=True))
        if talk.row.open and talk.row.last_inbound_at and talk.row.last_inbound_at > at:
            for one in said_after(conversation_id, at):
                talk.hear(one)
    _write(talks)


@transaction.atomic
def unanswered(*, conversation_id: int, now: datetime) -> None:  # noqa: ARG001
    """The newest answer failed: what it met runs again from its old beginning, unless another answer stands."""
    talks = _talks([conversation_id], since=_newest_met(conversation_id))
    for talk in talks:
        revived = talk.take_back_answer()
        if revived:
            wait_again(conversation_id=conversation_id, since=revived.started_at)
    _write(talks)


@transaction.atomic
def handed_off(*, conversation_id: int, at: datetime, now: datetime) -> None:  # noqa: ARG001
    """From here on a person is waited for."""
    talks = _talks([conversation_id], since=at)
    for talk in talks:
        if talk.row.open:
            talk.hand_off(at)
    _write(talks)


@transaction.atomic
def released(*, conversation_id: int, now: datetime) -> list[int]:
    """Closed without an answer: nobody waits any more. Returns the clocks that were let go."""
    talks = _talks([conversation_id], since=None)
    for talk in talks:
        talk.let_all_go(now)
    _write(talks)
    return [clock.pk for talk in talks for clock in talk.changed]


@transaction.atomic
def taken_up_again(*, conversation_id: int, clock_ids: Iterable[int], now: datetime) -> None:  # noqa: ARG001
    """It was closed by mistake: what was let go then runs as if nothing had been."""
    rows = Clock.objects.filter(pk__in=list(clock_ids), conversation_id=conversation_id, ticket=None)
    talks = _talks([conversation_id], since=None)
    for talk in talks:
        talk.take_up_again(rows.filter(state=Clock.State.DROPPED).order_by("started_at", "id"))
    _write(talks)


@transaction.atomic
def reprioritise(*, conversation_id: int) -> None:
    talks = _talks([conversation_id], since=None)
    for talk in talks:
        talk.reprioritise()
    _write(talks)


def _newest_met(conversation_id: int) -> datetime | None:
    """When the oldest of those began that the newest answer has met."""
    met = Clock.objects.filter(conversation_id=conversation_id, ticket=None, state=Clock.State.MET)
    newest = met.order_by("-met_at").values_list("met_at", flat=True).first()
    return met.filter(met_at=newest).aggregate(oldest=Min("started_at"))["oldest"] if newest else None


def _talks(conversation_ids: Iterable[int], *, since: datetime | None) -> list[Talk]:
    """Locked in ascending order, with running clocks, and those that were met and answers given `since`, if any."""
    wanted = sorted(set(conversation_ids))
    rows = Conversation.objects.filter(pk__in=wanted).select_related("contact__root").order_by("pk")
    held = list(rows.select_for_update(of=("self",)))
    if not held:
        return []
    clocks = _clocks(wanted, since)
    answers = answers_since(wanted, since) if since else {}
    given = keeping.book()
    return [Talk(row, clocks.get(row.pk, []), answers.get(row.pk, []), given) for row in held]


def _clocks(conversation_ids: Sequence[int], since: datetime | None) -> dict[int, list[Clock]]:
    rows = Clock.objects.filter(conversation_id__in=conversation_ids, ticket=None)
    wanted = Q(state__in=keeping.ACTIVE) | Q(kind=Clock.Kind.FIRST)
    near = wanted | Q(met_at__gte=since) if since else wanted
    found: dict[int, list[Clock]] = defaultdict(list)
    for one in rows.exclude(state=Clock.State.DROPPED).filter(near).order_by("started_at", "id"):
        found[one.conversation_id or 0].append(one)
    return found


def _write(talks: Sequence[Talk]) -> None:
    keeping.write([clock for talk in talks for clock in talk.changed])
    note_due(due={talk.row.pk: talk.due_at for talk in talks})
