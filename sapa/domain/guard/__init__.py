"""The message guard: says what is wrong with a text before it is sent (`domain.md` §4)."""

from sapa.domain.guard.check import check
from sapa.domain.guard.codes import RULES, Rule, Severity
from sapa.domain.guard.documents import check_case
from sapa.domain.guard.settings import GuardSettings, guard_settings
from sapa.domain.guard.texts import CheckedText, check_text, context_of, context_of_parameters
from sapa.domain.guard.types import Finding, Findings, GuardCase

__all__ = [
    "RULES",
    "CheckedText",
    "Finding",
    "Findings",
    "GuardCase",
    "GuardSettings",
    "Rule",
    "Severity",
    "check",
    "check_case",
    "check_text",
    "context_of",
    "context_of_parameters",
    "guard_settings",
]
