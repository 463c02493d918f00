"""Policy cases as JSON (`contracts.md`, "Shape of a policy case") to the policy's types and back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from sapa.domain.calendars import Calendar
from sapa.domain.policy.loop import decide
from sapa.domain.policy.overrides import merge
from sapa.domain.policy.settings import parse_profile, policy_from
from sapa.domain.policy.types import (
    CLASSES,
    SEGMENTS,
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

T = TypeVar("T")
Row = Mapping[str, Any]


def decide_case(case: Any, base: Row, calendar: Calendar) -> dict[str, Any]:
    """The answer to one case as JSON; `base` are settings under the case's own. ValueError: what is wrong."""
    row = an_object(case, "case")
    decision = decide(
        parse_intent(row.get("intent")),
        parse_customer(row.get("customer")),
        parse_history(row.get("history") or {}),
        calendar,
        parse_moment(row.get("now"), "now"),
        policy_from(merge(base, an_object(row.get("policy") or {}, "policy"))),
        rows_of(row, "competing", parse_intent),
    )
    return {"id": row.get("id"), **as_document(decision)}


def as_document(decision: Decision) -> dict[str, Any]:
    return {
        "action": decision.action,
        "at": None if decision.at is None else decision.at.isoformat(),
        "reasons": list(decision.reasons),
        "channel": decision.channel,
        "form": decision.form,
        "zones": list(decision.zones),
    }


def parse_intent(value: Any) -> Intent:
    row = an_object(value, "intent")
    return Intent(
        id=str(row.get("id", "")),
        klass=one_of(row.get("class"), CLASSES, "intent.class"),
        kind=str(row.get("kind") or ""),
        category=one_of(
            row.get("category") or "utility", ("utility", "marketing", "service"), "intent.category"
        ),
        state=one_of(row.get("state") or "active", ("active", "cancelled", "superseded"), "intent.state"),
        created_at=maybe_moment(row.get("created_at"), "intent.created_at"),
        due_at=maybe_moment(row.get("due_at"), "intent.due_at"),
        expires_at=maybe_moment(row.get("expires_at"), "intent.expires_at"),
        channels=texts(row, "channels"),
        wa_template=flag(row.get("wa_template"), "intent.wa_template"),
        urgent=flag(row.get("urgent"), "intent.urgent"),
        customer_initiated=flag(row.get("customer_initiated"), "intent.customer_initiated"),
        holiday_relevant=flag(row.get("holiday_relevant"), "intent.holiday_relevant"),
        order_id=text_or_none(row.get("order_id")),
        exit_on=texts(row, "exit_on"),
        recipe_cap=parse_cap(row.get("recipe_cap")),
        priority=whole(row["priority"], "intent.priority") if row.get("priority") is not None else None,
    )


def parse_cap(value: Any) -> RecipeCap | None:
    if value is None:
        return None
    row = an_object(value, "intent.recipe_cap")
    return RecipeCap(whole(row.get("max"), "recipe_cap.max"), whole(row.get("days"), "recipe_cap.days"))


def parse_customer(value: Any) -> Customer:
    row = an_object(value, "customer")
    return Customer(
        segment=one_of(row.get("segment") or "b2c", SEGMENTS, "customer.segment"),
        busy_profile=parse_busy(row.get("busy_profile")),
        timezone=text_or_none(row.get("timezone")),
        address=parse_address(row.get("address")),
        phone=text_or_none(row.get("phone")),
        channels=parse_reachable(row.get("channels") or {}),
        consent=parse_consent(row.get("consent") or {}),
        opt_out=rows_of(row, "opt_out", parse_opt_out),
        wa_marketing_stopped=flag(row.get("wa_marketing_stopped"), "customer.wa_marketing_stopped"),
        anytime_consent=flag(row.get("anytime_consent"), "customer.anytime_consent"),
        tickets=rows_of(row, "tickets", parse_ticket),
    )


def parse_busy(value: Any) -> str | BusyProfile | None:
    return value if value is None or isinstance(value, str) else parse_profile(value, "of the customer")


