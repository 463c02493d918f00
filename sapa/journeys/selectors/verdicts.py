"""«Kenapa?»: kept decisions told to a person, with every rule and the value it saw (domain.md 2.15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypedDict

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sapa.domain import formats
from sapa.domain.guard import RULES
from sapa.domain.traces import Opened, Tried, opened
from sapa.domain.zones.clock import NEVER
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.selectors.words import capital, reason_words, wording

OUTCOMES = {"send": "send", "wait": "hold", "drop": "drop"}
OF_MINUTE = {"quiet_hours", "b2b_hours", "busy_hours", "ramadan_iftar"}
OF_DAY = {"weekend", "holiday_national", "holiday_cuti_bersama", "lebaran_pause"}
OF_INSTANT = {
    "yield_higher",
    "min_gap",
    "recent_inbound",
    "ticket_cooldown",
    "wa_user_limit",
    "expired",
    "not_due",
}
OF_COUNT = {"backoff", "unresponsive", "recipe_cap"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEWEST = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: its words, the value it saw, and pass | hold | drop."""

    text: str
    value: str
    outcome: str


class Verdict(TypedDict):
    """As the `reasons` component wants it; `tried`: the instants that were looked at and what was against.

    `guard`: what the message guard found, which stands among `reasons` or `kept` too.
    """

    stage: str
    at: datetime
    outcome: str
    sentence: str
    next_try: str
    reasons: Sequence[Line]
    kept: Sequence[Line]
    guard: Sequence[Line]
    tried: Sequence[tuple[str, str]]


def verdicts_of(follow_up: FollowUp, *, zone: str) -> list[Verdict]:
    """Newest first."""
    rows = Decision.objects.filter(follow_up=follow_up).order_by("-id")[:NEWEST]
    return [verdict_of(row, zone) for row in rows]


def verdict_of(row: Decision, zone: str) -> Verdict:
    trace = opened(row.trace)
    guard = _guard(row.trace)
    lines = [*guard, *_checks(trace, zone), *_rules(trace, zone)]
    return Verdict(
        stage=_stage(row.stage),
        at=row.at,
        outcome=OUTCOMES[row.action],
        sentence=sentence_of(row),
        next_try=moment_words(row.until, zone) if row.action == "wait" and row.until else "",
        reasons=[line for line in lines if line.outcome != "pass"],
        kept=[line for line in lines if line.outcome == "pass"],
        guard=guard,
        tried=[_tried(step, zone) for step in trace.steps],
    )


def _stage(stage: str) -> str:
    return {
        "plan": _("When it was planned"),
        "settle": _("When it was due"),
        "gate": _("Just before sending"),
        "event": _("When something happened"),
    }[stage]


def sentence_of(row: Decision) -> str:
    why = reason_words(row.reasons)
    openings = {"send": _("May be sent"), "wait": _("Waits"), "drop": _("Is not sent")}
    opening = openings[row.action]
    return f"{opening}: {why}." if why else f"{opening}."


def _checks(trace: Opened, zone: str) -> list[Line]:
    return [
        Line(wording(code), _saw(code, saw, hit, zone), "drop" if hit else "pass")
        for code, hit, saw in trace.checks
    ]


def _guard(trace: object) -> list[Line]:
    """What the message guard found in the text: what blocks it, and what it only warned of."""
    words = {"blokir": _("stops the message"), "peringatan": _("a warning"), "info": _("a note")}
    outcomes = {"blokir": "drop"}
    found = trace.get("guard", ()) if isinstance(trace, dict) else ()
    return [
        Line(RULES[code].hint(_language(), values), words[severity], outcomes.get(severity, "pass"))
        for code, severity, values in found
    ]


def _rules(trace: Opened, zone: str) -> list[Line]:
    """Each rule once: where it held something back, else as it was at the first instant."""
    chosen: dict[str, Line] = {}
    for rule in (rule for step in trace.steps for rule in step.rules):
        code, holds = rule.code, rule.holds_back
        if code not in chosen or (holds and chosen[code].outcome == "pass"):
            seen = _saw(code, rule.saw, holds, zone)
            chosen[code] = Line(wording(code), seen, "hold" if holds else "pass")
    return list(chosen.values())


def _tried(step: Tried, zone: str) -> tuple[str, str]:
    against = [rule.code for rule in step.rules if rule.holds_back]
    at = moment_words(instant_of(step.at), zone)
    return at, capital(reason_words(against)) if against else _("Nothing against it")


def instant_of(at: int | str) -> datetime:
    return datetime.fromisoformat(at) if isinstance(at, str) else EPOCH + timedelta(microseconds=at)


def _saw(code: str, saw: object, holds: bool, zone: str) -> str:
    """`tidak · 10.15`: whether the rule holds anything back, and what it looked at."""
    seen = seen_words(code, saw, zone)
    answer = "" if holds and seen else _("yes") if holds else _("no")
    return " · ".join(part for part in (answer, seen) if part)


def seen_words(code: str, saw: object, zone: str) -> str:
    if isinstance(saw, bool) or not isinstance(saw, int):
        return _consent(str(saw)) if code == "no_consent" else ""
    if code in OF_MINUTE:
        return f"{saw // 60:02}{_mark()}{saw % 60:02}"
    if code in OF_DAY:
        return formats.day(date(1970, 1, 1) + timedelta(days=saw), _language())
    if code in OF_INSTANT or code.startswith("exit_"):
        return moment_words(EPOCH + timedelta(microseconds=saw), zone) if 0 < saw < NEVER else ""
    return f"{saw} ×" if code in OF_COUNT or code.startswith("cap_") else ""


def _consent(state: str) -> str:
    words = {"granted": _("consent given"), "denied": _("consent refused"), "unknown": _("consent unknown")}
    return words.get(state, "")


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def _mark() -> str:
    return "." if _language() == "id" else ":"


def moment_words(at: datetime, zone: str) -> str:
    return formats.moment(at, zone, _language())
