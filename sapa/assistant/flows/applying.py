"""A move becomes rows: the change that the customer said yes to, a ticket, a wish, a score (assistant.md 4.2).

Everything in the transaction of the turn; the contact is held.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from django.utils.translation import gettext_lazy as _

from sapa.assistant.flows.tools import Whose
from sapa.commerce.services import (
    cancel_by_customer,
    change_subscription,
    is_kept_elsewhere,
    keep_change_request,
)
from sapa.domain.dialogue.types import Act, Move, TicketWish
from sapa.domain.tickets import fitting
from sapa.feedback.services import note_score
from sapa.inbox.models import Ticket
from sapa.inbox.services import obey_opt_out, obey_resume, tickets
from sapa.messaging.models import Message
from sapa.web.errors import Refused, refusal

WHAT = {"change_address": "address", "change_order": "order"}
SCOPES = {"marketing": "promo", "follow_up": "follow_up", "all": "all"}
LONGEST_SUMMARY = 200
CANCEL_THERE = "Batalkan juga di toko asal: pesanan {number} dibatalkan pelanggan di chat"
PLAN_THERE = "Ubah juga di toko asal: langganan {number} diubah pelanggan di chat"
PlanChange = Literal["cancel", "disable_autorenew"]
SUBSCRIPTION_ACTIONS: Mapping[str, PlanChange] = {one: one for one in get_args(PlanChange)}
NOT_A_CHANGE = refusal(
    "plan_change_unknown",
    _("This change of a plan is not one that the assistant makes."),
    _("Leave it to somebody of the team."),
)


@dataclass(slots=True)
class Done:
    """What was written. `tools`: names of the writing tools, as the trace tells them."""

    tools: list[str] = field(default_factory=list)
    ticket: Ticket | None = None
    act: Mapping[str, Any] | None = None


def apply(move: Move, *, message: Message, whose: Whose, priority: int, now: datetime) -> Done:
    """Raises Refused where the records do not allow the change any more."""
    done = Done()
    if move.act:
        _act(done, move.act, message, whose, now)
    if move.ticket:
        done.ticket = _open(done, move.ticket, message, whose, priority, now)
    if move.opt_out:
        _obey(done, move.opt_out, message, now)
    if move.rating is not None:
        note_score(message_id=message.pk, score=move.rating, now=now)
        done.tools.append("record_csat")
    return done


def _act(done: Done, act: Act, message: Message, whose: Whose, now: datetime) -> None:
    owner = whose.members[0]
    done.tools.append(act.action)
    done.act = {"action": act.action, "id": act.target_id}
    if act.action == "cancel_order":
        order = cancel_by_customer(order_id=act.target_id, contact_id=owner, now=now)
        if is_kept_elsewhere(order.source):
            summary = CANCEL_THERE.format(number=order.number)
            _tell_people(done, summary, order.pk, {"wanted_change": "cancel"}, message, whose, now)
    elif act.action == "subscription_change":
        _change_plan(done, act, owner, message, whose, now)
    else:
        keep_change_request(
            order_id=act.target_id,
            contact_id=owner,
            what=WHAT[act.action],
            values=act.values,
            message_id=message.pk,
            now=now,
        )


def _change_plan(done: Done, act: Act, owner: int, message: Message, whose: Whose, now: datetime) -> None:
    action = SUBSCRIPTION_ACTIONS.get(act.values.get("subscription_action", ""))
    if action is None:
        raise Refused(NOT_A_CHANGE)
    plan = change_subscription(subscription_id=act.target_id, contact_id=owner, action=action, now=now)
    if is_kept_elsewhere(plan.source):
        summary = PLAN_THERE.format(number=plan.external_id)
        _tell_people(done, summary, None, {"wanted_change": action}, message, whose, now)


def _tell_people(
    done: Done,
    summary: str,
    order_id: int | None,
    slots: Mapping[str, str],
    message: Message,
    whose: Whose,
    now: datetime,
) -> None:
    """The shop that told of it does not know yet: people decide it there too."""
    wish = TicketWish("change", summary, slots, order_id, Ticket.Priority.HIGH)
    _open(done, wish, message, whose, Ticket.Priority.NORMAL, now)


def _open(
    done: Done, wish: TicketWish, message: Message, whose: Whose, priority: int, now: datetime
) -> Ticket:
    """A ticket of the same kind and order that is open already is this one: what is new is added to it."""
    done.tools.append("create_ticket")
    order_id = wish.order_id if message.contact_id in whose.members else None
    slots, summary = fitting(wish.kind, wish.slots), " ".join(wish.summary.split())[:LONGEST_SUMMARY]
    wanted = min(max(wish.priority, priority), Ticket.Priority.URGENT)
    people = [*whose.members, message.contact_id]
    still_open = Ticket.objects.filter(contact_id__in=people, kind=wish.kind, state__in=tickets.OPEN)
    same = still_open.filter(order_id=order_id) if order_id else still_open.filter(order_id__isnull=True)
    if known := same.order_by("pk").last():
        return _added(known, slots, wanted, now)
    return tickets.open_ticket(
        contact_id=message.contact_id,
        kind=wish.kind,
        summary=summary or wish.kind,
        opened_by="assistant",
        conversation_id=message.conversation_id,
        order_id=order_id,
        slots=slots,
        priority=wanted,
        now=now,
    )


def _added(known: Ticket, slots: Mapping[str, str], priority: int, now: datetime) -> Ticket:
    wanted = tickets.Wanted(
        kind=known.kind,
        priority=max(known.priority, priority),
        summary=known.summary,
        slots=known.slots | dict(slots),
        order_id=known.order_id,
        product_id=known.product_id,
        assignee_id=known.assignee_id,
        team_id=known.team_id,
    )
    return tickets.change(ticket=known, wanted=wanted, now=now)


def _obey(done: Done, wish: str, message: Message, now: datetime) -> None:
    done.tools.append("set_opt_out")
    if wish == "resume":
        obey_resume(message=message, now=now)
    else:
        obey_opt_out(message=message, scope=SCOPES[wish], now=now)  # type: ignore[arg-type]
