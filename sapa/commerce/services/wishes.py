"""What customers themselves may do to their orders and plans, after an explicit yes (assistant.md 4.2).

Whoever calls says whose order it is; nothing here believes a message.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.commerce.models import Order, OrderChange, Subscription
from sapa.commerce.selectors.payments import paid_amounts
from sapa.commerce.services.orders import amend_orders
from sapa.contacts.selectors import members
from sapa.contacts.services import lock
from sapa.domain.orders import OrderFacts
from sapa.events.services import NewEvent, record
from sapa.web.errors import Refused, refusal

Status = Order.Status
UNPAID = frozenset({Status.PLACED, Status.AWAITING_PAYMENT})
NOT_SENT = UNPAID | {Status.PAID, Status.PROCESSING, Status.ON_HOLD}
RUNNING = (Subscription.Status.ACTIVE, Subscription.Status.GRACE)
CONNECTED = re.compile(r"(?:generic|shopify|woocommerce|tiktokshop|shopee)-\d+")
LONGEST_VALUE = 300
CANCEL_TOO_LATE = refusal(
    "cancel_too_late",
    _("Order %(number)s cannot be cancelled by its customer any more."),
    _("It is paid or over: look at it together with the customer."),
)
CHANGE_TOO_LATE = refusal(
    "change_too_late",
    _("Order %(number)s has left or is over."),
    _("Ask the courier, or offer a return."),
)
PLAN_OVER = refusal(
    "plan_over",
    _("This plan does not run any more."),
    _("Load the page again: it was ended meanwhile."),
)
NOT_THEIRS = refusal(
    "not_theirs",
    _("This does not belong to the customer who asks."),
    _("Look at the customer's own orders."),
)


@transaction.atomic
def cancel_by_customer(*, order_id: int, contact_id: int, now: datetime) -> Order:
    """An order without any money in it ends now; `order.cancelled` is told as for every end.

    Raises Refused(not_theirs, cancel_too_late).
    """
    order = _their_order(order_id, contact_id)
    if order.status not in UNPAID or order.paid_at or paid_amounts([order.pk]).get(order.pk, 0) > 0:
        raise Refused(CANCEL_TOO_LATE, number=order.number)
    amend_orders(order_ids=[order.pk], amend=lambda _row, facts: _ended(facts, now), now=now)
    audit(action="order.cancelled_by_customer", subject=str(order.public_id), now=now)
    return Order.objects.get(pk=order.pk)


@transaction.atomic
def keep_change_request(
    *,
    order_id: int,
    contact_id: int,
    what: str,
    values: Mapping[str, str],
    now: datetime,
    message_id: int | None = None,
) -> OrderChange:
    """Kept with the order for the people of the shop, once for each message.

    Raises Refused(not_theirs, change_too_late).
    """
    order = _their_order(order_id, contact_id)
    if order.status not in NOT_SENT or order.shipped_at or order.delivered_at:
        raise Refused(CHANGE_TOO_LATE, number=order.number)
    kept = {name: str(value)[:LONGEST_VALUE] for name, value in values.items()}
    told = {"what": what, "values": kept, "at": now}
    if message_id is None:
        return OrderChange.objects.create(order=order, **told)
    return OrderChange.objects.get_or_create(order=order, message_id=message_id, defaults=told)[0]


@transaction.atomic
def change_subscription(
    *,
    subscription_id: int,
    contact_id: int,
    action: Literal["cancel", "disable_autorenew"],
    now: datetime,
) -> Subscription:
    """A plan that runs ends, or is not prolonged by itself any more. Raises Refused(not_theirs, plan_over)."""
    lock(contact_ids=[contact_id])
    theirs = Subscription.objects.filter(contact_id__in=members([contact_id]))
    row = theirs.select_for_update().filter(pk=subscription_id).first()
    if row is None:
        raise Refused(NOT_THEIRS)
    if row.status not in RUNNING:
        raise Refused(PLAN_OVER)
    row.auto_renew, row.said_at, row.updated_at = False, now, now
    if action == "cancel":
        row.status, row.status_at = Subscription.Status.CANCELLED, now
        record(events=[_plan_ended(row, now)], now=now)
    row.save(update_fields=["auto_renew", "status", "status_at", "said_at", "updated_at"])
    audit(action=f"subscription.{action}_by_customer", subject=str(row.public_id), now=now)
    return row


def is_kept_elsewhere(source: str) -> bool:
    """Whether a connected shop tells of it: what is decided here must be done there too, by people."""
    return CONNECTED.fullmatch(source) is not None


def _their_order(order_id: int, contact_id: int) -> Order:
    """Held after its customer (decisions.md 31)."""
    lock(contact_ids=[contact_id])
    theirs = Order.objects.filter(pk=order_id, contact_id__in=members([contact_id]))
    order = theirs.select_for_update().first()
    if order is None:
        raise Refused(NOT_THEIRS)
    return order


def _ended(facts: OrderFacts, now: datetime) -> OrderFacts:
    return replace(facts, status=Status.CANCELLED, cancelled_at=now, cancelled_estimated=False)


def _plan_ended(row: Subscription, now: datetime) -> NewEvent:
    """Under the key of the shop's own word of it, which may follow: both are one end."""
    key, data = f"{row.source}:subscription:{row.external_id}:cancelled", {"subscription": row.pk}
    return NewEvent("subscription.cancelled", key, now, row.contact_id, row.order_id, data)
