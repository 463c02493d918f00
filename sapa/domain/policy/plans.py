"""Which time rules apply to a class of message for one kind of customer (matrix of `domain.md` §2.1)."""

from collections.abc import Callable
from typing import NamedTuple

from sapa.domain.policy import caps, clockrules, spacing
from sapa.domain.policy.case import Case
from sapa.domain.policy.codes import RULE_CODES
from sapa.domain.policy.rulebook import Hours
from sapa.domain.policy.spacing import Seen
from sapa.domain.policy.trace import RuleTrace

Rule = Callable[[Case, int], Seen]
SPACING = ("yield_higher", "open_ticket", "ticket_cooldown", "min_gap", "recent_inbound", "backoff")
NUDGE_CAPS = ("cap_nudge_day", "cap_nudge_week", "cap_nudge_month")
PROMO_CAPS = ("cap_promo_week", "cap_promo_month")
COUNTING = ("backoff", *NUDGE_CAPS, *PROMO_CAPS)
CLOCK = RULE_CODES[RULE_CODES.index("quiet_hours") :]

RULES: dict[str, Rule] = {
    "yield_higher": spacing.yield_higher,
    "open_ticket": spacing.open_ticket,
    "ticket_cooldown": spacing.ticket_cooldown,
    "min_gap": spacing.min_gap,
    "recent_inbound": spacing.recent_inbound,
    "backoff": spacing.backoff,
    "cap_nudge_day": caps.cap_nudge_day,
    "cap_nudge_week": caps.cap_nudge_week,
    "cap_nudge_month": caps.cap_nudge_month,
    "cap_promo_week": caps.cap_promo_week,
    "cap_promo_month": caps.cap_promo_month,
    "wa_user_limit": spacing.wa_user_limit,
    "quiet_hours": clockrules.quiet_hours,
    "b2b_hours": clockrules.b2b_hours,
    "busy_hours": clockrules.busy_hours,
    "collection_hours": clockrules.collection_hours,
    "ramadan_iftar": clockrules.ramadan_iftar,
    "friday_prayer": clockrules.friday_prayer,
    "weekend": clockrules.weekend,
    "holiday_national": clockrules.holiday_national,
    "holiday_cuti_bersama": clockrules.holiday_cuti_bersama,
    "lebaran_pause": clockrules.lebaran_pause,
}
INDEX = {code: place for place, code in enumerate(RULE_CODES)}
NOT_APPLICABLE = tuple(RuleTrace(code, False, False, False, None, None) for code in RULE_CODES)
HOLDING_DUE = RuleTrace("not_due", True, False, False, None, None)

FIRST_CLOCK_RULE = INDEX["quiet_hours"]
# What stays as it is until the search asks later, once the rule holds and no contact lies ahead.
LASTING = frozenset({"open_ticket", "min_gap", "recent_inbound", "backoff"})

Rows = tuple[RuleTrace, ...]
PlannedRule = tuple[int, str, Rule, dict[object, RuleTrace] | None, bool]
Slot = tuple[Rows, int, tuple[str, ...]]


class CapGroup(NamedTuple):
    """Caps on the same messages: by their `counts` `holding` has the rows, as long as none is reached."""

    counts: Callable[[Case, int], caps.Counts]
    holding: caps.HoldingRows
    places: slice
    rules: tuple[PlannedRule, ...]


class Plan(NamedTuple):
    """Rows that stand before any rule is asked, and the rules that must be asked, in canonical order.

    `slots` keeps what the clock rules say at a minute; it is shared by all cases of these hours.
    """

    state: str
    contact_rows: Rows
    clock_rows: Rows
    spacing: tuple[PlannedRule, ...]
    caps: tuple[CapGroup, ...]
    limit: tuple[PlannedRule, ...]
    clock: tuple[PlannedRule, ...]
    slots: dict[int, Slot]


# Rows of holding rules that see a count, a minute or a day: few enough to make each only once.
FEW_VALUES = frozenset(COUNTING) | frozenset(CLOCK)
KEPT: dict[str, dict[object, RuleTrace]] = {code: {} for code in FEW_VALUES}

# What a case has, as bits; a rule about something that it lacks holds without being asked.
VIRTUAL, TICKET, TICKETS, OUTBOUND, INBOUND, BLOCKS, RELEVANT = (1 << bit for bit in range(7))
IDLE_WITHOUT = {
    "yield_higher": VIRTUAL,
    "open_ticket": TICKET,
    "ticket_cooldown": TICKETS,
    "min_gap": OUTBOUND,
    "recent_inbound": INBOUND,
    "wa_user_limit": BLOCKS,
    **dict.fromkeys(COUNTING, OUTBOUND | VIRTUAL),
}


def facts_of(case: Case) -> int:
    history, found = case.history, 0
    if history.outbound:
        found = OUTBOUND
    if history.inbound:
        found |= INBOUND
    if case.intent.holiday_relevant:
        found |= RELEVANT
    if case.blocks:
        found |= BLOCKS
    if case.virtual:
        found |= VIRTUAL
    if case.customer.tickets:
        found |= TICKETS if case.ticket is None else TICKETS | TICKET
    return found


