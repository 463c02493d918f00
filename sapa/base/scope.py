"""The workspace a piece of work belongs to: known to Python, to the ORM and to PostgreSQL's row security."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connections, transaction


class ScopeMissing(RuntimeError):
    """A tenant table was touched outside `workspace_scope`."""


@dataclass(frozen=True, slots=True)
class Scope:
    workspace_id: int | None
    user_id: int | None


NOBODY = Scope(None, None)
_scope: ContextVar[Scope] = ContextVar("sapa_scope", default=NOBODY)


def current_workspace_id() -> int:
    """Id of the workspace in scope; raises ScopeMissing outside of one."""
    workspace_id = _scope.get().workspace_id
    if workspace_id is None:
        raise ScopeMissing("No workspace in scope: wrap the call in workspace_scope(…)")
    return workspace_id


def current_scope() -> Scope:
    return _scope.get()


@contextmanager
def workspace_scope(
    workspace_id: int, *, user_id: int | None = None, using: str = "default"
) -> Iterator[None]:
    """One transaction in which only the rows of this workspace exist."""
    with _scoped(Scope(workspace_id, user_id), using):
        yield


@contextmanager
def user_scope(user_id: int, *, using: str = "default") -> Iterator[None]:
    """One transaction that sees the user's own memberships and nothing of any workspace's data."""
    with _scoped(Scope(None, user_id), using):
        yield


@contextmanager
def _scoped(scope: Scope, using: str) -> Iterator[None]:
    outer = _scope.get()
    nested = connections[using].in_atomic_block
    with transaction.atomic(using=using):
        _tell_database(scope, using)
        token = _scope.set(scope)
        try:
            yield
        finally:
            _scope.reset(token)
        if nested and not connections[using].needs_rollback:
            _tell_database(outer, using)


def _tell_database(scope: Scope, using: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('sapa.workspace', %s, true), set_config('sapa.user', %s, true)",
            [str(scope.workspace_id or ""), str(scope.user_id or "")],
        )
