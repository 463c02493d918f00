from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from sapa.accounts.models import User, Workspace
from sapa.base.scope import workspace_scope
from tests.conftest import NOW, found_shop
from tests.rooms.isolation.filling import Rows, fill


@dataclass(frozen=True)
class Two:
    """Toko Sari of Budi, who looks around, and Toko Lain of Citra, which he must not notice."""

    sari: Workspace
    other: Workspace
    ours: Rows
    theirs: Rows

    @contextmanager
    def as_sari(self) -> Iterator[None]:
        with workspace_scope(self.sari.pk):
            yield


def two_shops(now: datetime) -> Two:
    sari, other = found_shop(), found_shop("Toko Lain", "citra@lain.test")
    with workspace_scope(sari.pk):
        ours = fill(now, User.objects.get(email="budi@tokosari.test"))
    with workspace_scope(other.pk):
        theirs = fill(now, User.objects.get(email="citra@lain.test"))
    return Two(sari, other, ours, theirs)


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Two]:
    """Once a file; whatever a test does to them is rolled back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield two_shops(NOW)
        transaction.set_rollback(True)


@pytest.fixture
def two(filled: Two, db: None) -> Two:
    return filled
