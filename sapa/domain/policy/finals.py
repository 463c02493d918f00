"""Final checks: what makes a message pointless or forbidden now (`domain.md` §2.8)."""

from bisect import bisect_right

from sapa.domain.policy.case import Case, opted_out
from sapa.domain.policy.channels import usable
from sapa.domain.policy.spacing import unanswered
from sapa.domain.policy.trace import CheckTrace
from sapa.domain.zones.clock import DAY, NEVER, micros


def final_checks(case: Case) -> tuple[CheckTrace, ...]:
    """Every final check in canonical order, with what it saw."""
    return (*state_checks(case), *permission_checks(case), *exit_checks(case), *use_checks(case))


def state_checks(case: Case) -> tuple[CheckTrace, CheckTrace]:
    state = case.intent.state
    return (
        CheckTrace("cancelled", True, state == "cancelled", state),
        CheckTrace("superseded", True, state == "superseded", state),
    )


def permission_checks(case: Case) -> tuple[CheckTrace, ...]:
    consent = case.customer.consent.get("promo", "unknown")
    needed = case.klass in case.policy.consent_required_for
    stopped = case.klass == "promo" and case.customer.wa_marketing_stopped
    entries = len(case.customer.opt_out)
    return (
        CheckTrace("opted_out_all", True, opted_out(case, "all", None), entries),
        CheckTrace("opted_out_follow_up", True, opted_out(case, "follow_up", None), entries),
        CheckTrace("opted_out_promo", True, stopped or opted_out(case, "promo", None), entries),
        CheckTrace("no_consent", needed, needed and consent != "granted", consent),
    )


def exit_checks(case: Case) -> tuple[CheckTrace, ...]:
    """One row for each exit that happened, by event time; then those that did not."""
    listed = case.intent.exit_on
    if not listed:
        return ()
    happened: dict[str, int] = {}
    for stamp, kind in sorted(exits_seen(case)):
        happened.setdefault(kind, stamp)
    missed = [kind for kind in dict.fromkeys(listed) if kind not in happened]
    return (
        *[CheckTrace(f"exit_{kind}", True, True, stamp) for kind, stamp in happened.items()],
        *[CheckTrace(f"exit_{kind}", True, False, None) for kind in missed],
    )


def exits_seen(case: Case) -> list[tuple[int, str]]:
    """(stamp, exit type) strictly after the intent was made and of the same order, if both name one."""
    intent = case.intent
    since = -NEVER if intent.created_at is None else micros(intent.created_at)
    found = [
        (event.stamp, event.type)
        for event in case.history.events
        if event.type in intent.exit_on
        and since < event.stamp <= case.now
        and (intent.order_id is None or event.order_id is None or event.order_id == intent.order_id)
    ]
    if "replied" in intent.exit_on:
        found += [(stamp, "replied") for stamp in case.history.inbound if since < stamp <= case.now]
    return found


def use_checks(case: Case) -> tuple[CheckTrace, ...]:
    return (
        unresponsive(case),
        recipe_cap(case),
        no_channel(case),
        CheckTrace("expired", case.expires != NEVER, case.now >= case.expires, case.expires),
    )


def unresponsive(case: Case) -> CheckTrace:
    rules = case.policy.backoff
    if case.klass not in rules.applies:
        return CheckTrace("unresponsive", False, False, None)
    count, _ = unanswered(case, case.stamps(rules.counts), case.now)
    return CheckTrace("unresponsive", True, count >= rules.max_unanswered, count)


def recipe_cap(case: Case) -> CheckTrace:
    """Sent contacts of the same kind within the cap's days; exactly that old no longer counts."""
    cap = case.intent.recipe_cap
    if cap is None:
        return CheckTrace("recipe_cap", False, False, None)
    stamps = [contact.stamp for contact in case.history.sent if contact.kind == case.intent.kind]
    count = bisect_right(stamps, case.now) - bisect_right(stamps, case.now - cap.days * DAY)
    return CheckTrace("recipe_cap", True, count >= cap.max, count)


def no_channel(case: Case) -> CheckTrace:
    found = usable(case, case.now, with_limit=False)
    return CheckTrace("no_channel", True, not found, found)
