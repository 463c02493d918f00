"""One ticket: what happened to it, what is not known yet, and what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from sapa.contacts.selectors import author_names, members
from sapa.domain import tickets
from sapa.domain.honorifics import panggilan
from sapa.inbox.models import Ticket, TicketStep
from sapa.inbox.selectors.tickets.listing import OPEN, TicketRow, rows_of
from sapa.inbox.selectors.tickets.words import KINDS, OPENED_BY, PRIORITIES, SLOTS, slot_value
from sapa.messaging.models import Conversation, Message
from sapa.messaging.selectors import window_state

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STEPS_SHOWN = 100
WROTE_AGAIN = timedelta(days=7)
CHANGED = {
    "kind": lambda value: KINDS.get(str(value), ""),
    "priority": lambda value: PRIORITIES.get(int(str(value)), ""),
}


@dataclass(frozen=True, slots=True)
class StepTold:
    """`url`: the message or the other ticket that it is about."""

    at: datetime
    sentence: str
    by: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class TicketStory:
    """`wrote_again`: when the customer wrote after it was solved. `sentence`: what may be told when it is solved."""

    row: TicketRow
    steps: Sequence[StepTold]
    slots: Sequence[tuple["StrOrPromise", "StrOrPromise"]]
    missing: Sequence["StrOrPromise"]
    others: Sequence[TicketRow]
    before: TicketRow | None
    into: TicketRow | None
    talk_url: str
    wrote_again: datetime | None
    can_tell: bool
    sentence: str


def story_of(ticket: Ticket, *, now: datetime) -> TicketStory:
    known = {slot.name: ticket.slots.get(slot.name, "") for slot in tickets.SLOTS[ticket.kind]}
    people = list(members([ticket.contact_id]))
    others = Ticket.objects.filter(contact_id__in=people, state__in=OPEN).exclude(pk=ticket.pk)
    related = [one for one in (ticket.repeats, ticket.merged_into) if one]
    told = {
        row.ticket.pk: row for row in rows_of([ticket, *others.select_related("contact")[:20], *related], now)
    }
    talk = ticket.conversation
    return TicketStory(
        row=told[ticket.pk],
        steps=_steps(ticket),
        slots=[(SLOTS[name], slot_value(name, value)) for name, value in known.items() if value],
        missing=[SLOTS[slot.name] for slot in tickets.missing_slots(ticket.kind, ticket.slots)],
        others=[row for pk, row in told.items() if pk != ticket.pk and row.ticket.state in OPEN],
        before=told.get(ticket.repeats_id or 0),
        into=told.get(ticket.merged_into_id or 0),
        talk_url=reverse("inbox:conversation", args=[talk.public_id]) if talk else "",
        wrote_again=_wrote_again(ticket, people),
        can_tell=talk is not None and _window_is_open(talk, now),
        sentence=sentence_of(ticket),
    )


def sentence_of(ticket: Ticket) -> str:
    """Offered for the customer, who reads Indonesian."""
    person = ticket.contact
    spoken = panggilan(person.name, person.segment, person.gender, person.preferred_address)
    return tickets.solved_sentence(spoken, ticket.called, ticket.summary, person.segment)


def _window_is_open(talk: Conversation, now: datetime) -> bool:
    return window_state(contact_id=talk.contact_id, channel_id=talk.channel_id, now=now).open


def _wrote_again(ticket: Ticket, people: Sequence[int]) -> datetime | None:
    """Within a week after it was solved; opening it again is only proposed."""
    if ticket.state != Ticket.State.SOLVED or ticket.solved_at is None:
        return None
    talks = Conversation.objects.filter(contact_id__in=people, last_inbound_at__gt=ticket.solved_at)
    newest = talks.order_by("-last_inbound_at").values_list("last_inbound_at", flat=True).first()
    return newest if newest and newest - ticket.solved_at <= WROTE_AGAIN else None


def _steps(ticket: Ticket) -> list[StepTold]:
    """The newest first."""
    rows = list(TicketStep.objects.filter(ticket=ticket).order_by("-at", "-pk")[:STEPS_SHOWN])
    names = author_names({row.author_id for row in rows})
    others = Ticket.objects.in_bulk({row.data["other"] for row in rows if "other" in row.data})
    said = Message.objects.select_related("conversation").in_bulk(
        {row.data["message"] for row in rows if "message" in row.data}
    )
    return [_step(row, names, others, said) for row in rows]


def _step(
    row: TicketStep, names: Mapping[int, str], others: Mapping[int, Ticket], said: Mapping[int, Message]
) -> StepTold:
    by = names.get(row.author_id or 0, "")
    if other := others.get(row.data.get("other", 0)):
        url, link = reverse("tickets:ticket", args=[other.public_id]), other.called
        return StepTold(row.at, _sentence(row), by, url, link)
    if message := said.get(row.data.get("message", 0)):
        url = reverse("inbox:conversation", args=[message.conversation.public_id])
        return StepTold(row.at, _sentence(row), by, f"{url}?pesan={message.public_id}", _("See the message"))
    return StepTold(row.at, _sentence(row), by)


def _sentence(row: TicketStep) -> str:
    if row.action == "opened":
        return _("Ticket %(how)s") % {"how": OPENED_BY.get(row.data.get("by", ""), "")}
    if row.action == "reopened" and row.data.get("by") == "customer":
        return _("Opened again: the customer says that it is not solved")
    if row.action == "changed":
        return _("Changed: %(what)s") % {"what": ", ".join(_changed(row.data))}
    plain = {
        "solved": _("Solved"),
        "reopened": _("Opened again"),
        "waits": _("Waits for the customer; the promise rests"),
        "goes_on": _("Goes on"),
        "merged": _("Joined to"),
        "took_over": _("Took over"),
        "told": _("News of the same problem were sent to all whom it concerns"),
    }
    return plain.get(row.action, row.action)


def _changed(data: Mapping[str, object]) -> list[str]:
    words = {
        "kind": _("kind"),
        "priority": _("priority"),
        "summary": _("sentence"),
        "slots": _("details"),
        "order_id": _("order"),
        "product_id": _("product"),
        "assignee_id": _("who takes care"),
        "team_id": _("team"),
    }
    names = [str(name) for name in data["names"] if name in words]  # type: ignore[attr-defined]
    return [
        f"{words[name]} ({CHANGED[name](data[name])})" if name in CHANGED else words[name] for name in names
    ]
