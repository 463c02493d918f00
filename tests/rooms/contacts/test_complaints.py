from datetime import datetime

import pytest

from sapa.accounts.models import Workspace
from sapa.contacts.models import Contact
from sapa.contacts.selectors import customers
from sapa.contacts.services import open_ticket


@pytest.mark.parametrize(
    ("kind", "told"), [("defective", "complaint"), ("warranty", "complaint"), ("change", "change")]
)
def test_kinds_that_hurt_are_complaints_to_the_policy(
    shop: Workspace, now: datetime, kind: str, told: str
) -> None:
    dewi = Contact.objects.create(name="Dewi", created_at=now)
    open_ticket(contact_id=dewi.pk, ticket_id=218, kind=kind, at=now)
    assert [ticket.kind for ticket in customers([dewi.pk])[dewi.pk].tickets] == [told]
