"""Reads: who belongs to which workspace, and which settings are in force."""

from typing import Any

from sapa.accounts.models import Membership, SettingsVersion, Workspace
from sapa.base.scope import current_workspace_id, user_scope


def membership_of(*, user_id: int, workspace_id: int | None) -> Membership | None:
    """The membership chosen for this session, else the user's first; None for somebody without any."""
    with user_scope(user_id):
        mine = list(_memberships(user_id))
    chosen = [m for m in mine if m.workspace_id == workspace_id]
    return (chosen or mine or [None])[0]


def memberships_of(*, user_id: int) -> list[Membership]:
    with user_scope(user_id):
        return list(_memberships(user_id))


def _memberships(user_id: int) -> Any:
    """Read before any workspace is in scope: row security alone limits it to the user's own rows."""
    rows = Membership.across_workspaces.filter(user_id=user_id)
    return rows.select_related("workspace").order_by("created_at", "id")


def workspace() -> Workspace:
    return Workspace.objects.get(pk=current_workspace_id())


def settings_in_force() -> tuple[int, dict[str, Any]]:
    """(version number, settings); (0, {}) before anything was changed."""
    newest = SettingsVersion.objects.order_by("-number").first()
    return (newest.number, newest.data) if newest else (0, {})
