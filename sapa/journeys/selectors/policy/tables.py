"""A decision as a table: each rule with the value it saw, its limit, and when it lets through again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapa.domain import policy
from sapa.domain.traces import Opened, Rule, opened
from sapa.domain.zones.clock import DAY, HOUR
from sapa.journeys.selectors.policy.words import amount_words, days_words, window_words
from sapa.journeys.selectors.verdicts import Verdict, instant_of, moment_words, seen_words, verdict_of
from sapa.journeys.selectors.words import wording

if TYPE_CHECKING:
    from sapa.journeys.services.policy import Answer

CHANNEL_NAMES = {"whatsapp": "WhatsApp", "telegram": "Telegram", "email": "E-mail"}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """`outcome` pass | hold | drop | lifted; texts may be blank."""

    code: str
    rule: str
    value: str
    limit: str
    next: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ToldVerdict:
    """The verdict as a sentence, and every rule that was asked as a table."""

    verdict: Verdict
    rows: Sequence[RuleRow]
    at: datetime
    zone: str
    channel: str
    version: int


def told_verdict(answer: "Answer") -> ToldVerdict:
    decision, zone = answer.decision, answer.decision.primary_zone
    row = answer.as_row()
    return ToldVerdict(
        verdict=verdict_of(row, zone),
        rows=rule_rows(row.trace, answer.policy, answer.klass, zone),
        at=answer.now,
        zone=zone,
        channel=CHANNEL_NAMES.get(decision.channel or "", decision.channel or ""),
        version=answer.rules.version,
    )


def rule_rows(trace: object, chosen: policy.Policy, klass: str, zone: str) -> list[RuleRow]:
    """What held something back comes first. `trace` as a decision keeps it; `chosen`: of class and segment."""
    found = opened(trace)
    rows = [*_checks(found, chosen, zone), *_rules(found, chosen, klass, zone)]
    return sorted(rows, key=lambda row: row.outcome == "pass")


def _checks(trace: Opened, chosen: policy.Policy, zone: str) -> Iterator[RuleRow]:
    for code, hit, saw in trace.checks:
        value = seen_words(code, saw, zone) or (_("yes") if hit else _("no"))
        limit = amount_words(chosen.backoff.max_unanswered) if code == "unresponsive" else ""
        yield RuleRow(code, wording(code), value, limit, "", "drop" if hit else "pass")


def _rules(trace: Opened, chosen: policy.Policy, klass: str, zone: str) -> list[RuleRow]:
    """Each rule once: where it held something back for the last time, else as it was at the first instant."""
    found: dict[str, RuleRow] = {}
    for step in trace.steps:
        for rule in step.rules:
            if rule.code not in found or rule.violated:
                found[rule.code] = _row(rule, limit_words(rule.code, chosen, klass), zone)
    return list(found.values())


def _row(rule: Rule, limit: str, zone: str) -> RuleRow:
    outcome = "hold" if rule.holds_back else "lifted" if rule.violated else "pass"
    free = moment_words(instant_of(rule.next), zone) if rule.next and rule.holds_back else ""
    value = seen_words(rule.code, rule.saw, zone) or (_("yes") if rule.violated else _("no"))
    return RuleRow(rule.code, wording(rule.code), value, limit, free, outcome)


def limit_words(code: str, chosen: policy.Policy, klass: str) -> str:
    """What the rule allows, as the settings in force say it; blank where a rule has no number."""
    if code in ("min_gap", "recent_inbound", "yield_higher"):
        return hours_words(chosen.gaps.get(klass, 0))
    if code.startswith("cap_"):
        return _cap_words(code, chosen)
    if code == "backoff":
        return _("%(days)s days") % {"days": ", ".join(map(str, chosen.backoff.days))}
    found = {
        "open_ticket": lambda: hours_words(chosen.ticket.recheck),
        "ticket_cooldown": lambda: hours_words(chosen.ticket.cooldown),
        "wa_user_limit": lambda: hours_words(chosen.wa_limit_time),
        "quiet_hours": lambda: minutes_words(chosen.quiet),
        "b2b_hours": lambda: minutes_words(chosen.b2b_window),
        "ramadan_iftar": lambda: minutes_words(chosen.iftar_pause),
        "friday_prayer": lambda: minutes_words(chosen.friday_pause),
        "collection_hours": lambda: minutes_words(chosen.collection.window if chosen.collection else None),
        "weekend": lambda: days_words(sorted(chosen.weekend_of("ID"))),
    }
    return found[code]() if code in found else ""


def _cap_words(code: str, chosen: policy.Policy) -> str:
    cap = chosen.promo_cap if code.startswith("cap_promo") else chosen.nudge_cap
    limit = getattr(cap, code.rsplit("_", 1)[1])
    return _("no limit") if limit is None else amount_words(limit)


def hours_words(length: int) -> str:
    """`4 jam`, `3 hari`; `length` in microseconds."""
    if length and length % DAY == 0 and length > DAY:
        days = length // DAY
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    hours = length / HOUR
    told = amount_words(int(hours) if hours == int(hours) else round(hours, 2))
    return ngettext("%(n)s hour", "%(n)s hours", int(hours)) % {"n": told}


def minutes_words(window: tuple[int, int] | None) -> str:
    if window is None:
        return ""
    start, end = (f"{minute // 60:02}:{minute % 60:02}" for minute in window)
    return window_words((start, end))
