"""Who belongs to which workspace, and which settings are in force."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from sapa.accounts.models import Membership, Workspace
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id, user_scope

IN_FORCE = """
SELECT number, data FROM accounts_settingsversion WHERE workspace_id = %(workspace)b ORDER BY number DESC LIMIT 1
"""


def membership_of(*, user_id: int, workspace_id: int | None) -> Membership | None:
    """The membership chosen for this session, else the user's first; None for somebody without any."""
    with user_scope(user_id):
        mine = list(_memberships(user_id))
    chosen = [one for one in mine if one.workspace_id == workspace_id]
    return next(iter(chosen or mine), None)


def memberships_of(*, user_id: int) -> list[Membership]:
    with user_scope(user_id):
        return list(_memberships(user_id))


def _memberships(user_id: int) -> QuerySet[Membership]:
    """Read before any workspace is in scope: row security alone limits it to the user's own rows."""
    rows = Membership.across_workspaces.filter(user_id=user_id)
    return rows.select_related("workspace").order_by("created_at", "id")


def workspace() -> Workspace:
    return Workspace.objects.get(pk=current_workspace_id())


def workspace_ids() -> list[int]:
    """Every workspace, for loops that then enter each scope in turn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sapa_workspaces()")
        return [int(row[0]) for row in cursor.fetchall()]


def settings_in_force() -> tuple[int, dict[str, Any]]:
    """(version number, settings); (0, {}) before anything was changed."""
    newest = fetch(IN_FORCE, {"workspace": current_workspace_id()})
    return (newest[0][0], newest[0][1]) if newest else (0, {})
