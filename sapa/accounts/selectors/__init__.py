"""Reads of the room: memberships, settings in force, the calendar of the workspace."""

from sapa.accounts.selectors.workspaces import (
    membership_of,
    memberships_of,
    settings_in_force,
    workspace,
    workspace_ids,
)

__all__ = ["membership_of", "memberships_of", "settings_in_force", "workspace", "workspace_ids"]
