"""The message guard: says what is wrong with a text before it is sent (`domain.md` §4)."""

from sapa.domain.guard.check import check
from sapa.domain.guard.codes import RULES, Rule, Severity
from sapa.domain.guard.documents import check_case
from sapa.domain.guard.types import Finding, Findings, GuardCase

__all__ = ["RULES", "Finding", "Findings", "GuardCase", "Rule", "Severity", "check", "check_case"]
