"""Conversations, their messages and windows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.shortcuts import get_object_or_404

from sapa.contacts.selectors import members
from sapa.messaging.models import Conversation, Message

WINDOW = timedelta(hours=24)
PAGE = 30
MOST_WAITING = 1000
Cursor = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Window:
    """Free text may be sent until `until`; None: the customer has not written yet."""

    open: bool
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first in lists, oldest first in a conversation; `next` is the cursor of older ones or None."""

    rows: Sequence[Any]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class HomeCounts:
    planned: int
    sent: int
    failed: int
    unknown: int
    quarantined: int
    waiting: int


def conversation_by_public_id(public_id: UUID | str) -> Conversation:
    """The one door to a conversation. Raises Http404."""
    conversations = Conversation.objects.select_related("contact", "channel")
    return get_object_or_404(conversations, public_id=public_id)


def conversation_of(message_id: int) -> Conversation:
    """Where this message stands."""
    there = Message.objects.filter(pk=message_id).values("conversation_id")
    return Conversation.objects.select_related("contact", "channel").get(pk__in=there)


def messages_of(conversation_id: int, *, before: Cursor | None = None, limit: int = PAGE) -> Page:
    """One conversation's messages, oldest first; `before` is (at, id) of the oldest one seen."""
    rows = Message.objects.filter(conversation_id=conversation_id)
    page = _page(_older(rows, "at", before), "at", limit)
    return Page(list(reversed(page.rows)), page.next)


def messages_of_contacts(contact_ids: Iterable[int], *, limit: int = PAGE) -> list[Message]:
    """The newest messages with these contacts on all channels, newest first."""
    rows = Message.objects.filter(contact_id__in=list(contact_ids)).select_related("channel")
    return list(rows.order_by("-at", "-id")[:limit])


def window_state(*, contact_id: int, channel_id: int, now: datetime) -> Window:
    """WhatsApp's customer service window: 24 h from the customer's newest message on that number."""
    talks = Conversation.objects.filter(contact_id=contact_id, channel_id=channel_id)
    newest = talks.aggregate(newest=Max("last_inbound_at"))["newest"]
    return window_from(newest, now)


def newest_inbound(contact_ids: Iterable[int]) -> dict[int, datetime]:
    """When each of them last wrote, on any number; nobody who never did."""
    talks = Conversation.objects.filter(contact_id__in=list(contact_ids), last_inbound_at__isnull=False)
    rows = talks.values_list("contact_id").annotate(newest=Max("last_inbound_at"))
    return dict(rows.values_list("contact_id", "newest"))


def window_from(last_inbound_at: datetime | None, now: datetime) -> Window:
    """The same from a conversation's own column."""
    until = last_inbound_at + WINDOW if last_inbound_at else None
    return Window(until is not None and now < until, until)


def home_counts(*, since: datetime) -> HomeCounts:
    """Outbound messages by what became of them since then, and conversations that wait for an answer."""
    state = Message.State
    out = Message.objects.filter(direction="out")
    open_ends = [state.PLANNED, state.SENDING, state.UNKNOWN, state.QUARANTINED]
    counted = out.filter(Q(at__gte=since) | Q(accepted_at__gte=since) | Q(state__in=open_ends)).aggregate(
        planned=Count("id", filter=Q(state=state.PLANNED)),
        sent=Count("id", filter=Q(state=state.ACCEPTED, accepted_at__gte=since) & ~Q(delivery="failed")),
        failed=Count("id", filter=(Q(state=state.FAILED) | Q(delivery="failed")) & Q(failed_at__gte=since)),
        unknown=Count("id", filter=Q(state__in=[state.UNKNOWN, state.SENDING])),
        quarantined=Count("id", filter=Q(state=state.QUARANTINED)),
    )
    return HomeCounts(**counted, waiting=waiting_count())


def waiting_count() -> int:
    """Conversations of people whose customer waits for an answer, up to a thousand."""
    waiting = Conversation.objects.filter(open=True, snoozed_until=None, waiting_since__isnull=False)
    return waiting.exclude(owner=Conversation.Owner.ASSISTANT)[:MOST_WAITING].count()


def last_nudges(contact_ids: Iterable[int], *, before: datetime) -> dict[int, Message]:
    """The newest message that was sent to each person by itself, not as an answer, before that time.

    What is sent for a joined record reaches the number of its root, and is answered from there.
    """
    wanted = set(contact_ids)
    people = members(wanted)
    rows = Message.objects.filter(
        contact_id__in=list(people),
        direction="out",
        at__lt=before,
        klass__in=["reminder", "care", "promo"],
    )
    newest = (
        rows.filter(accepted_at__isnull=False).order_by("contact_id", "-at", "-id").distinct("contact_id")
    )
    of_person = {people[row.contact_id]: row for row in sorted(newest, key=lambda one: (one.at, one.pk))}
    return {pk: of_person[people[pk]] for pk in wanted if people.get(pk) in of_person}


def uncertain() -> QuerySet[Message]:
    """«Belum pasti terkirim»: for a person to decide."""
    rows = Message.objects.filter(state=Message.State.QUARANTINED).select_related("contact", "channel")
    return rows.order_by("-at", "-id")


def cancelled(message_ids: Iterable[int]) -> set[int]:
    """Those of these messages that will not leave any more."""
    rows = Message.objects.filter(id__in=list(message_ids), state=Message.State.CANCELLED)
    return set(rows.values_list("id", flat=True))


def _older(rows: QuerySet[Any], column: str, before: Cursor | None) -> QuerySet[Any]:
    if before is not None:
        at, pk = before
        rows = rows.filter(Q(**{f"{column}__lt": at}) | Q(**{column: at, "pk__lt": pk}))
    return rows.order_by(f"-{column}", "-pk")


def _page(rows: QuerySet[Any], column: str, limit: int) -> Page:
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], (getattr(last, column), last.pk) if last else None)