def plan_of(case: Case, state: str) -> Plan:
    """The plan of a case in a state, kept beside the customer's hours."""
    key = (state, facts_of(case))
    found: Plan | None = case.hours.plans.get(key)
    if found is None:
        found = case.hours.plans[key] = make_plan(case.hours, *key)
    return found


def make_plan(hours: Hours, state: str, facts: int) -> Plan:
    codes = applicable(hours, state, bool(facts & RELEVANT))
    asked = {code for code in codes if not idle(hours, code, facts)}
    base = list(NOT_APPLICABLE)
    for code in codes:
        seen = 0 if code in COUNTING else None
        base[INDEX[code]] = RuleTrace(code, True, False, False, seen, None)
    base[0] = HOLDING_DUE
    return Plan(
        state=state,
        contact_rows=tuple(base[:FIRST_CLOCK_RULE]),
        clock_rows=tuple(base[FIRST_CLOCK_RULE:]),
        spacing=planned(asked, SPACING),
        caps=cap_groups(hours, asked),
        limit=planned(asked, ("wa_user_limit",)),
        clock=planned(asked, CLOCK, FIRST_CLOCK_RULE),
        slots=hours.slots.setdefault((state, facts & RELEVANT), {}),
    )


def planned(asked: set[str], codes: tuple[str, ...], first: int = 0) -> tuple[PlannedRule, ...]:
    """The rules among `codes` that are asked, with their places counted from `first`."""
    return tuple(
        (INDEX[code] - first, code, RULES[code], KEPT.get(code), code in LASTING)
        for code in codes
        if code in asked
    )


def cap_groups(hours: Hours, asked: set[str]) -> tuple[CapGroup, ...]:
    nudge, promo = hours.policy.nudge_cap, hours.policy.promo_cap
    groups = (
        (NUDGE_CAPS, caps.nudge_counts, (nudge.day, nudge.week, nudge.month)),
        (PROMO_CAPS, caps.promo_counts, (promo.week, promo.month)),
    )
    return tuple(
        CapGroup(
            counts,
            caps.HoldingRows(codes, limits),
            slice(INDEX[codes[0]], INDEX[codes[-1]] + 1),
            planned(asked, codes),
        )
        for codes, counts, limits in groups
        if asked.issuperset(codes)
    )


def idle(hours: Hours, code: str, facts: int) -> bool:
    """Whether a rule has nothing to be about; a limit of zero holds even a customer never written to."""
    if code.startswith("cap_") and 0 in limits(hours):
        return False
    return code in IDLE_WITHOUT and not facts & IDLE_WITHOUT[code]


def limits(hours: Hours) -> tuple[int | None, ...]:
    nudge, promo = hours.policy.nudge_cap, hours.policy.promo_cap
    return nudge.day, nudge.week, nudge.month, promo.week, promo.month


def applicable(hours: Hours, state: str, holiday_relevant: bool) -> set[str]:
    if state == "exempt":
        return {"wa_user_limit"}
    if state == "quiet":
        return {"wa_user_limit", "quiet_hours"}
    return spacing_codes(hours, state) | hour_codes(hours) | day_codes(hours, state, holiday_relevant)


def spacing_codes(hours: Hours, klass: str) -> set[str]:
    policy = hours.policy
    found = {"yield_higher", "open_ticket", "min_gap", "recent_inbound", "wa_user_limit"}
    groups = (
        (policy.ticket.cooldown_classes, ("ticket_cooldown",)),
        (policy.backoff.applies, ("backoff",)),
        (policy.nudge_cap.applies, NUDGE_CAPS),
        (policy.promo_cap.applies, PROMO_CAPS),
    )
    return found.union(*[codes for classes, codes in groups if klass in classes])


def hour_codes(hours: Hours) -> set[str]:
    rules = {
        "b2b_hours": hours.b2b,
        "busy_hours": hours.busy,
        "collection_hours": hours.collection,
        "ramadan_iftar": hours.iftar,
        "friday_prayer": hours.prayer,
    }
    return {"quiet_hours"} | {code for code, rule in rules.items() if rule is not None}


def day_codes(hours: Hours, klass: str, holiday_relevant: bool) -> set[str]:
    policy = hours.policy
    pause = policy.lebaran_pause
    found = {"lebaran_pause"} if pause and hours.lebaran and klass in pause.classes else set()
    found |= {"holiday_national"} if policy.collection and policy.collection.block_national else set()
    if hours.segment == "b2b":
        found |= {"weekend"}
        found |= {"holiday_national"} if policy.b2b_block_national else set()
        return found | ({"holiday_cuti_bersama"} if policy.b2b_block_cuti_bersama else set())
    found |= {"weekend"} if policy.b2c_weekend == "block" else set()
    relevant_only = policy.b2c_holiday == "relevant_only" and klass == "promo" and not holiday_relevant
    if relevant_only or policy.b2c_holiday == "block":
        found |= {"holiday_national", "holiday_cuti_bersama"}
    return found
