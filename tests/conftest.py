"""The database of the tests and the named cast.

Tests connect as the application's role. `db` (rolled back) suits one room; `committed` (truncated afterwards)
is for what spans connections: the worker's loops, other roles, real processes.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from pytest_django import DjangoDbBlocker

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import create_workspace
from sapa.base.postgres import running_database
from sapa.base.scope import workspace_scope

TEST_DATABASE = "test_sapa"
KEPT = ("django_migrations", "django_content_type", "auth_permission")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with running_database(), django_db_blocker.unblock():
        _create_database()
        call_command("migrate", database="owner", verbosity=0)
        yield
        connections.close_all()


def _create_database() -> None:
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {TEST_DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {TEST_DATABASE}")
    owner.close()
    for alias in settings.DATABASES:
        for known in (settings.DATABASES[alias], connections[alias].settings_dict):
            known["NAME"] = TEST_DATABASE
            known["OPTIONS"].pop("pool", None)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Commits are real and seen by every role; all tables are emptied afterwards."""
    with django_db_blocker.unblock():
        yield
        _truncate()
        connections.close_all()


def _truncate() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename <> ALL(%s)",
            [list(KEPT)],
        )
        tables = cursor.fetchone()
        cursor.execute(f"TRUNCATE {tables[0]} CASCADE")  # type: ignore[index]


@pytest.fixture
def now() -> datetime:
    """Tuesday 15 September 2026, 10:00 in Jakarta."""
    return datetime(2026, 9, 15, 3, 0, tzinfo=UTC)


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
