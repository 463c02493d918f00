"""Where messages go: the phone of the customer's root contact, else WhatsApp's own user id."""

from collections.abc import Sequence
from typing import NamedTuple

from sapa.contacts.models import Contact, Identity
from sapa.contacts.selectors import roots
from sapa.messaging.models import Message


class Address(NamedTuple):
    phone: str
    user_id: str


def addresses(messages: Sequence[Message]) -> dict[int, Address]:
    """By contact id, in three queries however many messages there are."""
    root = roots({m.contact_id for m in messages})
    phones = dict(Contact.objects.filter(pk__in=set(root.values())).values_list("pk", "phone"))
    hidden = [pk for pk, phone in phones.items() if not phone]
    users = Identity.objects.filter(contact_id__in=hidden, kind=Identity.Kind.BSUID).order_by(
        "created_at", "pk"
    )
    known = dict(users.values_list("contact_id", "value")) if hidden else {}
    return {pk: Address(phones.get(root_id, ""), known.get(root_id, "")) for pk, root_id in root.items()}
