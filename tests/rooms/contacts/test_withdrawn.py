from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.contacts.models import Contact, LedgerEntry
from sapa.contacts.selectors import histories
from sapa.contacts.services import withdraw_sent, write_ledger


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    return Contact.objects.create(name="Dewi", created_at=now)


def sent(dewi: Contact, at: datetime, attempt: int) -> LedgerEntry:
    return LedgerEntry(
        contact=dewi, at=at, fact="sent", channel="whatsapp", by="system", message_id=7, attempt=attempt
    )


def test_an_attempt_that_did_not_leave_counts_for_nothing(dewi: Contact, now: datetime) -> None:
    write_ledger(entries=[sent(dewi, now, 1)])
    withdraw_sent(attempts=[(7, 1)])
    assert histories([dewi.pk], now=now)[dewi.pk] == ()
    assert LedgerEntry.objects.count() == 2


def test_the_next_attempt_of_the_same_message_counts(dewi: Contact, now: datetime) -> None:
    later = now + timedelta(minutes=1)
    write_ledger(entries=[sent(dewi, now, 1)])
    withdraw_sent(attempts=[(7, 1)])
    write_ledger(entries=[sent(dewi, later, 2)])
    assert [told.at for told in histories([dewi.pk], now=later)[dewi.pk]] == [later]
