"""What a ticket of a customer may be linked to, and who may take it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sapa.accounts.models import Membership
from sapa.base.permissions import Capability, Role, allowed
from sapa.commerce.models import Order, OrderLine
from sapa.contacts.selectors import members
from sapa.inbox.models import Team, Ticket

MOST_ORDERS = 20
MAY_TAKE = [role for role in Role if allowed(role, Capability.INBOX_REPLY)]
Labelled = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Choosable:
    """(public id, id, label) of orders and products; (id, name) of people and teams."""

    orders: Sequence[Labelled] = ()
    products: Sequence[Labelled] = ()
    people: Sequence[tuple[int, str]] = ()
    teams: Sequence[tuple[int, str]] = ()


def choosable(contact_id: int, *, ticket: Ticket | None = None) -> Choosable:
    """The newest orders of the customer with their products, and what the ticket is linked to already."""
    theirs = Order.objects.filter(contact_id__in=members([contact_id])).order_by("-placed_at", "-pk")
    orders = {row.pk: row for row in theirs[:MOST_ORDERS]}
    if ticket and ticket.order:
        orders[ticket.order.pk] = ticket.order
    lines = (
        OrderLine.objects.filter(order_id__in=orders)
        .select_related("product")
        .order_by("product__name", "pk")
    )
    products = {line.product_id: line.product for line in lines}
    if ticket and ticket.product:
        products[ticket.product.pk] = ticket.product
    return Choosable(
        [(str(row.public_id), row.pk, _label(row)) for row in orders.values()],
        [(str(row.public_id), row.pk, row.name) for row in products.values()],
        people_who_may_take(),
        list(Team.objects.order_by("name").values_list("pk", "name")),
    )


def _label(order: Order) -> str:
    return f"{order.number} · {order.goods}" if order.goods else order.number


def people_who_may_take() -> list[tuple[int, str]]:
    rows = Membership.objects.filter(role__in=MAY_TAKE)
    return [(row.user_id, str(row.user)) for row in rows.select_related("user").order_by("user__name", "pk")]
