"""A connection that served one shop forgets it before it serves anybody else."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from sapa.accounts.models import Workspace
from sapa.base.scope import ScopeMissing, current_workspace_id, user_scope, workspace_scope

POOLED = "pooled"


@pytest.fixture
def pooled(committed: None) -> Iterator[str]:
    """An alias whose pool holds a single connection, so that everybody gets the same."""
    known = connections["default"].settings_dict
    options = {**known["OPTIONS"], "pool": {"min_size": 1, "max_size": 1, "timeout": 5}}
    connection = DatabaseWrapper({**known, "OPTIONS": options}, POOLED)
    connections[POOLED] = connection
    yield POOLED
    connection.close()
    connection.close_pool()
    del connections[POOLED]


def left_over(alias: str) -> tuple[int, str, str]:
    """The server's process, and what it still knows of workspace and user."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT pg_backend_pid(), coalesce(current_setting('sapa.workspace', true), ''),"
            " coalesce(current_setting('sapa.user', true), '')"
        )
        found = cursor.fetchone()
    connections[alias].close()
    assert found
    return int(found[0]), str(found[1]), str(found[2])


def test_a_pooled_connection_forgets_the_workspace(pooled: str, committed_shop: Workspace) -> None:
    before, *_ = left_over(pooled)
    with workspace_scope(committed_shop.pk, user_id=7, using=pooled):
        pass
    connections[pooled].close()
    assert left_over(pooled) == (before, "", "")


def test_it_forgets_after_a_failure_too(pooled: str, committed_shop: Workspace) -> None:
    before, *_ = left_over(pooled)
    with pytest.raises(ZeroDivisionError), workspace_scope(committed_shop.pk, using=pooled):
        raise ZeroDivisionError
    connections[pooled].close()
    assert left_over(pooled) == (before, "", "")


def test_it_forgets_whoever_logged_in(pooled: str) -> None:
    before, *_ = left_over(pooled)
    with user_scope(7, using=pooled):
        pass
    connections[pooled].close()
    assert left_over(pooled) == (before, "", "")


def test_python_forgets_the_workspace_as_well(committed_shop: Workspace) -> None:
    with pytest.raises(ZeroDivisionError), workspace_scope(committed_shop.pk):
        raise ZeroDivisionError
    with pytest.raises(ScopeMissing):
        current_workspace_id()
