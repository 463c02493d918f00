"""Writes of the room: workspaces and their people, settings, the audit trail, holidays and seasons."""

from sapa.accounts.services.workspaces import (
    add_member,
    audit,
    change_profile,
    change_settings,
    create_workspace,
)

__all__ = ["add_member", "audit", "change_profile", "change_settings", "create_workspace"]
