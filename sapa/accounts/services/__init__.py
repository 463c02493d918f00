"""Writes of the room: workspaces and their people, settings, the audit trail, holidays and seasons."""

from sapa.accounts.services.calendar import (
    add_day,
    change_day,
    differs,
    import_days,
    remove_day,
    reset_period,
    restore_day,
    save_period,
)
from sapa.accounts.services.seasons import switch_preset
from sapa.accounts.services.workspaces import (
    add_member,
    audit,
    change_profile,
    change_settings,
    create_workspace,
)

__all__ = [
    "add_day",
    "add_member",
    "audit",
    "change_day",
    "change_profile",
    "change_settings",
    "create_workspace",
    "differs",
    "import_days",
    "remove_day",
    "reset_period",
    "restore_day",
    "save_period",
    "switch_preset",
]
