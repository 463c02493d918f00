"""What a person of the team, or the customer, chose about a contact: the clock and the form of address."""

from datetime import datetime
from typing import Literal

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


def _locked(contact_id: int) -> Contact:
    root = roots([contact_id])[contact_id]
    lock(contact_ids=[root])
    return Contact.objects.get(pk=root)


def _write(contact: Contact, name: str, value: str) -> None:
    Contact.objects.filter(pk=contact.pk).update(**{name: value})
