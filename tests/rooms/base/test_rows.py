"""One UPDATE for many rows."""

from datetime import datetime, timedelta

from sapa.accounts.models import Workspace
from sapa.base.rows import update_rows
from sapa.contacts.models import Contact


def test_an_instant_is_kept_to_the_microsecond(shop: Workspace, now: datetime) -> None:
    dewi = Contact.objects.create(name="Dewi", created_at=now)
    exact = now + timedelta(microseconds=1)
    update_rows(Contact, [{"id": dewi.pk, "details_at": exact}])
    assert Contact.objects.get(pk=dewi.pk).details_at == exact
