"""What a person of the team, or the customer, chose about a contact: the clock and the form of address."""

from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from sapa.accounts.services import audit
from sapa.contacts.models import Contact
from sapa.contacts.selectors import roots
from sapa.contacts.services.gates import lock


def choose_zone(*, contact_id: int, timezone: str, now: datetime) -> None:
    """An IANA zone stands above all other evidence; blank gives way to address and phone again."""
    contact = _locked(contact_id)
    if contact.timezone != timezone:
        _write(contact, "timezone", timezone)
        audit(
            action="contact.timezone_chosen", subject=str(contact.public_id), now=now, data={"to": timezone}
        )


def prefer_address(
    *, contact_id: int, preferred: str, source: Literal["customer", "team"], now: datetime
) -> None:
    """How this contact wants to be addressed, as Mbak or Ibu Rina; blank goes back to the usual form."""
    contact = _locked(contact_id)
    if contact.preferred_address != preferred:
        _write(contact, "preferred_address", preferred)
        audit(
            action="contact.address_chosen",
            subject=str(contact.public_id),
            now=now,
            data={"form": preferred.partition(" ")[0], "by": source},
        )


@transaction.atomic
def describe(*, contact_id: int, segment: str, language: str, busy_profile: Any, now: datetime) -> None:
    """Company or consumer, the language, and hours to leave free: None as the segment has them, a name of
    the policy's profiles, "none", or a profile of this customer's own (domain.md S1-A3c). The segment stands
    above what shops said before."""
    contact = _locked(contact_id)
    told = {"segment": segment, "language": language, "busy_profile": busy_profile}
    changed = {name: value for name, value in told.items() if getattr(contact, name) != value}
    if changed:
        dated = {"details_at": now} if "segment" in changed else {}
        Contact.objects.filter(pk=contact.pk).update(**changed, **dated)
        audit(action="contact.described", subject=str(contact.public_id), now=now, data=changed)


def _locked(contact_id: int) -> Contact:
    root = roots([contact_id])[contact_id]
    lock(contact_ids=[root])
    return Contact.objects.get(pk=root)


def _write(contact: Contact, name: str, value: str) -> None:
    Contact.objects.filter(pk=contact.pk).update(**{name: value})
