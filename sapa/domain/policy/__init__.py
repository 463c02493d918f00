"""The contact policy: one pure function decides whether a message goes now, waits or is dropped."""

from sapa.domain.policy.codes import REASONS, Reason, reason_of
from sapa.domain.policy.loop import decide, decide_all, explain, rank
from sapa.domain.policy.overrides import merge
from sapa.domain.policy.sentences import moment_text, reason_list, sentence
from sapa.domain.policy.settings import (
    COMPLAINT_KINDS,
    Policy,
    default_document,
    parse_policy,
    policy_from,
)
from sapa.domain.policy.trace import CheckTrace, RuleTrace, Step, Trace
from sapa.domain.policy.types import (
    Address,
    BusyProfile,
    Contact,
    Customer,
    Decision,
    History,
    HistoryEvent,
    Intent,
    OptOut,
    RecipeCap,
    Ticket,
)
from sapa.domain.policy.windows import Closed, DayWindows, windows

__all__ = [
    "COMPLAINT_KINDS",
    "REASONS",
    "Address",
    "BusyProfile",
    "CheckTrace",
    "Closed",
    "Contact",
    "Customer",
    "DayWindows",
    "Decision",
    "History",
    "HistoryEvent",
    "Intent",
    "OptOut",
    "Policy",
    "Reason",
    "RecipeCap",
    "RuleTrace",
    "Step",
    "Ticket",
    "Trace",
    "decide",
    "decide_all",
    "default_document",
    "explain",
    "merge",
    "moment_text",
    "parse_policy",
    "policy_from",
    "rank",
    "reason_list",
    "reason_of",
    "sentence",
    "windows",
]
