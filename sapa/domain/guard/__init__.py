"""The message guard: says what is wrong with a text before it is sent (`domain.md` §4)."""

from sapa.domain.guard.check import check
from sapa.domain.guard.codes import RULES, Rule, Severity
from sapa.domain.guard.documents import check_case
from sapa.domain.guard.texts import CheckedText, check_text, context_of
from sapa.domain.guard.types import Finding, Findings, GuardCase

__all__ = [
    "RULES",
    "CheckedText",
    "Finding",
    "Findings",
    "GuardCase",
    "Rule",
    "Severity",
    "check",
    "check_case",
    "check_text",
    "context_of",
]
