"""Reads of the contact policy: its settings in words, its versions, its clocks, week and verdicts."""

from sapa.journeys.selectors.policy.catalogue import GROUPS, SETTINGS, settings_of
from sapa.journeys.selectors.policy.days import Week, week
from sapa.journeys.selectors.policy.history import PolicyVersion, policy_of, version, versions
from sapa.journeys.selectors.policy.moves import impact_words, move_rows
from sapa.journeys.selectors.policy.presets import PRESET_NAMES, PRESETS
from sapa.journeys.selectors.policy.settings import CLASS_NAMES, SCOPE_NAMES, SEGMENT_NAMES
from sapa.journeys.selectors.policy.tables import RuleRow, ToldVerdict, told_verdict
from sapa.journeys.selectors.policy.words import Change, changes
from sapa.journeys.selectors.policy.zones import Clock, View, clocks, found_customers

__all__ = [
    "CLASS_NAMES",
    "GROUPS",
    "PRESETS",
    "PRESET_NAMES",
    "SCOPE_NAMES",
    "SEGMENT_NAMES",
    "SETTINGS",
    "Change",
    "Clock",
    "PolicyVersion",
    "RuleRow",
    "ToldVerdict",
    "View",
    "Week",
    "changes",
    "clocks",
    "found_customers",
    "impact_words",
    "move_rows",
    "policy_of",
    "settings_of",
    "told_verdict",
    "version",
    "versions",
    "week",
]
