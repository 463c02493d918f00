"""What customers say about being written to, obeyed at once whoever owns the conversation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sapa.contacts import services as contacts
from sapa.domain.honorifics import wished_address
from sapa.domain.optout import OptOut, read_optout
from sapa.events.services import NewEvent, record
from sapa.messaging.models import Message
from sapa.messaging.selectors import last_nudges


def read_wishes(*, message_ids: Sequence[int], now: datetime) -> None:
    """Obeys BERHENTI, MULAI and "panggil saya …" at once, whoever owns the conversation (domain.md 2.8, 4.3)."""
    messages = list(Message.objects.filter(pk__in=message_ids).order_by("at", "id"))
    for message in messages:
        wish = _wish(message)
        if isinstance(wish, OptOut):
            obey_opt_out(message=message, scope=wish.scope, now=now)
        elif wish == "resume":
            obey_resume(message=message, now=now)
        if form := wished_address(message.text):
            contacts.prefer_address(contact_id=message.contact_id, preferred=form, source="customer", now=now)


def _wish(message: Message) -> "OptOut | str | None":
    """Some words are one only when they answer an offer: for the others nobody looks what was sent."""
    usual, after_promo = (read_optout(message.text, answering_promo=one) for one in (False, True))
    if usual == after_promo:
        return usual
    nudge = last_nudges([message.contact_id], before=message.at).get(message.contact_id)
    return after_promo if nudge and nudge.klass == "promo" else usual


def obey_opt_out(*, message: Message, scope: Literal["promo", "follow_up", "all"], now: datetime) -> None:
    """However it was understood: the same message is told once."""
    contacts.opt_out(contact_id=message.contact_id, scope=scope, source="message", at=message.at)
    _record(message, "contact.opted_out", now, {"scope": scope})


def obey_resume(*, message: Message, now: datetime) -> None:
    contacts.end_opt_outs(contact_id=message.contact_id, source="message", at=message.at)
    _record(message, "consent.changed", now, {"promo": "reopened"})


def _record(message: Message, name: str, now: datetime, data: dict[str, str]) -> None:
    key = f"message:{message.id}:{name}"
    record(
        events=[NewEvent(name=name, key=key, at=message.at, contact_id=message.contact_id, data=data)],
        now=now,
    )
