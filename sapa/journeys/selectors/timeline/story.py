"""Pages of the story: every source is read by its own index for one page and laid together by time.

Merged records are one person.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from sapa.accounts.selectors import workspace
from sapa.commerce.models import Payment
from sapa.contacts.models import Consent, Contact, Interaction, OptOut, Sameness
from sapa.contacts.selectors import members
from sapa.domain.journeys.telling import TRIGGER_WORDS
from sapa.events.models import Event
from sapa.journeys.models import FollowUp
from sapa.journeys.selectors.lists import zone_of
from sapa.journeys.selectors.timeline import entries
from sapa.journeys.selectors.timeline.entries import TAKEN_BACK, Entry
from sapa.journeys.selectors.timeline.naming import named
from sapa.journeys.selectors.words import all_definitions
from sapa.messaging.models import Message

PAGE = 30
OF_THE_SHOP = (
    *("order.", "payment.", "shipment.", "return.", "subscription.", "invoice.", "ticket.", "checkout."),
    *("survey.", "review.", "feature.used", "nps.", "feedback.", "assistant.handed_off"),
)
TOLD = tuple(name for name in TRIGGER_WORDS if name.startswith(OF_THE_SHOP))
UNSENT = (FollowUp.State.DROPPED, FollowUp.State.REHEARSED)
PARTS = ("talk", "shop", "unsent")
TOLD_AT = Coalesce("undone_at", "at")
UNTOLD_BY_ORDER = ~Q(status=Payment.Status.PAID, order__paid_at=F("paid_at"))

Cursor = tuple[datetime, int, int]
Rows = QuerySet[Any]


class Source(NamedTuple):
    """`part`: one of `PARTS`, blank for none; `of`: whose rows they are, as scopes of the API name them."""

    part: str
    of: str
    rows: Rows
    column: str
    told: Callable[[Any], Entry]


@dataclass(frozen=True, slots=True)
class Timeline:
    """`zone` of the customer."""

    entries: Sequence[Entry]
    next: Cursor | None
    zone: str


def timeline(
    contact: Contact,
    *,
    cursor: Cursor | None,
    limit: int = PAGE,
    only: str = "",
    hidden: Collection[str] = (),
) -> Timeline:
    """Newest first; `cursor` is the last entry that was shown: (at, source, id). `only`: one of `PARTS`.

    `hidden`: rows that the reader may not see: messages, contacts, orders, followups.
    """
    everyone = list(members([contact.pk]))
    found: list[Entry] = []
    for place, source in enumerate(_sources(everyone)):
        if only in ("", source.part) and source.of not in hidden:
            found += _page(source, place, cursor, limit)
    found.sort(key=lambda one: one.key, reverse=True)
    shown = named(found[:limit], contact.pk)
    last = shown[-1] if len(found) > limit else None
    return Timeline(
        entries=shown,
        next=(last.at, *last.place) if last else None,
        zone=zone_of(contact, workspace().timezone),
    )


def _page(source: Source, place: int, cursor: Cursor | None, limit: int) -> list[Entry]:
    column = source.column
    rows = _older(source.rows, column, place, cursor).order_by(f"-{column}", "-pk")[: limit + 1]
    return [replace(source.told(row), at=getattr(row, column), place=(place, row.pk)) for row in rows]


def _sources(everyone: Sequence[int]) -> Iterable[Source]:
    """Their order decides among entries of one instant, so it stays; new ones come last."""
    theirs, known = Q(contact_id__in=everyone), all_definitions()
    happened = Event.objects.filter(theirs, name__in=TOLD)
    written = Message.objects.filter(theirs).exclude(state__in=TAKEN_BACK, follow_up_id__isnull=False)
    written = written.exclude(direction="out", type="reaction")
    given_up = FollowUp.objects.filter(theirs, state__in=UNSENT, finished_at__isnull=False)
    tried = Payment.objects.filter(UNTOLD_BY_ORDER, order__contact_id__in=everyone)
    ended = OptOut.objects.filter(theirs, ended_at__isnull=False)
    judged = Sameness.objects.filter(Q(first_id__in=everyone) | Q(second_id__in=everyone), verdict="joined")
    return (
        Source("shop", "orders", happened, "at", entries.event),
        Source("talk", "messages", written, "at", partial(entries.message, known=known)),
        Source("talk", "contacts", Interaction.objects.filter(theirs), "at", entries.talk),
        Source("talk", "contacts", OptOut.objects.filter(theirs), "at", entries.wish),
        Source("talk", "contacts", Consent.objects.filter(theirs), "at", entries.consent),
        Source("unsent", "followups", given_up, "finished_at", partial(entries.unsent, known=known)),
        Source("shop", "orders", tried, "status_at", entries.attempt),
        Source("talk", "contacts", ended, "ended_at", entries.wish_ended),
        Source("", "contacts", judged.annotate(told_at=TOLD_AT), "told_at", entries.joined),
    )


def _older(rows: Rows, column: str, place: int, cursor: Cursor | None) -> Rows:
    if cursor is None:
        return rows
    at, last_place, pk = cursor
    if place < last_place:
        return rows.filter(**{f"{column}__lte": at})
    earlier = Q(**{f"{column}__lt": at})
    return rows.filter(earlier | Q(**{column: at, "pk__lt": pk}) if place == last_place else earlier)
