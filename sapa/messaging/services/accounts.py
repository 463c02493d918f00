"""News that a channel brings beside messages: customers' switches, templates, the account itself."""

from collections.abc import Sequence
from datetime import datetime

from sapa.contacts.services import Person, find_or_make
from sapa.contacts.services.consents import stop_wa_marketing
from sapa.domain.phones import normalise
from sapa.messaging.models import Channel
from sapa.messaging.schemas import AccountChange, Preference

MARKETING = "marketing_messages"
STOPS = frozenset({"ACCOUNT_RESTRICTION", "DISABLED_UPDATE", "ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED"})


def apply_preferences(*, channel: Channel, preferences: Sequence[Preference], now: datetime) -> None:
    """WhatsApp's own switch for offers, the last word of each customer (domain.md 2.9)."""
    wanted = [one for one in preferences if one.category == MARKETING and one.value in ("stop", "resume")]
    people = [_person(one) for one in wanted]
    found = find_or_make(people=people, source=channel.kind, now=now) if people else []
    for one, contact in zip(wanted, found, strict=True):
        stop_wa_marketing(contact_id=contact.contact_id, stopped=one.value == "stop", now=now)


def _person(one: Preference) -> Person:
    phone = normalise("+" + one.wa_id, "") if one.wa_id else None
    return Person(phone=phone if phone and phone.e164 else None, raw_phone=one.wa_id, bsuid=one.user_id)


def apply_account(*, channel: Channel, changes: Sequence[AccountChange]) -> None:
    """A restriction or ban holds the number until a person has looked."""
    stops = [change.event for change in changes if change.event in STOPS]
    if stops:
        Channel.objects.filter(pk=channel.pk, stopped="").update(stopped=stops[-1].lower())
