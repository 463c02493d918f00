"""The database of the tests and the named cast.

Tests connect as the application's role. `db` (rolled back) suits one room; `committed` (emptied afterwards)
is for what spans connections: the worker's loops, other roles, real processes.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from pytest_django import DjangoDbBlocker

from sapa.accounts.models import User, Workspace
from sapa.accounts.selectors import workspace_ids
from sapa.accounts.services import create_workspace
from sapa.base.postgres import running_database
from sapa.base.scope import workspace_scope

TEST_DATABASE = "test_sapa"
LONGEST_FIRST = ("faults", "rooms/lab", "browser", "routes", "rooms/journeys", "rooms/isolation", "rooms", "")
KEPT = ("django_migrations", "django_content_type", "auth_permission")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole files are given out in this order, so no worker begins a long one when the other has nothing left."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    folder = item.path.parent.relative_to(Path(__file__).parent).as_posix()
    return next(turn for turn, prefix in enumerate(LONGEST_FIRST) if f"{folder}/".startswith(prefix))


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """Every shop of a test has an owner; a password that is safe to keep takes longer than most tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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
        connections.close_all()
        _empty()
        connections.close_all()


def _empty() -> None:
    """Deleted, not truncated: new files for two hundred relations take a second and more.

    References are checked at commit, so the order of the tables does not matter.
    """
    tables = _tables()
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id), connections["default"].cursor() as cursor:
            _delete(cursor, (name for name, of_workspace in tables if of_workspace))
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        _delete(cursor, (name for name, of_workspace in tables if not of_workspace))


def _delete(cursor: CursorWrapper, tables: Iterable[str]) -> None:
    cursor.execute("; ".join(f"DELETE FROM {name}" for name in tables))  # noqa: S608 (names of our own tables)


def _tables() -> list[tuple[str, bool]]:
    """Each with whether its rows belong to workspaces."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(c.relname), c.relrowsecurity FROM pg_class c"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL(%s)",
            [list(KEPT)],
        )
        return [(str(name), bool(secured)) for name, secured in cursor.fetchall()]


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