def parse_reachable(value: Any) -> dict[str, bool]:
    rows = an_object(value, "customer.channels")
    return {name: flag(found, f"customer.channels.{name}") for name, found in rows.items()}


def parse_consent(value: Any) -> dict[str, str]:
    rows = an_object(value, "customer.consent")
    states = ("granted", "denied", "unknown")
    return {name: one_of(found or "unknown", states, f"consent.{name}") for name, found in rows.items()}


def parse_address(value: Any) -> Address | None:
    if value is None:
        return None
    row = an_object(value, "customer.address")
    return Address(*[str(row.get(name) or "") for name in ("country", "province", "postcode", "region")])


def parse_opt_out(value: Any) -> OptOut:
    row = an_object(value, "opt_out")
    return OptOut(
        scope=one_of(row.get("scope"), ("promo", "follow_up", "all"), "opt_out.scope"),
        at=parse_moment(row.get("at"), "opt_out.at"),
        channel=text_or_none(row.get("channel")),
        ended_at=maybe_moment(row.get("ended_at"), "opt_out.ended_at"),
    )


def parse_ticket(value: Any) -> Ticket:
    row = an_object(value, "tickets")
    return Ticket(
        id=str(row.get("id", "")),
        kind=str(row.get("kind") or ""),
        opened_at=parse_moment(row.get("opened_at"), "tickets.opened_at"),
        closed_at=maybe_moment(row.get("closed_at"), "tickets.closed_at"),
        order_id=text_or_none(row.get("order_id")),
    )


def parse_history(value: Any) -> History:
    row = an_object(value, "history")
    return History(rows_of(row, "contacts", parse_contact), rows_of(row, "events", parse_event))


def parse_contact(value: Any) -> Contact:
    row = an_object(value, "history.contacts")
    return Contact(
        at=parse_moment(row.get("at"), "contacts.at"),
        direction=one_of(row.get("dir"), ("in", "out"), "contacts.dir"),
        channel=str(row.get("channel") or ""),
        klass=str(row.get("class") or ""),
        kind=str(row.get("kind") or ""),
        by=str(row.get("by") or ""),
        status=str(row.get("status") or ""),
        error=text_or_none(row.get("error")),
    )


def parse_event(value: Any) -> HistoryEvent:
    row = an_object(value, "history.events")
    at = parse_moment(row.get("at"), "events.at")
    return HistoryEvent(str(row.get("type") or ""), at, text_or_none(row.get("order_id")))


def an_object(value: Any, name: str) -> Row:
    if not isinstance(value, Mapping):
        raise ValueError(f"{name}: an object expected, found {value!r:.40}")
    return value


def rows_of(row: Row, name: str, parse: Callable[[Any], T]) -> tuple[T, ...]:
    values = row.get(name) or []
    if not isinstance(values, list):
        raise ValueError(f"{name}: a list expected, found {values!r:.40}")
    return tuple(parse(value) for value in values)


def texts(row: Row, name: str) -> tuple[str, ...]:
    values = row.get(name) or []
    if not isinstance(values, list) or any(not isinstance(value, str) for value in values):
        raise ValueError(f"intent.{name}: a list of texts expected, found {values!r:.40}")
    return tuple(values)


def text_or_none(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def one_of(value: Any, allowed: tuple[str, ...], name: str) -> str:
    if value not in allowed:
        raise ValueError(f"{name}: {' or '.join(allowed)} expected, found {value!r:.40}")
    return str(value)


def flag(value: Any, name: str) -> bool:
    """True or false; none is false."""
    if value is not None and not isinstance(value, bool):
        raise ValueError(f"{name}: true or false expected, found {value!r:.40}")
    return bool(value)


def whole(value: Any, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{name}: a whole number expected, found {value!r:.40}")
    return value


def parse_moment(value: Any, name: str) -> datetime:
    """An ISO moment with its offset."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(
            f"{name}: a time like 2027-01-19T10:00:00+07:00 expected, found {value!r:.40}"
        ) from None
    if found.tzinfo is None:
        raise ValueError(f"{name}: {value} has no UTC offset")
    return found


def maybe_moment(value: Any, name: str) -> datetime | None:
    return None if value is None else parse_moment(value, name)
