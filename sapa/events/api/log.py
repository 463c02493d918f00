"""The log of what happened, in ids and codes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Schema

from sapa.accounts.api import needs
from sapa.accounts.schemas import Scope
from sapa.contacts.selectors import contact_by_public_id, members
from sapa.events.models import Event
from sapa.events.services import public_data
from sapa.web.shapes import Page, Paging, Word, last_first

router = Router(tags=["events"])


class EventTold(Schema):
    """`data`: public ids of what it is about, and codes; the same as webhooks tell."""

    type: str
    at: datetime
    recorded_at: datetime
    data: dict[str, Any]


class Asked(Paging):
    """`type`: one name of docs/events.md, such as order.placed."""

    type: Word = ""
    contact_id: UUID | None = None


@router.get(
    "/events",
    response=Page[EventTold],
    summary=_("What happened, last recorded first"),
    **needs(Scope.EVENTS_READ),
)
def list_events(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    rows = Event.objects.all()
    rows = rows.filter(name=asked.type) if asked.type else rows
    if asked.contact_id:
        rows = rows.filter(contact_id__in=members([contact_by_public_id(asked.contact_id).pk]))
    return last_first(rows, asked, _told)


def _told(rows: Iterable[Event]) -> list[dict[str, Any]]:
    rows = list(rows)
    data = public_data(rows)
    return [
        {"type": row.name, "at": row.at, "recorded_at": row.recorded_at, "data": data.get(row.pk, {})}
        for row in rows
    ]
