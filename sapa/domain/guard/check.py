"""The message guard: one text for one customer, and everything that is wrong with it (`domain.md` §4)."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from sapa.domain.guard import addressing, manners, pressure, promises, safety
from sapa.domain.guard.codes import RULES, Severity
from sapa.domain.guard.fixes import FIXES
from sapa.domain.guard.reading import Check, Hit, Reading
from sapa.domain.guard.types import Finding, Findings, GuardCase

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        check.__name__: check
        for check in (
            addressing.too_short,
            addressing.too_long,
            addressing.missing_name,
            addressing.missing_sender,
            addressing.missing_context,
            pressure.hard_sell,
            pressure.caps,
            pressure.exclamation,
            pressure.emoji,
            promises.missing_opt_out,
            promises.promo_streak,
            manners.greeting_time,
            manners.honorific,
            manners.over_familiar,
            safety.placeholder,
            promises.no_terms,
            promises.false_exclusive,
            pressure.links,
            safety.sensitive,
            promises.utility_with_promo,
            safety.wa_edges,
            pressure.multi_ask,
        )
    }
)

BY_CODE = tuple(sorted(CHECKS.items()))

# No channel takes a longer text, and corrections copy it for every word they change.
LONGEST_FIXED = 10_000


def check(case: GuardCase) -> Findings:
    """What is wrong with the text, each with a whole corrected text where one can be given."""
    reading = Reading(case)
    found = found_in(reading)
    if not found.items:
        return found
    return Findings(tuple(with_fix(one, reading, found) for one in found.items))


def found_in(reading: Reading) -> Findings:
    """The findings without corrections, sorted by code."""
    found = []
    for code, check_one, severity in asked_of(reading.case.klass):
        if hit := check_one(reading):
            found.append(Finding(code, severity_of(severity, hit), hit.span, hit.values))
    return Findings(tuple(found))


@cache
def asked_of(klass: str) -> tuple[tuple[str, Check, Severity], ...]:
    """The rules that this class of messages has to keep."""
    severities = [(code, one, RULES[code].severity.get(klass)) for code, one in BY_CODE]
    return tuple((code, one, severity) for code, one, severity in severities if severity)


def severity_of(usual: Severity, hit: Hit) -> Severity:
    return "blokir" if hit.strong else usual


def with_fix(finding: Finding, reading: Reading, found: Findings) -> Finding:
    """The finding with its correction, if there is one that mends it and spoils nothing."""
    correct = FIXES.get(finding.code) if len(reading.text) <= LONGEST_FIXED else None
    text = correct(reading) if correct else None
    if text is None or text == reading.text:
        return finding
    left = found_in(Reading(reading.case.with_text(text)))
    if finding.code in left.codes or not set(left.codes) <= set(found.codes):
        return finding
    return Finding(finding.code, finding.severity, finding.span, finding.values, text)
