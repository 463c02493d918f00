from datetime import datetime

import pytest
from django.db import connection, transaction

from sapa.accounts.models import Membership, Workspace
from sapa.base.scope import ScopeMissing, workspace_scope
from sapa.contacts.models import Contact
from tests.conftest import found_shop


def test_touching_a_tenant_table_outside_a_scope_raises(committed: None) -> None:
    with pytest.raises(ScopeMissing):
        Contact.objects.count()


def test_another_workspace_is_invisible_even_to_sql(committed: None, now: datetime) -> None:
    sari, other = found_shop(), found_shop("Toko Lain", "citra@lain.test")
    with workspace_scope(sari.id):
        Contact.objects.create(name="Dewi", created_at=now)
    with workspace_scope(other.id), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM contacts_contact")
        assert cursor.fetchone() == (0,)
        assert Contact.across_workspaces.count() == 0


def test_rows_cannot_be_written_into_another_workspace(committed: None, now: datetime) -> None:
    sari, other = found_shop(), found_shop("Toko Lain", "citra@lain.test")
    with pytest.raises(Exception, match="row-level security"), workspace_scope(other.id):
        Contact.objects.create(name="Dewi", created_at=now, workspace_id=sari.id)


def test_without_a_scope_the_database_shows_nothing(committed_shop: Workspace) -> None:
    with transaction.atomic():
        assert Membership.across_workspaces.count() == 0


def test_a_scope_inside_a_scope_gives_the_outer_one_back(committed: None, now: datetime) -> None:
    sari, other = found_shop(), found_shop("Toko Lain", "citra@lain.test")
    with workspace_scope(sari.id):
        with workspace_scope(other.id):
            pass
        Contact.objects.create(name="Dewi", created_at=now)
        assert Contact.objects.get().workspace_id == sari.id
