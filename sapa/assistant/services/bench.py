"""Trying the assistant out: the real turns on the records as they are, and nothing of it stays or leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.assistant.models import Turn
from sapa.assistant.services.turns import answer
from sapa.contacts.models import Contact
from sapa.messaging.models import Channel, Conversation, Message
from sapa.web.errors import Refused, refusal

MOST_TURNS = 12
LONGEST = 2_000
A_MOMENT = timedelta(seconds=1)

TOO_LONG = refusal(
    "bench_talk_too_long",
    _("A try holds at most %(turns)s messages of %(letters)s letters."),
    _("Begin a new try, or write less."),
)
NOTHING_SAID = refusal(
    "bench_nothing_said",
    _("There is no message to answer."),
    _("Write what a customer might ask, then press «Ask»."),
)
NOT_KNOWN = refusal(
    "bench_customer_gone",
    _("This customer is not there any more."),
    _("Choose another customer, or ask as somebody unknown."),
)


@dataclass(frozen=True, slots=True)
class Played:
    """One message and what came of it; without `intent` people would have it: they had the conversation already."""

    said: str
    reply: str = ""
    intent: str = ""
    outcome: str = ""
    reason: str = ""
    confidence: float | None = None
    guard_blocks: int = 0
    trace: dict[str, Any] | None = None

    @property
    def cites(self) -> list[str]:
        return list((self.trace or {}).get("cites", []))

    @property
    def to_person(self) -> bool:
        return self.outcome == "handed_off" or not self.intent


def play(*, said: Sequence[str], contact_id: int | None, now: datetime) -> list[Played]:
    """Every message in a talk of its own, at this moment. Rolled back: no row, no message, no event remains.

    Raises Refused("bench_nothing_said" | "bench_talk_too_long" | "bench_customer_gone").
    """
    words = [one.replace("\0", "").strip() for one in said]
    if not words or not all(words):
        raise Refused(NOTHING_SAID)
    if len(words) > MOST_TURNS or any(len(one) > LONGEST for one in words):
        raise Refused(TOO_LONG, turns=MOST_TURNS, letters=LONGEST)
    with transaction.atomic():
        try:
            talk = _talk(_contact(contact_id, now), now)
            return [_taken(talk, one, now + A_MOMENT * turn) for turn, one in enumerate(words)]
        finally:
            transaction.set_rollback(True)


def _contact(contact_id: int | None, now: datetime) -> Contact:
    if contact_id is None:
        return Contact.objects.create(created_at=now)
    found = Contact.objects.filter(pk=contact_id).first()
    if found is None:
        raise Refused(NOT_KNOWN)
    return found


def _talk(contact: Contact, now: datetime) -> Conversation:
    """A new one on a number of the shop: what people have of this customer is not theirs here."""
    channel = Channel.objects.filter(kind="whatsapp").order_by("pk").first() or Channel.objects.create(
        name="-", external_id=f"bench-{uuid4()}", token=b"", created_at=now
    )
    Conversation.objects.filter(contact=contact, channel=channel, open=True).update(open=False)
    return Conversation.objects.create(
        contact=contact, channel=channel, last_message_at=now, last_inbound_at=now, waiting_since=now
    )


def _taken(talk: Conversation, text: str, now: datetime) -> Played:
    message = Message.objects.create(
        conversation=talk,
        contact=talk.contact,
        channel=talk.channel,
        direction="in",
        by="customer",
        text=text,
        state=Message.State.RECEIVED,
        at=now,
        not_before=now,
        wamid=f"bench-{uuid4()}",
    )
    answer(message_ids=[message.pk], now=now, even_off=True)
    turn = Turn.objects.filter(message=message).first()
    if turn is None:
        return Played(text)
    replied = Message.objects.filter(pk=turn.reply_message_id or 0).values_list("text", flat=True).first()
    return Played(
        text,
        replied or "",
        turn.intent,
        turn.outcome,
        turn.reason,
        turn.confidence,
        turn.guard_blocks,
        turn.trace,
    )
