"""An order proved by somebody whom the channel does not name."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.contacts.models import Contact
from sapa.messaging.models import Conversation
from tests.rooms.assistant.test_conversations import MADE, channel, hears, ordered

__all__ = ["channel"]


@pytest.mark.parametrize("number", ["SARI-1041", "sari-1041", "sari1041"])
def test_what_was_proved_stays_proved_however_the_number_was_typed(
    channel: Any, now: datetime, number: str
) -> None:
    ordered(now, "SARI-1041", MADE, status="shipped", paid_at=now, shipped_at=now)
    stranger = Contact.objects.create(name="", phone="+6281300000099", created_at=now)
    talk = Conversation.objects.create(contact=stranger, channel=channel, last_message_at=now)
    told = hears(talk, f"pesanan {number} sampai mana? nomor hp saya {MADE}", now)
    assert "SARI-1041" in told
    again = hears(talk, "barangnya apa aja isi pesanan saya?", now + timedelta(seconds=9))
    assert "nomor HP" not in again
    assert "nomor HP" not in hears(talk, "kapan sampainya pesanan saya?", now + timedelta(seconds=19))
