"""Hand-off cards ready to be drawn: codes in words, ids as what they name, one set of questions for many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.commerce.models import Order
from sapa.inbox.models import Handoff, Team, Ticket
from sapa.inbox.selectors import packages
from sapa.journeys.selectors import recipe_name
from sapa.messaging.models import Conversation, Message

REASONS = {
    "not_understood": _("The assistant could not answer this from data."),
    "late": _("It came more than an hour late, so the assistant did not answer by itself."),
    "ask_opt_out": _("The customer's wish must be clarified."),
    "given": _("A colleague gave it to the team."),
    **packages.REASONS,
}
OTHER_REASON = _("The assistant handed it over.")
MISSING = {
    "name": _("the customer's name"),
    "no_order": _("the order it is about: none is known of this customer"),
    "which_order": _("which of the open orders it is about"),
    "tracking": _("the tracking number: the parcel is on its way without one"),
}
NEXT = {
    "clarify_wish": _("Ask what the customer no longer wants, then write it down."),
    "look_at_ticket": _("Look at the open ticket first: the customer may be asking about it."),
    "ask_courier": _("Ask the courier: the parcel is late or stuck. Tell the customer when you know more."),
    "ask_order": _("Ask for the order number, or for the name and number it was ordered with."),
    "ask_which_order": _("Ask which order it is about."),
    "look_at_payment": _("Look whether the payment has come; tell how to pay if it has not."),
    "tell_position": _("Tell where the parcel is; the tracking stands with the order."),
    "late_answer": _("Apologise for the wait, then answer."),
    "read_and_answer": _("Read the story above and answer."),
}


@dataclass(frozen=True, slots=True)
class OrderThen:
    """`status` and `parcel` as they were at the hand-off."""

    number: str
    url_id: Any
    status: str
    parcel: str
    paid: bool
    eta: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """`waits`: nobody has taken it, and it was not closed meanwhile. `is_stretch`: a person took it unasked, so there
    is nothing to tell.
    """

    handoff: Handoff
    reason: str
    asked: Sequence[Message] = ()
    said: Sequence[Message] = ()
    follow_up: Message | None = None
    follow_up_name: str = ""
    orders: Sequence[OrderThen] = ()
    tickets: Sequence[Ticket] = ()
    missing: Sequence[str] = ()
    next: str = ""
    due_at: datetime | None = None
    taken_by: str = ""
    given_by: str = ""
    team: str = ""
    package: packages.Package | None = None

    @property
    def waits(self) -> bool:
        return self.handoff.taken_at is None and self.handoff.ended_at is None

    @property
    def is_stretch(self) -> bool:
        return self.handoff.reason == "taken"


@dataclass(slots=True)
class Named:
    """Everything that the cards name, by id."""

    messages: dict[int, Message] = field(default_factory=dict)
    orders: dict[int, Order] = field(default_factory=dict)
    tickets: dict[int, Ticket] = field(default_factory=dict)
    people: dict[int, User] = field(default_factory=dict)
    teams: dict[int, Team] = field(default_factory=dict)


def cards_of(handoffs: Iterable[Handoff]) -> list[Card]:
    """At most five questions, however many there are; what is gone since is left out."""
    rows = list(handoffs)
    cards = [row.card for row in rows]
    named = Named(
        messages=_by_id(Message, [pk for card in cards for pk in _messages(card)]),
        orders=_by_id(Order, [one["id"] for card in cards for one in card.get("orders", ())]),
        tickets=_by_id(Ticket, [pk for card in cards for pk in card.get("tickets", ())]),
        people=_by_id(User, [row.taken_by_id for row in rows] + [card.get("given_by") for card in cards]),
        teams=_by_id(Team, [card.get("team") for card in cards]),
    )
    return [_card(row, named) for row in rows]


def _by_id(model: Any, ids: Iterable[int | None]) -> dict[int, Any]:
    wanted = {pk for pk in ids if pk}
    return {row.pk: row for row in model.objects.filter(pk__in=wanted)} if wanted else {}


def _messages(card: Mapping[str, Any]) -> list[int | None]:
    told = packages.messages_of(card)
    return [*card.get("asked", ()), *card.get("said", ()), card.get("follow_up"), *told]


def _card(row: Handoff, named: Named) -> Card:
    card = row.card
    follow_up = named.messages.get(card.get("follow_up") or 0)
    of = partial(_those, ids=named.messages)
    return Card(
        handoff=row,
        reason=str(REASONS.get(row.reason, OTHER_REASON)),
        asked=of(card.get("asked", ())),
        said=of(card.get("said", ())),
        follow_up=follow_up,
        follow_up_name=recipe_name(follow_up.kind) if follow_up else "",
        orders=[
            _order(one, named.orders[one["id"]])
            for one in card.get("orders", ())
            if one["id"] in named.orders
        ],
        tickets=_those(card.get("tickets", ()), ids=named.tickets),
        missing=[str(MISSING[code]) for code in card.get("missing", ()) if code in MISSING],
        next=str(packages.next_of(card) or NEXT.get(card.get("next", ""), NEXT["read_and_answer"])),
        due_at=_moment(card.get("due_at")),
        taken_by=str(named.people.get(row.taken_by_id or 0, "")),
        given_by=str(named.people.get(card.get("given_by") or 0, "")),
        team=str(named.teams[card["team"]].name) if card.get("team") in named.teams else "",
        package=packages.package_of(card, named.messages),
    )


def _those(wanted: Iterable[int], *, ids: Mapping[int, Any]) -> list[Any]:
    return [ids[pk] for pk in wanted if pk in ids]


def _order(then: Mapping[str, Any], order: Order) -> OrderThen:
    return OrderThen(
        number=order.number,
        url_id=order.public_id,
        status=then["status"],
        parcel=then["parcel"],
        paid=then["paid"],
        eta=_moment(then["eta"]),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Untaken:
    """Hand-offs that nobody took in time: how many, and the one that waits longest."""

    count: int
    first: Conversation
    since: datetime


MOST_COUNTED = 100


def untaken() -> Untaken | None:
    waiting = Handoff.objects.filter(
        taken_at=None, reminded_at__isnull=False, conversation__open=True
    ).select_related("conversation")
    rows = list(waiting.order_by("at", "pk")[:MOST_COUNTED])
    return Untaken(len(rows), rows[0].conversation, rows[0].at) if rows else None
