"""What comes due by itself: looked for in (after, until], so that nothing is found twice or missed."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from sapa.base.scope import current_workspace_id
from sapa.commerce.models import Invoice, Subscription
from sapa.contacts.selectors import members


class Refill(NamedTuple):
    """The customer's last order of a product and when it will have run out. `cycles`: orders of it so far."""

    contact_id: int
    order_id: int
    product_id: int
    delivered_at: datetime
    runs_out_at: datetime
    cycles: int


class Buyer(NamedTuple):
    contact_id: int
    orders: int
    last_delivered_at: datetime


def subscriptions_ending(*, after: datetime, until: datetime) -> list[Subscription]:
    """Running ones whose period ends in (after, until], soonest first."""
    ending = Subscription.objects.filter(period_end__gt=after, period_end__lte=until)
    return list(ending.filter(status__in=("active", "grace")).order_by("period_end", "pk"))


def invoices_due(*, after: datetime, until: datetime) -> list[Invoice]:
    """Open ones whose due date lies in (after, until], soonest first."""
    due = Invoice.objects.filter(status="open", due_at__gt=after, due_at__lte=until)
    return list(due.order_by("due_at", "pk"))


def subscribers(contact_ids: Iterable[int]) -> set[int]:
    """Roots of those among them with a running subscription."""
    root = members(contact_ids)
    rows = Subscription.objects.filter(contact_id__in=root, status__in=("active", "grace"))
    return {root[pk] for pk in rows.values_list("contact_id", flat=True)}


# A piece lasts lifetime_days; after three orders the customer's own median interval counts instead
# (domain.md S1-C3). Only the newest delivered order of a product can run out.
REFILLS = """
WITH bought AS (
    SELECT coalesce(c.root_id, c.id) AS person, l.product_id, l.order_id, o.delivered_at,
        make_interval(days => p.lifetime_days * l.quantity) AS lasts,
        o.delivered_at - lag(o.delivered_at) OVER history AS gap
    FROM commerce_product p
    JOIN commerce_orderline l ON l.workspace_id = p.workspace_id AND l.product_id = p.id
    JOIN commerce_order o ON o.workspace_id = l.workspace_id AND o.id = l.order_id
    JOIN contacts_contact c ON c.workspace_id = o.workspace_id AND c.id = o.contact_id
    WHERE p.workspace_id = %(workspace)s AND p.lifetime_days IS NOT NULL
        AND o.delivered_at IS NOT NULL AND o.cancelled_at IS NULL
    WINDOW history AS (PARTITION BY coalesce(c.root_id, c.id), l.product_id ORDER BY o.delivered_at, o.id)
), people AS (
    SELECT person, product_id, count(*) AS cycles, max(delivered_at) AS delivered_at,
        (array_agg(order_id ORDER BY delivered_at DESC, order_id DESC))[1] AS order_id,
        (array_agg(lasts ORDER BY delivered_at DESC, order_id DESC))[1] AS lasts,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) AS usual
    FROM bought GROUP BY person, product_id
), ending AS (
    SELECT person, order_id, product_id, delivered_at,
        delivered_at + CASE WHEN cycles >= 3 THEN usual ELSE lasts END AS runs_out_at, cycles
    FROM people
)
SELECT * FROM ending WHERE runs_out_at > %(after)s AND runs_out_at <= %(until)s
ORDER BY runs_out_at, person, product_id
"""

BUYERS = """
SELECT coalesce(c.root_id, c.id) AS person, count(*), max(o.delivered_at) FROM commerce_order o
JOIN contacts_contact c ON c.workspace_id = o.workspace_id AND c.id = o.contact_id
WHERE o.workspace_id = %(workspace)s AND o.delivered_at IS NOT NULL AND o.cancelled_at IS NULL
GROUP BY person HAVING count(*) >= %(least)s ORDER BY person
"""


def refills_due(*, after: datetime, until: datetime) -> list[Refill]:
    """Products that run out in (after, until], by the root of the contact, soonest first.

    The caller shifts the window by the days it wants to write ahead.
    """
    with connection.cursor() as cursor:
        cursor.execute(REFILLS, {"workspace": current_workspace_id(), "after": after, "until": until})
        return [Refill(*row) for row in cursor.fetchall()]


def returning_buyers(*, least: int = 2) -> list[Buyer]:
    """People with at least so many delivered orders, by the root of the contact."""
    with connection.cursor() as cursor:
        cursor.execute(BUYERS, {"workspace": current_workspace_id(), "least": least})
        return [Buyer(*row) for row in cursor.fetchall()]
