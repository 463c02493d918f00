"""One customer's whole story: what happened, what was said, what was not sent and why, and what comes next.

Six sources, each read by its own index for one page and laid together by time; merged records are one person.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from sapa.accounts.models import User
from sapa.accounts.selectors import workspace
from sapa.commerce.models import Order
from sapa.contacts.models import Consent, Contact, Interaction, OptOut
from sapa.contacts.selectors import members
from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.telling import TRIGGER_WORDS, trigger_words
from sapa.events.models import Event
from sapa.journeys.models import FollowUp
from sapa.journeys.selectors.lists import FollowUpRow, planned_of_contact, zone_of
from sapa.journeys.selectors.words import all_definitions, capital, language, reason_words, recipe_name
from sapa.messaging.models import Message

PAGE = 30
LONG_AGO = datetime.min.replace(tzinfo=UTC)
OF_THE_SHOP = (
    *("order.", "payment.", "shipment.", "return.", "subscription.", "invoice.", "ticket.", "checkout."),
    *("survey.", "review.", "feature.used", "nps.", "feedback."),
)
TOLD = tuple(name for name in TRIGGER_WORDS if name.startswith(OF_THE_SHOP))
UNSENT = (FollowUp.State.DROPPED, FollowUp.State.REHEARSED)
TAKEN_BACK = (Message.State.CANCELLED, Message.State.EXPIRED)

Cursor = tuple[datetime, int, int]
Known = Mapping[str, Definition]
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One moment. `kind` chooses the sign: shop, in, out, talk, wish, unsent, rehearsed, failed."""

    at: datetime
    place: tuple[int, int]
    kind: str
    title: str
    text: str = ""
    who: str = ""
    url: str = ""
    why: str = ""

    @property
    def key(self) -> tuple[datetime, tuple[int, int]]:
        return self.at, self.place


@dataclass(frozen=True, slots=True)
class Timeline:
    """`ahead` on the first page only; `zone` of the customer."""

    entries: Sequence[Entry]
    ahead: Sequence[FollowUpRow]
    next: Cursor | None
    zone: str


def timeline(contact: Contact, *, cursor: Cursor | None, limit: int = PAGE) -> Timeline:
    """Newest first; `cursor` is the last entry that was shown: (at, source, id)."""
    everyone = list(members([contact.pk]))
    found: list[Entry] = []
    for place, (rows, column, told) in enumerate(_sources(everyone, all_definitions())):
        page = _older(rows, column, place, cursor).order_by(f"-{column}", "-pk")[: limit + 1]
        found += [replace(told(row), at=getattr(row, column), place=(place, row.pk)) for row in page]
    found.sort(key=lambda one: one.key, reverse=True)
    shown = _named(found[:limit])
    last = shown[-1] if len(found) > limit else None
    return Timeline(
        entries=shown,
        ahead=planned_of_contact(contact.pk) if cursor is None else (),
        next=(last.at, *last.place) if last else None,
        zone=zone_of(contact, workspace().timezone),
    )


Source = tuple[Rows, str, Callable[[Any], Entry]]


def _sources(everyone: Sequence[int], known: Known) -> Iterable[Source]:
    """Their order decides among entries of one instant, so it stays."""
    theirs = Q(contact_id__in=everyone)
    happened = Event.objects.filter(theirs, name__in=TOLD)
    written = Message.objects.filter(theirs).exclude(state__in=TAKEN_BACK, follow_up_id__isnull=False)
    given_up = FollowUp.objects.filter(theirs, state__in=UNSENT, finished_at__isnull=False)
    return (
        (happened, "at", _event),
        (written, "at", partial(_message, known=known)),
        (Interaction.objects.filter(theirs), "at", _talk),
        (OptOut.objects.filter(theirs), "at", _wish),
        (Consent.objects.filter(theirs), "at", _consent),
        (given_up, "finished_at", partial(_unsent, known=known)),
    )


