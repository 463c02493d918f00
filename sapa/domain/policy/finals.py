"""Final checks: what makes a message pointless or forbidden now (`domain.md` §2.8)."""

from bisect import bisect_right
from functools import lru_cache

from sapa.domain.policy.case import Case, opted_out
from sapa.domain.policy.channels import usable
from sapa.domain.policy.spacing import silence_now
from sapa.domain.policy.trace import CheckTrace
from sapa.domain.policy.types import RecipeCap
from sapa.domain.zones.clock import DAY, NEVER

new = tuple.__new__


def final_checks(case: Case) -> tuple[CheckTrace, ...]:
    """Every final check in canonical order, with what it saw."""
    expiry = case.expires
    return (
        *permission_checks(case),
        *(exit_checks(case) if case.intent.exit_on else ()),
        unresponsive(case) if case.klass in case.policy.backoff.applies else NO_BACKOFF,
        NO_CAP if case.intent.recipe_cap is None else recipe_cap(case, case.intent.recipe_cap),
        no_channel(case),
        NO_EXPIRY if expiry == NEVER else new(CheckTrace, ("expired", True, case.now >= expiry, expiry)),
    )


NO_OPT_OUT = tuple(
    CheckTrace(code, True, False, 0) for code in ("opted_out_all", "opted_out_follow_up", "opted_out_promo")
)
NO_CAP = CheckTrace("recipe_cap", False, False, None)
NO_EXPIRY = CheckTrace("expired", False, False, None)
NO_BACKOFF = CheckTrace("unresponsive", False, False, None)


def permission_checks(case: Case) -> tuple[CheckTrace, ...]:
    """Whether it is called off, opted out of or lacks consent."""
    customer, state = case.customer, case.intent.state
    consent = customer.consent.get("promo", "unknown")
    needed = case.klass in case.policy.consent_required_for
    stopped = customer.wa_marketing_stopped and case.klass == "promo"
    if not (stopped or customer.opt_out):
        return usual_checks(state, needed, consent)
    return (*state_checks(state), *opt_out_checks(case, stopped), consent_check(needed, consent))


@lru_cache(maxsize=1024)
def usual_checks(state: str, needed: bool, consent: str) -> tuple[CheckTrace, ...]:
    return (*state_checks(state), *NO_OPT_OUT, consent_check(needed, consent))


def state_checks(state: str) -> tuple[CheckTrace, CheckTrace]:
    return (
        CheckTrace("cancelled", True, state == "cancelled", state),
        CheckTrace("superseded", True, state == "superseded", state),
    )


def consent_check(needed: bool, consent: str) -> CheckTrace:
    return CheckTrace("no_consent", needed, needed and consent != "granted", consent)


def opt_out_checks(case: Case, stopped: bool) -> tuple[CheckTrace, ...]:
    entries = len(case.customer.opt_out)
    return (
        CheckTrace("opted_out_all", True, opted_out(case, "all", None), entries),
        CheckTrace("opted_out_follow_up", True, opted_out(case, "follow_up", None), entries),
        CheckTrace("opted_out_promo", True, stopped or opted_out(case, "promo", None), entries),
    )


def exit_checks(case: Case) -> tuple[CheckTrace, ...]:
    """One row for each exit that happened, by event time; then those that did not."""
    listed = case.intent.exit_on
    if case.history.newest <= case.intent.created:
        return missed_exits(listed)
    happened: dict[str, int] = {}
    for stamp, kind in sorted(exits_seen(case)):
        happened.setdefault(kind, stamp)
    if not happened:
        return missed_exits(listed)
    return (
        *[CheckTrace(f"exit_{kind}", True, True, stamp) for kind, stamp in happened.items()],
        *missed_exits(tuple(kind for kind in listed if kind not in happened)),
    )


@lru_cache(maxsize=4096)
def missed_exits(kinds: tuple[str, ...]) -> tuple[CheckTrace, ...]:
    return tuple(CheckTrace(f"exit_{kind}", True, False, None) for kind in dict.fromkeys(kinds))


def exits_seen(case: Case) -> list[tuple[int, str]]:
    """(stamp, exit type) strictly after the intent was made and of the same order, if both name one."""
    intent = case.intent
    since = intent.created
    found = [
        (event.stamp, event.type)
        for event in case.history.events
        if since < event.stamp <= case.now
        and event.type in intent.exit_on
        and (intent.order_id is None or event.order_id is None or event.order_id == intent.order_id)
    ]
    if "replied" in intent.exit_on:
        inbound = case.history.inbound
        first = bisect_right(inbound, since)
        found += [(stamp, "replied") for stamp in inbound[first : first + 1] if stamp <= case.now]
    return found


def unresponsive(case: Case) -> CheckTrace:
    count = silence_now(case)[0] if case.silent else 0
    return new(CheckTrace, ("unresponsive", True, count >= case.policy.backoff.max_unanswered, count))


def recipe_cap(case: Case, cap: RecipeCap) -> CheckTrace:
    """Sent contacts of the same kind within the cap's days; exactly that old no longer counts."""
    stamps = [contact.stamp for contact in case.history.sent if contact.kind == case.intent.kind]
    count = bisect_right(stamps, case.now) - bisect_right(stamps, case.now - cap.days * DAY)
    return CheckTrace("recipe_cap", True, count >= cap.max, count)


def no_channel(case: Case) -> CheckTrace:
    found = case.forms = usable(case, case.now, with_limit=False)
    return new(CheckTrace, ("no_channel", True, not found, found))
