"""What one turn came to, read from the rows that it wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet

from sapa.assistant.models import Turn
from sapa.commerce.models import OrderChange, Subscription
from sapa.contacts.models import OptOut
from sapa.contacts.selectors import members
from sapa.feedback.models import Rating
from sapa.inbox.models import Handoff, Ticket
from sapa.lab.converse.goods import statuses
from sapa.lab.converse.shop import Shop
from sapa.messaging.models import Message

WATCHED = (Message, Turn, Ticket, Handoff, OptOut, Rating, OrderChange)
SPEAKERS = ("assistant", "system")
GONE = (Message.State.CANCELLED, Message.State.FAILED, Message.State.EXPIRED)
ALL = "all"


@dataclass(frozen=True, slots=True)
class Before:
    """Where the tables ended before a turn, and how orders and plans stood."""

    last: Mapping[str, int]
    standing: Mapping[str, Any]

    def new(self, model: Any) -> "QuerySet[Any]":
        rows: QuerySet[Any] = model.objects.filter(pk__gt=self.last[model.__name__])
        return rows.order_by("pk")


def before() -> Before:
    last = {model.__name__: model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in WATCHED}
    return Before(last, _standing())


def told(shop: Shop, was: Before) -> dict[str, Any]:
    """One turn as assistant.md 6 shapes it."""
    turn = was.new(Turn).last()
    trace: Mapping[str, Any] = turn.trace if turn else {}
    opted, rating = _opted_out(was, trace), _rating(was, trace)
    tools = list(trace.get("tools", ()))
    also = {"set_opt_out": opted, "record_csat": rating is not None}
    handoff = was.new(Handoff).last()
    return {
        "reply": "\n".join(_replies(was)),
        "tools": tools + [name for name, is_done in also.items() if is_done and name not in tools],
        "ticket": _ticket(was, trace),
        "handoff": {"reason": handoff.reason, "summary": summary_of(handoff)} if handoff else None,
        "cites": [shop.cited.get(code, code) for code in trace.get("cites", ())],
        "mutated": _standing() != was.standing or was.new(OrderChange).exists(),
        "confirm": bool(trace.get("confirm")),
        "asked_slot": trace.get("asked") or None,
        "opt_out": opted,
        "csat": rating,
    }


def final(shop: Shop, customer: str | None, contact_id: int | None) -> dict[str, Any]:
    """A status that nobody changed is in the file's own word."""
    now = statuses()
    return {
        "orders": {one["id"]: _word(shop, one, now) for one in shop.fixture.orders},
        "subscriptions": {one["id"]: _word(shop, one, now) for one in shop.fixture.subscriptions},
        "consent": _consent(contact_id),
        "csat": _scores(customer),
    }


def summary_of(handoff: Handoff) -> str:
    return ". ".join(filter(None, (handoff.wants, handoff.tried, handoff.missing)))


def _replies(was: Before) -> list[str]:
    """What left; numbers of a file need not be such that a network would take them."""
    said = was.new(Message).filter(direction="out", by__in=SPEAKERS, follow_up_id=None)
    left = said.exclude(Q(state__in=GONE) & ~Q(reasons=["no_channel"]))
    return [text for text in left.values_list("text", flat=True) if text]


def _ticket(was: Before, trace: Mapping[str, Any]) -> dict[str, Any] | None:
    """The one that was opened, or that the turn added to."""
    told = trace.get("ticket") or {}
    row = was.new(Ticket).select_related("order").last()
    row = row or Ticket.objects.select_related("order").filter(pk=told.get("id", 0)).first()
    if row is None:
        return None
    slots = {**row.slots, **(told.get("slots") or {})}
    if row.order:
        slots.setdefault("order_id", row.order.number)
    return {"type": row.kind, "slots": slots}


def _standing() -> dict[str, Any]:
    plans = Subscription.objects.values_list("external_id", "plan", "period_end", "auto_renew")
    return statuses() | {f"plan {number}": rest for number, *rest in plans}


def _opted_out(was: Before, trace: Mapping[str, Any]) -> str | None:
    scopes = set(was.new(OptOut).filter(ended_at=None).values_list("scope", flat=True))
    if scopes:
        return ALL if ALL in scopes else "marketing"
    named = trace.get("opt_out")
    return named if named in (ALL, "marketing") else None


def _rating(was: Before, trace: Mapping[str, Any]) -> int | None:
    row = was.new(Rating).last()
    score = row.score if row else trace.get("rating")
    return int(score) if score is not None else None


def _word(shop: Shop, one: Mapping[str, Any], now: Mapping[str, str]) -> str:
    kept = now.get(one["id"], "")
    return str(one.get("status") or kept) if kept == shop.loaded.get(one["id"]) else kept


def _consent(contact_id: int | None) -> dict[str, bool]:
    """Marketing stands for offers and follow-ups (contracts.md)."""
    if contact_id is None:
        return {}
    stopped = OptOut.objects.filter(contact_id__in=list(members([contact_id])), ended_at=None)
    scopes = set(stopped.values_list("scope", flat=True))
    return {"marketing": not scopes, "transactional": ALL not in scopes}


def _scores(customer: str | None) -> dict[str, int]:
    row = Rating.objects.order_by("pk").last()
    return {customer: row.score} if customer and row else {}
