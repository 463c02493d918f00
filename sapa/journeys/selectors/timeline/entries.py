"""Each kind of row as one moment of the story, without asking the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sapa.commerce.models import Payment
from sapa.commerce.templatetags.affairs import channel_word
from sapa.commerce.templatetags.orders import PAYMENTS, method_word
from sapa.contacts.forms import CHANNELS
from sapa.contacts.models import Consent, Interaction, OptOut, Sameness
from sapa.domain import formats
from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.telling import trigger_words
from sapa.events.models import Event
from sapa.journeys.models import FollowUp
from sapa.journeys.selectors.words import capital, language, reason_words, recipe_name
from sapa.messaging.models import Message

LONG_AGO = datetime.min.replace(tzinfo=UTC)
TAKEN_BACK = (Message.State.CANCELLED, Message.State.EXPIRED)
# The first part of an event's name, or the kind of a talk, where the sign of the entry's kind would mislead.
SIGNS = {
    "call": "phone",
    "visit": "map-pin",
    "chat": "message-circle",
    "conversation": "message-circle",
    "message": "message-circle",
    "assistant": "bot",
    "ticket": "ticket",
    "survey": "clipboard-list",
    "review": "star",
}
SUBJECTS = ("shipment", "return", "subscription", "invoice", "ticket", "checkout")

Known = Mapping[str, Definition]
About = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One moment. `kind` chooses the sign: shop, pay, in, out, going, talk, wish, unsent, rehearsed, failed, joined.

    `sign`: a picture instead of that of `kind`.
    `order`, `about` (what it is of, with its number) and `author` are ids until `naming` has named them.
    """

    at: datetime
    place: tuple[int, int]
    kind: str
    title: str
    text: str = ""
    who: str = ""
    url: str = ""
    why: str = ""
    order: int | None = None
    about: About | None = None
    author: int | None = None
    sign: str = ""

    @property
    def key(self) -> tuple[datetime, tuple[int, int]]:
        return self.at, self.place


def _entry(kind: str, title: str, **more: Any) -> Entry:
    """Its instant and place are put in by the source."""
    return Entry(at=LONG_AGO, place=(0, 0), kind=kind, title=title, **more)


def event(row: Event) -> Entry:
    title = capital(trigger_words([row.name], language()))
    about = next(((kind, row.data[kind]) for kind in SUBJECTS if kind in row.data), None)
    score = f"{title}: {row.data['score']}" if "score" in row.data else title
    return _entry(
        "shop", score, order=row.order_id, about=about, sign=SIGNS.get(row.name.partition(".")[0], "")
    )


def message(row: Message, *, known: Known) -> Entry:
    if row.direction == "in":
        return _entry("in", _("Wrote"), text=row.text or f"({row.type})")
    title = recipe_name(row.kind, known) if row.by == "system" else _("Answer")
    kind = _state(row)
    titles = {
        "failed": _("Did not arrive: %(what)s"),
        "going": _("Waits to be sent: %(what)s"),
        "unclear": _("Sent, outcome unknown: %(what)s"),
    }
    return _entry(
        kind,
        titles.get(kind, "%(what)s") % {"what": title},
        text=row.text or f"({row.type})",
        who=_("Assistant") if row.by == "assistant" else "",
        author=row.author_id,
        why=reverse("journeys:why_message", args=[row.public_id]),
    )


def _state(row: Message) -> str:
    states = Message.State
    if row.state in {states.FAILED, *TAKEN_BACK} or row.delivery == Message.Delivery.FAILED:
        return "failed"
    if row.state in (states.PLANNED, states.SENDING):
        return "going"
    return "unclear" if row.state in (states.UNKNOWN, states.QUARANTINED) else "out"


def talk(row: Interaction) -> Entry:
    titles = {"call": _("Call"), "visit": _("Visit"), "chat": _("Chat")}
    results = {
        "reached": _("reached"),
        "no_answer": _("no answer"),
        "promised": _("promised"),
        "done": _("done"),
    }
    said = [row.topic, results.get(row.outcome, row.outcome)]
    text = ": ".join(dict.fromkeys(part for part in said if part))
    return _entry("talk", titles.get(row.kind, row.kind), text=text, who=row.by_name, sign=SIGNS[row.kind])


def _scope(row: OptOut) -> str:
    titles = {"all": _("No messages at all"), "follow_up": _("No follow-ups"), "promo": _("No offers")}
    return titles.get(row.scope, row.scope)


def wish(row: OptOut) -> Entry:
    text = _("withdrawn later") if row.ended_at else ""
    return _entry("wish", _scope(row), text=row.proof or text, author=row.author_id)


def wish_ended(row: OptOut) -> Entry:
    title = _("Taken back: %(what)s") % {"what": _scope(row)}
    return _entry("wish", title, text=row.ended_proof, author=row.ended_by_id)


def consent(row: Consent) -> Entry:
    titles = {
        ("promo", "granted"): _("Agreed to offers"),
        ("promo", "denied"): _("Refused offers"),
        ("anytime", "granted"): _("May be written to at any hour"),
        ("anytime", "denied"): _("Only in their own hours"),
        ("publish", "granted"): _("Their review may be shown"),
        ("publish", "denied"): _("Their review may not be shown"),
    }
    title = titles[row.purpose, row.state]
    if row.channel:
        title = f"{title} ({dict(CHANNELS).get(row.channel, row.channel)})"
    return _entry("wish", title, text=row.proof, author=row.author_id)


def unsent(row: FollowUp, *, known: Known) -> Entry:
    rehearsed, name = row.state == FollowUp.State.REHEARSED, recipe_name(row.recipe, known)
    return _entry(
        "rehearsed" if rehearsed else "unsent",
        _("Dry run: %(what)s") % {"what": name} if rehearsed else _("Not sent: %(what)s") % {"what": name},
        text="" if rehearsed else capital(reason_words(row.reasons)),
        why=reverse("journeys:why", args=[row.public_id]),
    )


def attempt(row: Payment) -> Entry:
    """One try to pay: what it was paid with, and what came of it."""
    title = _("Payment: %(state)s") % {"state": PAYMENTS[row.status][0]}
    way = " ".join(filter(None, (method_word(row.method or row.source), channel_word(row.channel))))
    money = formats.money(row.amount, row.currency, language())
    return _entry("pay", title, text=f"{way}, {money}", order=row.order_id)


def joined(row: Sameness) -> Entry:
    if row.undone_at:
        return _entry("joined", _("Two records were taken apart again"), author=row.undone_by_id)
    return _entry("joined", _("Two records were joined into this one"), author=row.author_id)