def _older(rows: Rows, column: str, place: int, cursor: Cursor | None) -> Rows:
    if cursor is None:
        return rows
    at, last_place, pk = cursor
    if place < last_place:
        return rows.filter(**{f"{column}__lte": at})
    earlier = Q(**{f"{column}__lt": at})
    return rows.filter(earlier | Q(**{column: at, "pk__lt": pk}) if place == last_place else earlier)


def _entry(kind: str, title: str, **more: str) -> Entry:
    """Its instant and place are put in by the source."""
    return Entry(at=LONG_AGO, place=(0, 0), kind=kind, title=title, **more)


def _event(row: Event) -> Entry:
    title = capital(trigger_words([row.name], language()))
    return _entry("shop", title, url=f"order:{row.order_id}" if row.order_id else "")


def _message(row: Message, *, known: Known) -> Entry:
    if row.direction == "in":
        return _entry("in", _("Wrote"), text=row.text)
    failed = row.state in {Message.State.FAILED, *TAKEN_BACK} or row.delivery == Message.Delivery.FAILED
    title = recipe_name(row.kind, known) if row.by == "system" else _("Answer")
    return _entry(
        "failed" if failed else "out",
        _("Did not arrive: %(what)s") % {"what": title} if failed else title,
        text=row.text,
        who=f"user:{row.author_id}" if row.author_id else _("Assistant") if row.by == "assistant" else "",
        why=reverse("journeys:why_message", args=[row.public_id]),
    )


def _talk(row: Interaction) -> Entry:
    titles = {"call": _("Call"), "visit": _("Visit"), "chat": _("Chat")}
    results = {
        "reached": _("reached"),
        "no_answer": _("no answer"),
        "promised": _("promised"),
        "done": _("done"),
    }
    said = [row.topic, results.get(row.outcome, row.outcome)]
    text = ": ".join(dict.fromkeys(part for part in said if part))
    return _entry("talk", titles.get(row.kind, row.kind), text=text, who=row.by_name)


def _wish(row: OptOut) -> Entry:
    titles = {"all": _("No messages at all"), "follow_up": _("No follow-ups"), "promo": _("No offers")}
    return _entry("wish", titles.get(row.scope, row.scope), text=_("withdrawn later") if row.ended_at else "")


def _consent(row: Consent) -> Entry:
    return _entry("wish", _("Agreed to offers") if row.state == "granted" else _("Refused offers"))


def _unsent(row: FollowUp, *, known: Known) -> Entry:
    rehearsed, name = row.state == FollowUp.State.REHEARSED, recipe_name(row.recipe, known)
    return _entry(
        "rehearsed" if rehearsed else "unsent",
        _("Dry run: %(what)s") % {"what": name} if rehearsed else _("Not sent: %(what)s") % {"what": name},
        text="" if rehearsed else capital(reason_words(row.reasons)),
        why=reverse("journeys:why", args=[row.public_id]),
    )


def _named(entries: Sequence[Entry]) -> list[Entry]:
    """Orders and people of the team get their names, each with one query."""
    orders = Order.objects.in_bulk(_ids(entries, "url", "order:"))
    people = {user.pk: str(user) for user in User.objects.filter(pk__in=_ids(entries, "who", "user:"))}
    return [_with_names(one, orders, people) for one in entries]


def _ids(entries: Sequence[Entry], column: str, mark: str) -> set[int]:
    values = (getattr(one, column) for one in entries)
    return {int(value.removeprefix(mark)) for value in values if value.startswith(mark)}


def _with_names(one: Entry, orders: Mapping[int, Order], people: Mapping[int, str]) -> Entry:
    if one.url.startswith("order:"):
        order = orders.get(int(one.url.removeprefix("order:")))
        url = reverse("commerce:order", args=[order.public_id]) if order else ""
        return replace(one, url=url, text=order.number if order else "")
    if one.who.startswith("user:"):
        return replace(one, who=people.get(int(one.who.removeprefix("user:")), _("Team")))
    return one
