"""What stands in a story between the bubbles: hand-offs, notes, tickets, what was held."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sapa.contacts.selectors import members
from sapa.inbox.models import Handoff, Ticket, TicketStep
from sapa.inbox.selectors.handoffs import cards_of
from sapa.inbox.selectors.notes import notes_between
from sapa.inbox.selectors.tickets.words import KINDS
from sapa.journeys.models import FollowUp
from sapa.journeys.selectors import held_between, recipe_name
from sapa.messaging.models import Conversation

MOST = 50
STEPS = {
    "opened": "kunyit",
    "reopened": "kunyit",
    "solved": "daun",
    "merged": "",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the story. `kind`: day, unread, bubble, album, handoff, held, ticket, note or events.

    `key` names it on the page for as long as it lives, so that what is new can be told from what stands.
    """

    kind: str
    at: datetime
    value: Any
    key: str = ""


def between(conversation: Conversation, since: datetime | None, until: datetime | None) -> list[Line]:
    """Of this conversation, and follow-ups of this person. `until` is not of it; None is open."""
    begin = since or conversation.last_message_at
    kinds = (_handoffs, _held, _tickets, _notes)
    lines = (line for kind in kinds for line in kind(conversation, begin))
    return [line for line in lines if until is None or line.at < until]


def _handoffs(conversation: Conversation, since: datetime) -> Iterator[Line]:
    rows = Handoff.objects.filter(conversation=conversation, at__gte=since).order_by("at")
    for one in cards_of(rows[:MOST]):
        yield Line("handoff", one.handoff.at, one, f"serah-{one.handoff.pk}")


def _held(conversation: Conversation, since: datetime) -> Iterator[Line]:
    for one in held_between(conversation.contact_id, since=since):
        at: datetime = one.decided_at  # type: ignore[attr-defined]
        yield Line("held", at, _hold(one), f"tahan-{one.pk}")


def _hold(one: FollowUp) -> dict[str, Any]:
    return {
        "name": recipe_name(one.recipe),
        "reasons": [code for code in one.reasons if code != "not_due"],
        "dropped": one.state == FollowUp.State.DROPPED,
        "next_at": one.next_at,
        "url": reverse("journeys:why", args=[one.public_id]),
    }


def _tickets(conversation: Conversation, since: datetime) -> Iterator[Line]:
    theirs = Ticket.objects.filter(contact_id__in=list(members([conversation.contact_id])))
    rows = TicketStep.objects.filter(
        ticket__in=theirs.filter(conversation=conversation), at__gte=since, action__in=STEPS
    ).select_related("ticket")
    for one in rows.order_by("at", "pk")[:MOST]:
        yield Line("ticket", one.at, _ticket(one), f"tiket-{one.pk}")


def _ticket(step: TicketStep) -> dict[str, Any]:
    words = {
        "opened": _("Ticket opened"),
        "reopened": _("Ticket opened again"),
        "solved": _("Ticket solved"),
        "merged": _("Ticket joined to another"),
    }
    return {
        "said": words[step.action],
        "hue": STEPS[step.action],
        "name": f"{step.ticket.called} · {KINDS[step.ticket.kind]}",
        "url": reverse("tickets:ticket", args=[step.ticket.public_id]),
    }


def _notes(conversation: Conversation, since: datetime) -> Iterator[Line]:
    for one in notes_between(conversation.pk, since):
        yield Line("note", one.at, one, f"catatan-{one.id}")
