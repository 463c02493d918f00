"""The database of the tests and the named cast.

Tests connect as the application's role. `db` (rolled back) suits one room; `committed` (emptied afterwards)
is for what spans connections: the worker's loops, other roles, real processes.
"""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from pytest_django import DjangoDbBlocker

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import create_workspace
from sapa.base.postgres import running_database
from sapa.base.process import spare_collector
from sapa.base.scope import workspace_scope
from tests import database

NOW = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
LONGEST_FIRST = ("faults", "rooms/lab", "browser", "routes", "rooms/journeys", "rooms/isolation", "rooms", "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole files are given out in this order, so no worker begins a long one when the other has nothing left."""
    items.sort(key=_turn)


def pytest_collection_finish() -> None:
    """What was imported stays to the end: to look for circles in it again and again took a tenth of the time."""
    spare_collector()
    gc.enable()


def _turn(item: pytest.Item) -> int:
    folder = item.path.parent.relative_to(Path(__file__).parent).as_posix()
    return next(turn for turn, prefix in enumerate(LONGEST_FIRST) if f"{folder}/".startswith(prefix))


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """Every shop of a test has an owner; a password that is safe to keep takes longer than most tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    database.prepare_home()
    with running_database(), django_db_blocker.unblock():
        database.create()
        yield
        database.close()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Commits are real and seen by every role; all tables are emptied afterwards."""
    with django_db_blocker.unblock():
        yield
        connections.close_all()
        database.empty()


@pytest.fixture
def now() -> datetime:
    """Tuesday 15 September 2026, 10:00 in Jakarta."""
    return NOW


def found_shop(name: str = "Toko Sari", owner: str = "budi@tokosari.test") -> Workspace:
    user = User.objects.create_user(owner, "rahasia-sekali", name=owner.split("@")[0].title())
    return create_workspace(name=name, owner=user)


@pytest.fixture
def shop(db: None) -> Iterator[Workspace]:
    """Toko Sari, in scope for the whole test, rolled back afterwards."""
    workspace = found_shop()
    with workspace_scope(workspace.id):
        yield workspace


@pytest.fixture
def committed_shop(committed: None) -> Workspace:
    """Toko Sari with real commits; enter `workspace_scope(shop.id)` to look inside."""
    return found_shop()
