"""A contact card that a customer sent becomes a customer."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.contacts.models import Contact
from sapa.contacts.services import Person, find_or_make
from sapa.domain.phones import normalise
from sapa.web.errors import Refused, refusal

CARD_WITHOUT_NUMBER = refusal(
    "card_without_number",
    _("This card holds no number that a customer can be known by."),
    _("Ask the customer for the number with its country, such as +62."),
)
SOURCE = "card"


@transaction.atomic
def keep_card(*, name: str, numbers: Sequence[str], now: datetime) -> UUID:
    """The customer's public id; whoever is known by the number keeps the name that the shop knows."""
    if not numbers:
        raise Refused(CARD_WITHOUT_NUMBER)
    person = Person(phone=normalise(numbers[0]), raw_phone=numbers[0], name=name)
    found = find_or_make(people=[person], source=SOURCE, now=now)[0]
    public_id: UUID = Contact.objects.values_list("public_id", flat=True).get(pk=found.contact_id)
    return public_id
