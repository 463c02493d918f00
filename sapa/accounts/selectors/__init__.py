"""Reads of the room: memberships, settings in force, the calendar of the workspace."""

from sapa.accounts.selectors.calendar import Season, bridges, bridges_of, calendar, days, periods, season
from sapa.accounts.selectors.holidays import HolidayPage, Preset, countries_of, holiday_page
from sapa.accounts.selectors.workspaces import (
    membership_of,
    memberships_of,
    settings_in_force,
    workspace,
    workspace_ids,
)

__all__ = [
    "HolidayPage",
    "Preset",
    "Season",
    "bridges",
    "bridges_of",
    "calendar",
    "countries_of",
    "days",
    "holiday_page",
    "membership_of",
    "memberships_of",
    "periods",
    "season",
    "settings_in_force",
    "workspace",
    "workspace_ids",
]
