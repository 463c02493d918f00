"""Money that people of the shop gave back by hand for a return: a row beside the payments of its order."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sapa.commerce.models import Order, Payment, Return
from sapa.commerce.schemas import OWN
from sapa.commerce.selectors.payments import paid_amounts
from sapa.commerce.services.payments import tell_orders
from sapa.web.errors import Refused, refusal

RETURN_AMOUNT = refusal(
    "return_amount",
    _("More would go back than was paid for order %(number)s."),
    _("Write down what the shop itself sent back; what a gateway sends back it tells by itself."),
)
OPEN = (Return.Status.REQUESTED, Return.Status.APPROVED, Return.Status.RECEIVED)


def all_came_back(order_id: int) -> bool:
    """No return of it is still on its way, and none was replaced."""
    return not Return.objects.filter(order_id=order_id, status__in=[*OPEN, Return.Status.REPLACED]).exists()


def held(order: Order) -> int:
    """What the shop still has of the customer's money; a shop that says paid without any payment has all of it."""
    paid = paid_amounts([order.pk]).get(order.pk)
    return (order.amount if order.paid_at else 0) if paid is None else max(paid, 0)


def give_back(row: Return, amount: int | None, *, is_all: bool, now: datetime) -> None:
    """Once for each return. Call while the contact is held. Raises Refused(return_amount)."""
    order = Order.objects.select_for_update().get(pk=row.order_id or 0)
    left = held(order)
    back = amount if amount is not None else (left if is_all else 0)
    if back > left:
        raise Refused(RETURN_AMOUNT, number=order.number)
    if not back:
        return
    Payment.objects.create(
        contact_id=order.contact_id,
        order=order,
        order_number=order.number,
        source=OWN,
        external_id=f"return-{row.external_id}"[:120],
        status=Payment.Status.REFUNDED,
        refunded_amount=back,
        refunds={row.number: [back, now.isoformat()]},
        currency=order.currency,
        method="by_hand",
        **dict.fromkeys(("status_at", "said_at", "recorded_at", "updated_at"), now),
    )
    tell_orders({order.pk}, now)
