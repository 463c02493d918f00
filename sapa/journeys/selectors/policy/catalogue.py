"""Every setting of the contact policy (domain.md 2.11): one table for the form, the history and the tests."""

from collections.abc import Sequence

from sapa.journeys.selectors.policy.amounts import AMOUNT_GROUPS
from sapa.journeys.selectors.policy.hours import HOUR_GROUPS
from sapa.journeys.selectors.policy.settings import Group, Setting

GROUPS: Sequence[Group] = (*HOUR_GROUPS, *AMOUNT_GROUPS)
SETTINGS: Sequence[Setting] = tuple(setting for group in GROUPS for setting in group.settings)


def settings_of(scope: str) -> list[Setting]:
    return [setting for setting in SETTINGS if setting.means_something(scope)]


def groups_of(scope: str) -> list[tuple[Group, list[Setting]]]:
    """What can be chosen in a scope, without groups that mean nothing there."""
    found = [(group, [one for one in group.settings if one.means_something(scope)]) for group in GROUPS]
    return [(group, settings) for group, settings in found if settings]


def setting_at(path: str) -> Setting | None:
    """The setting that a path of the document belongs to."""
    return next((one for one in SETTINGS if path == one.path or path.startswith(f"{one.path}.")), None)
