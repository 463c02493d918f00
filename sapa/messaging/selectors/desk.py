"""Conversations as the desk lists them: by tab, filtered, each tab in an order that an index gives."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet, Value

from sapa.messaging.models import Conversation
from sapa.messaging.selectors.conversations import PAGE, Cursor, Page

TABS = ("waiting", "mine", "unassigned", "snoozed", "all", "done")
COUNTED = ("waiting", "mine", "unassigned", "snoozed")
MOST_COUNTED = 100
# Stands in a cursor for «nothing is promised there»: such conversations come after all that have a promise.
NEVER = datetime.max.replace(tzinfo=UTC)
ORDER = {"waiting": "due_at", "snoozed": "snoozed_until"}
NEWEST = "-last_message_at"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`only`: ids, or a query for them, of conversations that may be listed at all; None: any."""

    tab: str
    user_id: int
    team_id: int | None = None
    channel_id: int | None = None
    segment: str = ""
    unread: bool = False
    only: QuerySet[Any] | Collection[int] | None = None


def desk_page(wanted: Wanted, *, after: Cursor | None = None, limit: int = PAGE) -> Page:
    """Waiting: broken promises first, then what runs out next. Snoozed: what comes back next. Else newest first."""
    column = ORDER.get(wanted.tab, NEWEST).lstrip("-")
    rows = listed(wanted, after=after)
    found = list(rows[: limit + 1]) if wanted.only is None else _first(rows, limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], (getattr(last, column) or NEVER, last.pk) if last else None)


def listed(wanted: Wanted, *, after: Cursor | None = None) -> QuerySet[Conversation]:
    """All that follows `after`, in the order of the tab."""
    rows = _filtered(of_tab(wanted.tab, wanted.user_id), wanted).select_related("contact", "channel")
    order = ORDER.get(wanted.tab, NEWEST)
    return _beyond(rows, order, after).order_by(order, "-pk" if order.startswith("-") else "pk")


def _first(rows: QuerySet[Conversation], limit: int) -> list[Conversation]:
    """Of a label, thousands are put in order: by their ids, and only the first are read whole."""
    ids = list(rows.select_related(None).values_list("pk", flat=True)[:limit])
    found = Conversation.objects.select_related("contact", "channel").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def desk_counts(user_id: int) -> dict[str, int]:
    """Of the tabs that want somebody, each up to `MOST_COUNTED`; one query."""
    few = [_marked(tab, user_id) for tab in COUNTED]
    return Counter(tab for (tab,) in few[0].union(*few[1:], all=True))


def of_tab(tab: str, user_id: int) -> QuerySet[Conversation]:
    return Conversation.objects.filter(_belongs(tab, user_id))


def _belongs(tab: str, user_id: int) -> Q:
    """In the words of the indexes of the table."""
    here, people = Q(open=True, snoozed_until=None), ~Q(owner=Conversation.Owner.ASSISTANT)
    return {
        "waiting": here & people & Q(waiting_since__isnull=False),
        "mine": here & Q(assignee_id=user_id),
        "unassigned": here & people & Q(assignee_id=None) & ~Q(preview_direction=""),
        "snoozed": Q(open=True, snoozed_until__isnull=False),
        "done": Q(open=False) & ~Q(preview_direction=""),
    }.get(tab, ~Q(preview_direction=""))


def _marked(tab: str, user_id: int) -> QuerySet[Conversation, tuple[str]]:
    return of_tab(tab, user_id).order_by().values_list(Value(tab))[:MOST_COUNTED]


def _filtered(rows: QuerySet[Conversation], wanted: Wanted) -> QuerySet[Conversation]:
    given = {
        "team_id": wanted.team_id,
        "channel_id": wanted.channel_id,
        "contact__segment": wanted.segment or None,
        "unread__gt": 0 if wanted.unread else None,
        "pk__in": wanted.only,
    }
    return rows.filter(**{name: value for name, value in given.items() if value is not None})


def _beyond(rows: QuerySet[Conversation], order: str, after: Cursor | None) -> QuerySet[Conversation]:
    """The bound on the column alone lets an index begin there."""
    if after is None:
        return rows
    at, pk = after
    column, newest = order.lstrip("-"), order.startswith("-")
    if at == NEVER:
        return rows.filter(**{f"{column}__isnull": True, "pk__gt": pk})
    beyond, further, row = ("lte", "lt", "pk__lt") if newest else ("gte", "gt", "pk__gt")
    there = Q(**{f"{column}__{beyond}": at}) & (Q(**{f"{column}__{further}": at}) | Q(**{row: pk}))
    return rows.filter(there if newest else there | Q(**{f"{column}__isnull": True}))


def desk_rows(public_ids: Iterable[str]) -> list[Conversation]:
    """Those of these that exist, by their ids."""
    chosen = Conversation.objects.filter(public_id__in=list(public_ids))
    return list(chosen.select_related("contact", "channel").order_by("pk"))
