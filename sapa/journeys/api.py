"""Follow-ups: what is planned, why, and calling one off; and the test box of the contact policy."""

from datetime import datetime, timedelta
from typing import Any, Literal, cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema

from sapa.accounts.api import ApiRequest, may, needs, now_of
from sapa.accounts.models import User
from sapa.accounts.schemas import Scope
from sapa.contacts.selectors import contact_by_public_id, members
from sapa.journeys import selectors, services
from sapa.journeys.models import FollowUp
from sapa.journeys.selectors import timeline as story
from sapa.journeys.services.policy import asking
from sapa.web.errors import Refused
from sapa.web.shapes import UNLIKELY_MOMENT, Given, Moment, Page, Paging, Word, last_first, page_of

router = Router(tags=["follow-ups"])
READ, WRITE = needs(Scope.FOLLOWUPS_READ), needs(Scope.FOLLOWUPS_WRITE)
SOURCES = 16
SEEN_WITH = {
    "contacts": Scope.CONTACTS_READ,
    "orders": Scope.ORDERS_READ,
    "followups": Scope.FOLLOWUPS_READ,
}
"""The parts of a story that `messages:read` alone does not open."""
FARTHEST = timedelta(days=366)


class ReasonTold(Schema):
    """A rule of the contact policy and what it means."""

    code: str
    text: str


class FollowUpTold(Schema):
    """One planned message to one customer for one reason. `next_at`: when it is decided again."""

    id: UUID
    contact_id: UUID
    order_id: UUID | None
    recipe: str
    step: str
    klass: str
    state: str
    dry: bool
    reasons: list[ReasonTold]
    planned_at: datetime
    due_at: datetime
    expires_at: datetime | None
    next_at: datetime | None
    finished_at: datetime | None


class Asked(Paging):
    contact_id: UUID | None = None
    state: Literal["", "waiting", "queued", "sent", "dropped", "rehearsed"] = ""


@router.get("/follow-ups", response=Page[FollowUpTold], summary=_("Follow-ups, last planned first"), **READ)
def list_follow_ups(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    rows = FollowUp.objects.select_related("contact__root", "order")
    if asked.contact_id:
        rows = rows.filter(contact_id__in=members([contact_by_public_id(asked.contact_id).pk]))
    rows = rows.filter(state=asked.state) if asked.state else rows
    return last_first(rows, asked, lambda found: map(_told, found))


@router.get("/follow-ups/{uuid:follow_up_id}", response=FollowUpTold, summary=_("One follow-up"), **READ)
def get_follow_up(request: HttpRequest, follow_up_id: UUID) -> dict[str, Any]:
    return _told(selectors.follow_up_by_public_id(follow_up_id))


@router.post(
    "/follow-ups/{uuid:follow_up_id}/cancel",
    response=FollowUpTold,
    summary=_("Call a follow-up off: it will not be sent"),
    **WRITE,
)
def cancel_follow_up(request: HttpRequest, follow_up_id: UUID) -> dict[str, Any]:
    one = selectors.follow_up_by_public_id(follow_up_id)
    person = get_object_or_404(User, pk=cast(ApiRequest, request).caller.author_id)
    services.cancel_follow_up(follow_up=one, person=person, now=now_of(request))
    return _told(selectors.follow_up_by_public_id(follow_up_id))


class QuestionGiven(Given):
    """May one message of this class go to this customer, now or `at` some other time within a year?"""

    contact_id: UUID
    klass: Literal["reply", "notice", "reminder", "care", "promo"]
    recipe: Word = ""
    at: Moment | None = Field(None, description="Now unless said")


class VerdictTold(Schema):
    """`action`: send, wait or drop; `at`: when it would go."""

    action: str
    at: datetime | None
    reasons: list[ReasonTold]
    zones: list[str]


@router.post(
    "/policy/decide",
    response=VerdictTold,
    summary=_("Ask the contact policy without sending anything"),
    **READ,
)
def decide(request: HttpRequest, given: QuestionGiven) -> dict[str, Any]:
    now = now_of(request)
    at = given.at or now
    if abs(at - now) > FARTHEST:
        raise Refused(UNLIKELY_MOMENT, at=at.isoformat())
    contact = contact_by_public_id(given.contact_id)
    found = asking.ask(contact=contact, klass=given.klass, recipe=given.recipe, at=at).decision
    reasons = [_reason(code) for code in found.reasons]
    return {"action": found.action, "at": found.at, "reasons": reasons, "zones": list(found.zones)}


class EntryTold(Schema):
    """One moment of a customer's story, in words. `kind`: shop, pay, in, out, going, talk, wish, unsent and more."""

    at: datetime
    kind: str
    title: str
    text: str
    who: str


class PartAsked(Paging):
    """`only`: talk, shop (what was bought), or unsent (what was held back, and why)."""

    only: Literal["", "talk", "shop", "unsent"] = ""


@router.get(
    "/contacts/{uuid:contact_id}/timeline",
    response=Page[EntryTold],
    summary=_("A customer's whole story, newest first"),
    tags=["contacts"],
    **needs(Scope.MESSAGES_READ),
)
def list_timeline(request: HttpRequest, contact_id: UUID, asked: Query[PartAsked]) -> dict[str, Any]:
    """What the key may not read elsewhere is left out here too: with `messages:read` alone, messages are told."""
    chosen = contact_by_public_id(contact_id)
    hidden = {name for name, scope in SEEN_WITH.items() if not may(request, scope)}
    told = story.timeline(chosen, cursor=_cursor(asked), limit=asked.limit, only=asked.only, hidden=hidden)
    names = ("at", "kind", "title", "text", "who")
    entries = [{name: getattr(one, name) for name in names} for one in told.entries]
    following = told.next and (told.next[0], told.next[2] * SOURCES + told.next[1])
    return page_of(entries, following or None)


def _cursor(asked: Paging) -> story.Cursor | None:
    """The number of an entry holds its source beside the row's own."""
    place = asked.place()
    return (place[0], place[1] % SOURCES, place[1] // SOURCES) if place else None


def _told(row: FollowUp) -> dict[str, Any]:
    apart = {"id", "contact_id", "order_id", "reasons"}
    return {
        **{name: getattr(row, name) for name in FollowUpTold.model_fields if name not in apart},
        "id": row.public_id,
        "contact_id": (row.contact.root or row.contact).public_id,
        "order_id": row.order.public_id if row.order else None,
        "reasons": [_reason(code) for code in row.reasons],
    }


def _reason(code: str) -> dict[str, str]:
    return {"code": code, "text": selectors.capital(selectors.wording(code))}
