"""What Meta decides about accounts and numbers: the change itself and the webhook that tells of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from simulator.accounts import TIERS, Account, Number
from simulator.control.body import Body, number_of
from simulator.errors import GraphError, Json
from simulator.simulator import Simulator
from simulator.webhooks import account_change

Told = tuple[str, Json]


def happen(simulator: Simulator, body: Body) -> Json:
    """Raises GraphError 100 for an unknown event."""
    event = EVENTS.get(str(body.get("event")))
    if event is None:
        raise GraphError(100, f"event must be one of {', '.join(EVENTS)}")
    number = number_of(simulator, body)
    business = simulator.network.business
    account = business.account(str(body["account"])) if "account" in body else business.account_of(number)
    field, value = event(simulator, account, number, body)
    return account_change(account.id, field, value)


def violation(_: Simulator, __: Account, ___: Number, body: Body) -> Told:
    kind = str(body.get("type", "SCAM"))
    return "account_update", {"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": kind}}


def restriction(simulator: Simulator, account: Account, _: Number, body: Body) -> Told:
    until = simulator.now() + timedelta(seconds=float(body.get("seconds", 86400)))
    account.status, account.restricted_until = "RESTRICTED", until
    kind = str(body.get("type", "RESTRICTED_BIZ_INITIATED_MESSAGING"))
    info = [{"restriction_type": kind, "expiration": int(until.timestamp())}]
    return "account_update", {"event": "ACCOUNT_RESTRICTION", "restriction_info": info}


def disable(simulator: Simulator, account: Account, _: Number, body: Body) -> Told:
    """`schedule`: only announced."""
    state = "SCHEDULE_FOR_DISABLE" if body.get("schedule") else "DISABLE"
    if state == "DISABLE":
        account.status = "DISABLED"
    return "account_update", ban(state, simulator.now() + timedelta(days=7 if body.get("schedule") else 0))


def reinstate(simulator: Simulator, account: Account, _: Number, __: Body) -> Told:
    account.status, account.restricted_until = "", None
    return "account_update", ban("REINSTATE", simulator.now())


def ban(state: str, at: datetime) -> Json:
    info = {"waba_ban_state": state, "waba_ban_date": at.strftime("%B %-d, %Y")}
    return {"event": "DISABLED_UPDATE", "ban_info": info}


def deleted(_: Simulator, account: Account, __: Number, ___: Body) -> Told:
    account.status = "DISABLED"
    return "account_update", {"event": "ACCOUNT_DELETED"}


def offboarded(_: Simulator, __: Account, number: Number, ___: Body) -> Told:
    number.registered = False
    return "account_update", {"event": "ACCOUNT_OFFBOARDED", "phone_number": number.digits}


def reconnected(_: Simulator, __: Account, number: Number, ___: Body) -> Told:
    number.registered = True
    return "account_update", {"event": "ACCOUNT_RECONNECTED", "phone_number": number.digits}


def volume(simulator: Simulator, _: Account, __: Number, body: Body) -> Told:
    tier = {
        "tier_update_time": int(simulator.now().timestamp()),
        "pricing_category": str(body.get("category", "UTILITY")),
        "tier": str(body.get("tier", "25000:50000")),
        "effective_month": simulator.now().strftime("%Y-%m"),
        "region": "Indonesia",
    }
    return "account_update", {"event": "VOLUME_BASED_PRICING_TIER_UPDATE", "volume_tier_info": tier}


def capability(simulator: Simulator, _: Account, number: Number, body: Body) -> Told:
    """The portfolio's messaging limit changes."""
    portfolio = simulator.network.business.portfolio_of(number)
    portfolio.tier = str(body.get("tier", portfolio.tier))
    most = TIERS.get(portfolio.tier)
    return "business_capability_update", {
        "max_daily_conversations_per_business": -1 if most is None else most,
        "max_phone_numbers_per_waba": int(body.get("numbers", 25)),
    }


def quality(simulator: Simulator, _: Account, number: Number, body: Body) -> Told:
    """`quality`: GREEN, YELLOW, RED; the event follows unless it is told."""
    before, number.quality = number.quality, str(body.get("quality", "YELLOW")).upper()
    event = str(body.get("quality_event") or ("FLAGGED" if number.quality == "RED" else "UNFLAGGED"))
    return "phone_number_quality_update", {
        "display_phone_number": number.digits,
        "event": event,
        "old_quality": before,
        "new_quality": number.quality,
        "current_limit": simulator.network.business.portfolio_of(number).tier,
    }


def name(_: Simulator, __: Account, number: Number, body: Body) -> Told:
    """`decision`: APPROVED or REJECTED for `name`."""
    decision, wanted = str(body.get("decision", "APPROVED")), str(body.get("name", number.verified_name))
    if decision == "APPROVED":
        number.verified_name = wanted
    value = {"display_phone_number": number.digits, "decision": decision, "requested_verified_name": wanted}
    reason = None if decision == "APPROVED" else "NAME_NOT_CONSISTENT"
    return "phone_number_name_update", {**value, "rejection_reason": reason}


def alert(_: Simulator, account: Account, __: Number, body: Body) -> Told:
    return "account_alerts", {
        "entity_type": "WABA",
        "entity_id": int(account.id) if account.id.isdigit() else account.id,
        "alert_info": {
            "alert_severity": str(body.get("severity", "WARNING")),
            "alert_status": "ACTIVE",
            "alert_type": str(body.get("type", "OBA_REJECTED")),
            "alert_description": str(body.get("text", "Something needs attention.")),
        },
    }


def review(_: Simulator, __: Account, ___: Number, body: Body) -> Told:
    return "account_review_update", {"decision": str(body.get("decision", "APPROVED"))}


def security(_: Simulator, __: Account, number: Number, body: Body) -> Told:
    event = str(body.get("type", "PIN_RESET_REQUEST"))
    return "security", {"display_phone_number": number.digits, "event": event, "requester": "1"}


def username(_: Simulator, __: Account, number: Number, body: Body) -> Told:
    number.username = str(body.get("username", "tokosari"))
    status = str(body.get("status", "approved"))
    value = {"display_phone_number": number.digits, "username": number.username, "status": status}
    return "business_username_update", value


EVENTS: dict[str, Callable[[Simulator, Account, Number, Body], Told]] = {
    "violation": violation,
    "restriction": restriction,
    "disable": disable,
    "reinstate": reinstate,
    "deleted": deleted,
    "offboarded": offboarded,
    "reconnected": reconnected,
    "volume_tier": volume,
    "capability": capability,
    "quality": quality,
    "name": name,
    "alert": alert,
    "review": review,
    "security": security,
    "username": username,
}
