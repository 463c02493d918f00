"""What a customer writes about how to be written to is kept at once."""

from datetime import datetime

import pytest

from sapa.accounts.models import Workspace
from sapa.contacts.models import Contact, OptOut
from sapa.inbox.services import read_wishes
from tests.rooms.journeys.rows import contact, talk, wrote


def written(text: str, now: datetime) -> Contact:
    """Dewi, after this message of hers was read."""
    where = talk(contact("Dewi", now), now)
    said = wrote(where, now, text)
    read_wishes(message_ids=[said.pk], now=now)
    return Contact.objects.get(pk=where.contact_id)


@pytest.mark.parametrize(
    ("text", "form"), [("Panggil saya Mbak saja ya Kak", "Mbak"), ("Jam berapa buka, Pak?", "")]
)
def test_a_wished_form_of_address_is_kept(shop: Workspace, now: datetime, text: str, form: str) -> None:
    assert written(text, now).preferred_address == form


def test_a_wish_to_be_left_alone_is_obeyed_as_before(shop: Workspace, now: datetime) -> None:
    dewi = written("Jangan WA lagi", now)
    assert OptOut.objects.get(contact_id=dewi.pk).scope == "follow_up"
