"""Reads for whoever keeps Sapa running: what waits, what died, what was refused at the door."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Count, F, Func, Min, QuerySet
from django.shortcuts import get_object_or_404

from sapa.events.models import (
    Event,
    EventDelivery,
    EventKey,
    RawDelivery,
    RefusedDelivery,
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
)

PAGE = 25
PREVIEW_LETTERS = 160
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Backlog:
    """Received, not processed. `oldest` is when the first of them came in; None when nothing waits."""

    count: int
    oldest: datetime | None

    def age(self, now: datetime) -> timedelta | None:
        return max(now - self.oldest, timedelta()) if self.oldest else None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Newest first. The cursors are ids for `after` and `before`; None at either end."""

    rows: Sequence[Row]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class Refusals:
    day: date
    kind: str
    label: str
    code: str
    count: int


def by_key(keys: Iterable[str]) -> dict[str, Event]:
    """Those of the log that have one of these keys."""
    rows = EventKey.objects.filter(key__in=set(keys)).select_related("event")
    return {row.key: row.event for row in rows}


def raw_backlog() -> Backlog:
    waiting = RawDelivery.objects.filter(state=RawDelivery.State.NEW)
    return Backlog(**waiting.aggregate(count=Count("id"), oldest=Min("received_at")))


def event_backlog() -> Backlog:
    waiting = EventDelivery.objects.filter(state=EventDelivery.State.WAITING)
    return Backlog(**waiting.aggregate(count=Count("id"), oldest=Min("event__recorded_at")))


def dead_raw(*, before: int | None = None, after: int | None = None) -> Page[RawDelivery]:
    """Each with `opening` (its first bytes) and `size`; the body itself is not loaded."""
    opening = Func(
        "body",
        1,
        PREVIEW_LETTERS * 4,
        function="substring",
        output_field=models.BinaryField(),
    )
    size = Func("body", function="octet_length", output_field=models.IntegerField())
    dead = RawDelivery.objects.filter(state=RawDelivery.State.DEAD).defer("body")
    return _page(dead.annotate(opening=opening, size=size).select_related("endpoint"), before, after)


def dead_deliveries(*, before: int | None = None, after: int | None = None) -> Page[EventDelivery]:
    dead = EventDelivery.objects.filter(state=EventDelivery.State.DEAD)
    return _page(dead.select_related("event"), before, after)


def dead_counts() -> tuple[int, int]:
    """(raw deliveries, event deliveries)"""
    raw = RawDelivery.objects.filter(state=RawDelivery.State.DEAD).count()
    return raw, EventDelivery.objects.filter(state=EventDelivery.State.DEAD).count()


def refusals(*, now: datetime, days: int = 7) -> list[Refusals]:
    """Newest day first, then the most frequent; the last `days` days by UTC."""
    since = now.date() - timedelta(days=days - 1)
    rows = RefusedDelivery.objects.filter(day__gte=since).order_by("-day", "-count", "code")
    known = rows.annotate(kind=F("endpoint__kind"), label=F("endpoint__label"))
    return [Refusals(*row) for row in known.values_list("day", "kind", "label", "code", "count")]


def webhooks() -> list[Webhook]:
    """Each with `waiting`, the number of deliveries still to go out."""
    is_waiting = models.Q(webhook=models.OuterRef("pk"), state=WebhookDelivery.State.WAITING)
    waiting = WebhookDelivery.objects.filter(is_waiting).order_by().values("webhook")
    counted = models.Subquery(waiting.annotate(number=Count("id")).values("number"))
    return list(Webhook.objects.annotate(waiting=counted).order_by("id"))


def webhook_by_public_id(public_id: UUID) -> Webhook:
    """Raises Http404."""
    return get_object_or_404(Webhook, public_id=public_id)


def webhook_deliveries(
    webhook_id: int, *, state: str = "", before: int | None = None, after: int | None = None
) -> Page[WebhookDelivery]:
    """Newest first; `state`: waiting, done, dead or all."""
    rows = WebhookDelivery.objects.filter(webhook_id=webhook_id).select_related("event")
    return _page(rows.filter(state=state) if state else rows, before, after)


def webhook_delivery(public_id: UUID) -> WebhookDelivery:
    """Raises Http404."""
    return get_object_or_404(WebhookDelivery.objects.select_related("event", "webhook"), public_id=public_id)


def attempts_by_delivery(delivery_ids: Iterable[int]) -> dict[int, list[WebhookAttempt]]:
    """Oldest first."""
    found: dict[int, list[WebhookAttempt]] = {}
    for one in WebhookAttempt.objects.filter(delivery_id__in=list(delivery_ids)).order_by("id"):
        found.setdefault(one.delivery_id, []).append(one)
    return found


def webhooks_that_stopped() -> list[Webhook]:
    """Those that Sapa itself switched off, because nobody answered, it was not wanted, or its secret is lost."""
    stopped = Webhook.objects.filter(active=False).exclude(off_reason__in=["", Webhook.Off.PERSON])
    return list(stopped.order_by("id"))


def preview(opening: bytes) -> str:
    """What a person can read of a body: one line, shortened, without control letters."""
    text = bytes(opening).decode(errors="replace")
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= PREVIEW_LETTERS else line[: PREVIEW_LETTERS - 1] + "…"


def _page(rows: "QuerySet[Row]", before: int | None, after: int | None) -> Page[Row]:
    """One row more than shown tells whether the page has a neighbour in the direction of reading."""
    if after is not None:
        found = list(rows.filter(id__gt=after).order_by("id")[: PAGE + 1])
        shown = found[:PAGE][::-1]
        return Page(shown, _first(shown) if len(found) > PAGE else None, _last(shown))
    older = rows.filter(id__lt=before) if before is not None else rows
    found = list(older.order_by("-id")[: PAGE + 1])
    shown = found[:PAGE]
    return Page(
        shown, _first(shown) if before is not None else None, _last(shown) if len(found) > PAGE else None
    )


def _first(shown: Sequence[models.Model]) -> int | None:
    return shown[0].pk if shown else None


def _last(shown: Sequence[models.Model]) -> int | None:
    return shown[-1].pk if shown else None


def people_told_of(*, contact_ids: Collection[int], apart_from: Collection[str]) -> set[int]:
    """Those of these people of whom any event tells but those with these keys."""
    own = EventKey.objects.filter(key__in=apart_from).values("event_id")
    told = Event.objects.filter(contact_id__in=contact_ids).exclude(pk__in=own)
    return {pk for pk in told.values_list("contact_id", flat=True).distinct() if pk}
