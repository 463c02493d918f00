"""Reactions of the human side: wishes not to be written to, and conversations the assistant hands over."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from sapa.domain.recipes.house import LATER
from sapa.events.models import Event
from sapa.feedback.services import take_answers
from sapa.inbox import services
from sapa.inbox.services import clocks, later, notices, tickets
from sapa.inbox.services.waiting import promise_answers
from sapa.messaging.models import Message


def read_wishes(events: Sequence[Event], now: datetime) -> None:
    services.read_wishes(message_ids=[event.data["message_id"] for event in events], now=now)


def take_over(events: Sequence[Event], now: datetime) -> None:
    """The hand-off itself was opened with the turn that decided it: only who writes out of hours is told by when."""
    promise_answers(conversation_ids=[event.data["conversation_id"] for event in events], now=now)


def note_answers(events: Sequence[Event], now: datetime) -> None:
    """Somebody answered on the phone: what the assistant handed over is taken, and clocks are met.

    Clocks first: they hold the conversations, as whoever takes one does before the hand-off.
    """
    answers = sorted((event for event in events if "conversation_id" in event.data), key=_talk)
    for event in answers:
        clocks.answered(conversation_id=event.data["conversation_id"], by="agent", at=event.at, now=now)
    ids = [event.data["conversation_id"] for event in answers]
    services.note_taken(conversation_ids=ids, at=max(event.at for event in events))


def start_clocks(events: Sequence[Event], now: datetime) -> None:
    """And whoever writes to people when nobody answers soon is told by when; an answer to a survey waits for none."""
    events = _asking(events, now)
    clocks.customer_wrote(message_ids=[event.data["message_id"] for event in events], now=now)
    promise_answers(conversation_ids=[event.data["conversation_id"] for event in events], now=now)


def note_turns(events: Sequence[Event], now: datetime) -> None:
    """What the assistant answered is a turn's end; what it passes on is none."""
    for event in sorted(events, key=_talk):
        if event.data["outcome"] != "handed_off":
            clocks.answered(
                conversation_id=event.data["conversation_id"], by="assistant", at=event.at, now=now
            )


def note_failures(events: Sequence[Event], now: datetime) -> None:
    """An answer that never arrived, or waits once more, is none; a reaction was none before."""
    ids = [event.data["message_id"] for event in events]
    answers = Q(klass="reply") | Q(kind=LATER)
    replies = Message.objects.filter(answers, pk__in=ids).exclude(type="reaction")
    failed = replies.order_by("conversation_id")
    for conversation_id in failed.values_list("conversation_id", flat=True).distinct():
        clocks.unanswered(conversation_id=conversation_id, now=now)


def keep_tickets(events: Sequence[Event], now: datetime) -> None:
    """Customers opened cases again by an answer; tickets of other systems are only cases."""
    tickets.keep_in_step(events=events, now=now)


def open_tickets(events: Sequence[Event], now: datetime) -> None:
    """Whoever gives a low score has a ticket from there."""
    for event in events:
        if event.contact_id is not None:
            tickets.open_of_score(
                contact_id=event.contact_id,
                score=event.data["score"],
                order_id=event.order_id,
                case_id=event.data.get("ticket"),
                at=event.at,
                now=now,
            )


def wake_tickets(events: Sequence[Event], now: datetime) -> None:
    """What waited for the customer goes on when they write; a score or an answer to a survey is not about it."""
    tickets.wake(message_ids=[event.data["message_id"] for event in _asking(events, now)], now=now)


def tell_authors(events: Sequence[Event], now: datetime) -> None:
    """A message for later was given up by anything but its author."""
    later.tell_authors(follow_up_ids=[event.data["follow_up"] for event in events], now=now)


def note_left(events: Sequence[Event], now: datetime) -> None:
    """A message for later left: an answer from then on."""
    later.note_left(message_ids=[event.data["message_id"] for event in events], now=now)


def tell_people(events: Sequence[Event], now: datetime) -> None:
    """Whoever has the conversation sees at the bell that the customer wrote."""
    asking = _asking(events, now)
    notices.tell_of_messages(message_ids=[event.data["message_id"] for event in asking], now=now)


def _asking(events: Sequence[Event], now: datetime) -> list[Event]:
    """Without messages that answer what the shop asked."""
    answers = take_answers(message_ids=[event.data["message_id"] for event in events], now=now)
    return [event for event in events if event.data["message_id"] not in answers]


def _talk(event: Event) -> tuple[int, datetime]:
    """The order in which conversations are held."""
    return event.data["conversation_id"], event.at
