"""The decision function: final checks, the search for the next slot, the channel (`domain.md` §2.2)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sapa.domain.calendars import Calendar
from sapa.domain.policy.case import Case, VirtualContact
from sapa.domain.policy.channels import FREEFORM, Form, usable
from sapa.domain.policy.finals import final_checks
from sapa.domain.policy.hours import HORIZON
from sapa.domain.policy.plans import FIRST_CLOCK_RULE, Plan, PlannedRule, Rows, Slot, plan_of
from sapa.domain.policy.rulebook import MOST_KEPT, rulebook_of
from sapa.domain.policy.settings import Policy
from sapa.domain.policy.trace import RuleTrace, Step, Trace
from sapa.domain.policy.types import Customer, Decision, History, Intent
from sapa.domain.zones.clock import MINUTE, NEVER, micros

URGENT, CONSENT = "urgent_override", "consent_override"
new = tuple.__new__  # a third of the time of the named constructor
Rank = tuple[int, int, int, str | int]


def rank(intent: Intent, policy: Policy) -> Rank:
    """Lower wins: priority, expiry (none last), due time (none first), id; `policy` as `Policy.of` gives it."""
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
    return answer(case_of(intent, customer, history, calendar, now, policy, competing))


def case_of(
    intent: Intent,
    customer: Customer,
    history: History,
    calendar: Calendar,
    now: datetime,
    policy: Policy,
    competing: Iterable[Intent],
) -> Case:
    own, at = policy.of(intent.klass, customer.segment), micros(now)
    virtual: tuple[VirtualContact, ...] = ()
    if competing:
        winners = winners_of(intent, competing, policy, customer.segment)
        virtual = answers(winners, customer, history, calendar, at, policy)[1]
    return Case(rulebook_of(own, calendar), intent, customer, history, at, virtual)


def explain(
    intent: Intent,
    customer: Customer,
    history: History,
    calendar: Calendar,
    now: datetime,
    policy: Policy,
    competing: Iterable[Intent] = (),
) -> Decision:
    """The answer of `decide`; where a final check drops the message, the trace tells the time rules too."""
    case = case_of(intent, customer, history, calendar, now, policy, competing)
    decision = answer(case)
    if decision.trace.steps:
        return decision
    at, _, steps = search(case)
    forms = () if at == NEVER else usable(case, at, with_limit=True)
    return decision._replace(trace=Trace(decision.trace.checks, steps, forms))


def winners_of(intent: Intent, competing: Iterable[Intent], policy: Policy, segment: str) -> list[Intent]:
    own = rank(intent, policy.of(intent.klass, segment))
    return [other for other in competing if rank(other, policy.of(other.klass, segment)) < own]


def decide_all(
    intents: Sequence[Intent],
    customer: Customer,
    history: History,
    calendar: Calendar,
    now: datetime,
    policy: Policy,
) -> list[tuple[Intent, Decision]]:
    """All intents of one customer in rank order, each yielding to those before it."""
    return answers(intents, customer, history, calendar, micros(now), policy)[0]


def answers(
    intents: Iterable[Intent],
    customer: Customer,
    history: History,
    calendar: Calendar,
    now: int,
    policy: Policy,
) -> tuple[list[tuple[Intent, Decision]], tuple[VirtualContact, ...]]:
    decided: list[tuple[Intent, Decision]] = []
    virtual: tuple[VirtualContact, ...] = ()
    segment = customer.segment
    for intent in sorted(intents, key=lambda each: rank(each, policy.of(each.klass, segment))):
        own = policy.of(intent.klass, segment)
        decision = answer(Case(rulebook_of(own, calendar), intent, customer, history, now, virtual))
        decided.append((intent, decision))
        if decision.at is not None:
            gap = own.gaps.get(intent.klass, 0)
            virtual = (*virtual, VirtualContact(micros(decision.at), intent.klass, gap))
    return decided, virtual


def answer(case: Case) -> Decision:
    checks = final_checks(case)
    matched = [check[0] for check in checks if check[2]]
    if matched:
        return dropped(case, tuple(matched), new(Trace, (checks, (), ())))
    at, reasons, steps = search(case)
    if at >= case.expires or at == NEVER:
        return dropped(case, (*reasons, "expires_before_slot"), new(Trace, (checks, steps, ())))
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
    """Step 5: a slot needs a channel."""
    hours = case.hours
    action = "send" if at == case.now else "wait"
    moment = hours.moments.get(at) or hours.moment(at)
    return new(Decision, (action, moment, reasons, form[0], form[1] or None, hours.zone_set, trace))


def dropped(case: Case, reasons: tuple[str, ...], trace: Trace) -> Decision:
    return new(Decision, ("drop", None, reasons, None, None, case.hours.zone_set, trace))


def override_of(case: Case) -> str:
    """The note of what lifts rules: urgent before consent, or an empty text.

    Urgent is never for a promo, nor where the law on asking for payments knows only the debtor's consent.
    """
    if case.intent.urgent and case.klass != "promo" and case.policy.collection is None:
        return URGENT
    return CONSENT if case.customer.anytime_consent else ""


def search(case: Case) -> tuple[int, list[str], tuple[Step, ...]]:
    """The earliest instant at which no rule is violated, or NEVER; the codes in order; the steps."""
    at, limit = case.start, case.start + HORIZON
    override, plan = override_of(case), plan_of(case, case.state(at))
    reasons = ["not_due"] if at > case.now else []
    step, free = look(case, plan, at, override, None, reasons)
    steps: tuple[Step, ...] = (step,)
    while free:
        if free > limit:
            return NEVER, reasons, steps
        at = free
        before = step if case.settled else None
        if case.klass == "reply":
            plan, before = plan_of(case, case.state(at)), None
        step, free = look(case, plan, at, override, before, reasons)
        steps += (step,)
    if override or plan.state == "exempt":
        reasons += notes(case, plan.state, step.rules, override)
    return at, reasons, steps


def look(
    case: Case, plan: Plan, at: int, override: str, before: Step | None, reasons: list[str]
) -> tuple[Step, int]:
    """All rules at one instant, and the latest of the next instants (0 when all hold).

    `before` is the step before when no contact lies ahead: what held then and lasts is not asked again.
    """
    rows, rules = list(plan.contact_rows), plan.spacing
    if before is not None:
        rows = list(before.rules[:FIRST_CLOCK_RULE])
        rules = tuple([rule for rule in rules if not (rule[4] and not rows[rule[0]].violated)])
    if case.intent.due_at is not None:
        rows[0] = due_row(case, at)
    urgent = override is URGENT
    latest = ask(case, rules, at, urgent, rows, reasons) if rules else 0
    for counts, holding, places, cap_rules in plan.caps:
        if held_rows := holding[counts(case, at)]:
            rows[places] = held_rows
        else:
            latest = max(latest, ask(case, cap_rules, at, urgent, rows, reasons))
    if plan.limit:
        latest = max(latest, ask(case, plan.limit, at, False, rows, reasons))
    clock_rows, later = ask_clock(case, plan, at, override, reasons)
    return new(Step, (at, (*rows, *clock_rows))), later if later > latest else latest


def ask(
    case: Case,
    rules: tuple[PlannedRule, ...],
    at: int,
    spared: bool,
    rows: list[RuleTrace],
    reasons: list[str],
) -> int:
    """Asks some rules, fills their rows and the reasons; the latest of their next instants.

    `spared`: an override lifts these rules, they are told but hold nothing up.
    """
    latest = 0
    for place, code, rule, kept, _ in rules:
        saw, free = rule(case, at)
        if not free:
            if kept is None:
                rows[place] = new(RuleTrace, (code, True, False, False, saw, None))
            else:
                rows[place] = kept.get(saw) or held(code, saw, kept)
            continue
        rows[place] = new(RuleTrace, (code, True, True, spared, saw, free))
        if not spared:
            latest = free if free > latest else latest
            if code not in reasons:
                reasons.append(code)
    return latest


def ask_clock(case: Case, plan: Plan, at: int, override: str, reasons: list[str]) -> tuple[Rows, int]:
    """The rows of the clock rules, which every override spares, and the latest of their next instants."""
    if not plan.clock:
        return plan.clock_rows, 0
    if override:
        case.turn_to(at)
        spared = list(plan.clock_rows)
        latest = ask(case, plan.clock, at, True, spared, reasons)
        return tuple(spared), latest
    rows, latest, codes = plan.slots.get(at // MINUTE) or kept_slot(case, plan, at)
    for code in codes:
        if code not in reasons:
            reasons.append(code)
    return rows, latest


def kept_slot(case: Case, plan: Plan, at: int) -> Slot:
    """Clock rules look at nothing but the minute, and many customers share it: asked once and kept."""
    case.turn_to(at)
    rows, codes = list(plan.clock_rows), list[str]()
    latest = ask(case, plan.clock, at, False, rows, codes)
    if len(plan.slots) >= MOST_KEPT:
        plan.slots.clear()
    found = plan.slots[at // MINUTE] = (tuple(rows), latest, tuple(codes))
    return found


def held(code: str, saw: object, kept: dict[object, RuleTrace]) -> RuleTrace:
    """The row of a rule that holds and sees a count, a minute or a day: made once."""
    row = kept[saw] = new(RuleTrace, (code, True, False, False, saw, None))
    return row


def due_row(case: Case, at: int) -> RuleTrace:
    """`not_due` holds at every instant that is tried; its row says what it moved the start to."""
    held = case.start > case.now and at == case.start
    return new(RuleTrace, ("not_due", True, held, False, case.start, case.start if held else None))


def notes(case: Case, state: str, rows: Rows, override: str) -> list[str]:
    """Exemptions always, overrides only when they lifted a rule that is violated at the slot."""
    found = [f"exempt_{case.klass}"] if state == "exempt" else []
    if override and any(row.lifted for row in rows):
        found.append(override)
    return found
