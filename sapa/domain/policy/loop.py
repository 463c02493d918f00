"""The decision function: final checks, the search for the next slot, the channel (`domain.md` §2.2)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sapa.domain.calendars import Calendar
from sapa.domain.policy.case import Case, VirtualContact
from sapa.domain.policy.channels import Form, usable
from sapa.domain.policy.finals import final_checks
from sapa.domain.policy.hours import HORIZON
from sapa.domain.policy.plans import (
    CLOCK_RULES,
    FIRST_CLOCK_RULE,
    LIFTED_BY_URGENT,
    NOTHING_LIFTED,
    Plan,
    PlannedRule,
    plan_of,
)
from sapa.domain.policy.rulebook import MOST_KEPT, Rulebook, rulebook_of
from sapa.domain.policy.settings import Policy
from sapa.domain.policy.trace import CheckTrace, RuleTrace, Step, Trace
from sapa.domain.policy.types import Customer, Decision, History, Intent
from sapa.domain.zones.clock import NEVER, micros

FREEFORM = ("whatsapp", "freeform")
new = tuple.__new__  # a third of the time of the named constructor
Rows = tuple[RuleTrace, ...]
Rank = tuple[int, int, int, str | int]


def rank(intent: Intent, policy: Policy) -> Rank:
    """Lower wins: priority, expiry (none last), due time (none first), id."""
    return (
        policy.priority[intent.klass] if intent.priority is None else intent.priority,
        intent.expires,
        intent.due,
        intent.id,
    )


def decide(
    intent: Intent,
    customer: Customer,
    history: History,
    calendar: Calendar,
    now: datetime,
    policy: Policy,
    competing: Iterable[Intent] = (),
) -> Decision:
    """Whether to send now, wait or drop, with the reasons and a full trace (`domain.md` §2).

    `competing` are other intents of the same customer; those that rank higher go first.
    """
    book, at = rulebook_of(policy, calendar), micros(now)
    winners = winners_of(intent, competing, policy) if competing else ()
    virtual = answers(book, winners, customer, history, at)[1] if winners else ()
    return answer(Case(book, intent, customer, history, at, virtual))


def winners_of(intent: Intent, competing: Iterable[Intent], policy: Policy) -> list[Intent]:
    own = rank(intent, policy)
    return [other for other in competing if rank(other, policy) < own]


def decide_all(
    intents: Sequence[Intent],
    customer: Customer,
    history: History,
    calendar: Calendar,
    now: datetime,
    policy: Policy,
) -> list[tuple[Intent, Decision]]:
    """All intents of one customer in rank order, each yielding to those before it."""
    return answers(rulebook_of(policy, calendar), intents, customer, history, micros(now))[0]


def answers(
    book: Rulebook, intents: Iterable[Intent], customer: Customer, history: History, now: int
) -> tuple[list[tuple[Intent, Decision]], tuple[VirtualContact, ...]]:
    decided: list[tuple[Intent, Decision]] = []
    virtual: tuple[VirtualContact, ...] = ()
    for intent in sorted(intents, key=lambda each: rank(each, book.policy)):
        decision = answer(Case(book, intent, customer, history, now, virtual))
        decided.append((intent, decision))
        if decision.at is not None:
            gap = book.policy.gaps.get(intent.klass, 0)
            virtual = (*virtual, VirtualContact(micros(decision.at), intent.klass, gap))
    return decided, virtual


def answer(case: Case) -> Decision:
    checks = final_checks(case)
    matched = [check.code for check in checks if check.matched]
    if matched:
        return dropped(case, tuple(matched), Trace(checks, (), ()))
    at, reasons, steps = search(case)
    if at >= case.expires or at == NEVER:
        return dropped(case, (*reasons, "expires_before_slot"), Trace(checks, steps, ()))
    return carried(case, at, reasons, checks, steps)


def carried(
    case: Case, at: int, reasons: list[str], checks: tuple[CheckTrace, ...], steps: tuple[Step, ...]
) -> Decision:
    """Step 5: a slot needs a channel."""
    forms = case.forms if forms_stay(case, at) else usable(case, at, with_limit=True)
    trace = new(Trace, (checks, steps, forms))
    if not forms:
        return dropped(case, (*reasons, "no_channel"), trace)
    return kept(case, at, tuple(reasons), forms[0], trace)


def forms_stay(case: Case, at: int) -> bool:
    """Whether the channels found at now are those of the slot: no limit, and no window that may close."""
    if case.blocks:
        return False
    return at == case.now or (case.settled and FREEFORM not in case.forms)


def kept(case: Case, at: int, reasons: tuple[str, ...], form: Form, trace: Trace) -> Decision:
    hours = case.hours
    action = "send" if at == case.now else "wait"
    moment = hours.moment(at)
    return new(Decision, (action, moment, reasons, form[0], form[1] or None, hours.zone_set, trace))


def dropped(case: Case, reasons: tuple[str, ...], trace: Trace) -> Decision:
    return new(Decision, ("drop", None, reasons, None, None, case.hours.zone_set, trace))


def lifted_rules(case: Case) -> frozenset[int]:
    """Places of the rules that an override lifts: urgent (never for a promo) before consent."""
    if case.intent.urgent and case.klass != "promo":
        return LIFTED_BY_URGENT
    return CLOCK_RULES if case.customer.anytime_consent else NOTHING_LIFTED


def search(case: Case) -> tuple[int, list[str], tuple[Step, ...]]:
    """The earliest instant at which no rule is violated, or NEVER; the codes in order; the steps."""
    at, limit = case.start, case.start + HORIZON
    lifted = lifted_rules(case)
    plan = plan_of(case, case.state(at))
    steps: tuple[Step, ...] = ()
    reasons = ["not_due"] if at > case.now else []
    while True:
        rows, free = look(case, plan, at, lifted, reasons)
        steps += (new(Step, (at, rows)),)
        if not free:
            return at, reasons + notes(case, plan.state, rows, lifted), steps
        if free > limit:
            return NEVER, reasons, steps
        at = free
        if case.klass == "reply":
            plan = plan_of(case, case.state(at))


def look(case: Case, plan: Plan, at: int, lifted: frozenset[int], reasons: list[str]) -> tuple[Rows, int]:
    """All rules at one instant: their rows, and the latest of the next instants (0 when all hold)."""
    case.turn_to(at)
    rows = list(plan.base)
    if case.intent.due_at is not None:
        rows[0] = due_row(case, at)
    latest = ask(case, plan.contact_rules, at, lifted, rows, reasons)
    if lifted or at == case.start:
        later = ask(case, plan.clock_rules, at, lifted, rows, reasons)
    else:
        later = slot(case, plan, at, rows, reasons)
    return tuple(rows), later if later > latest else latest


def ask(
    case: Case,
    rules: tuple[PlannedRule, ...],
    at: int,
    lifted: frozenset[int],
    rows: list[RuleTrace],
    reasons: list[str],
) -> int:
    """Asks some rules, fills their rows and the reasons; the latest of their next instants."""
    latest = 0
    for place, code, rule, kept in rules:
        saw, free = rule(case, at)
        if not free:
            if kept is None:
                rows[place] = new(RuleTrace, (code, True, False, False, saw, None))
            else:
                rows[place] = kept.get(saw) or held(code, saw, kept)
            continue
        spared = place in lifted
        rows[place] = new(RuleTrace, (code, True, True, spared, saw, free))
        if not spared:
            latest = free if free > latest else latest
            if code not in reasons:
                reasons.append(code)
    return latest


def slot(case: Case, plan: Plan, at: int, rows: list[RuleTrace], reasons: list[str]) -> int:
    """Clock rules at an opening that many customers share, like 08:00 tomorrow: asked once and kept."""
    known = plan.slots.get(at)
    if known is None:
        codes: list[str] = []
        latest = ask(case, plan.clock_rules, at, NOTHING_LIFTED, rows, codes)
        if len(plan.slots) >= MOST_KEPT:
            plan.slots.clear()
        plan.slots[at] = (tuple(rows[FIRST_CLOCK_RULE:]), latest, tuple(codes))
    else:
        rows[FIRST_CLOCK_RULE:], latest, codes = known[0], known[1], list(known[2])
    reasons += [code for code in codes if code not in reasons]
    return latest


def held(code: str, saw: object, kept: dict[object, RuleTrace]) -> RuleTrace:
    """The row of a rule that holds and sees a count, a minute or a day: made once."""
    row = kept[saw] = new(RuleTrace, (code, True, False, False, saw, None))
    return row


def due_row(case: Case, at: int) -> RuleTrace:
    """`not_due` holds at every instant that is tried; its row says what it moved the start to."""
    held = case.start > case.now and at == case.start
    return new(RuleTrace, ("not_due", True, held, False, case.start, case.start if held else None))


def notes(case: Case, state: str, rows: Rows, lifted: frozenset[int]) -> list[str]:
    """Exemptions always, overrides only when they lifted a rule that is violated at the slot."""
    found = [f"exempt_{case.klass}"] if state == "exempt" else []
    if lifted and any(row.lifted for row in rows):
        found.append("urgent_override" if lifted is LIFTED_BY_URGENT else "consent_override")
    return found
