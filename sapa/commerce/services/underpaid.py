"""Orders of which a little is missing, such as a gateway's fee: a person accepts them as paid."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.selectors import settings_in_force
from sapa.accounts.services import audit, change_settings
from sapa.commerce.models import Order, Payment
from sapa.commerce.schemas import OWN
from sapa.commerce.selectors.payments import paid_amounts
from sapa.commerce.services.payments import tell_orders
from sapa.commerce.services.settling import OPEN_ORDER
from sapa.contacts.services import lock
from sapa.web.errors import Refused, refusal

SETTING, MOST = "payments", "underpaid_most"
CURRENCY = "IDR"
NOT_UNDERPAID = refusal(
    "not_underpaid",
    _("Order %(number)s is not short by so little that it could be accepted."),
    _("Load the page again: it may be paid by now, or more is missing than the settings allow."),
)


def most_missing() -> int:
    """What may be missing at most, in whole rupiah; 0: nothing."""
    _number, data = settings_in_force()
    return int(data.get(SETTING, {}).get(MOST, 0))


def set_most_missing(*, most: int, now: datetime) -> None:
    change_settings(changes={SETTING: {MOST: most}}, now=now)
    audit(action="payments.underpaid_most", now=now, data={MOST: most})


def missing(order: Order) -> int:
    """Of an order that waits for its payment and has had a part of it; 0 for any other."""
    if order.paid_at or order.status not in OPEN_ORDER:
        return 0
    paid = paid_amounts([order.pk]).get(order.pk, 0)
    return order.amount - paid if 0 < paid < order.amount else 0


def may_accept(order: Order, short: int) -> bool:
    """The settings speak of rupiah."""
    return order.currency == CURRENCY and 0 < short <= most_missing()


@transaction.atomic
def accept_underpaid(*, order: Order, now: datetime) -> None:
    """The order counts as paid from now on, and the customer is let off the rest. Raises Refused(not_underpaid)."""
    lock(contact_ids=[order.contact_id])
    kept = Order.objects.select_for_update().get(pk=order.pk)
    short = missing(kept)
    if not may_accept(kept, short):
        raise Refused(NOT_UNDERPAID, number=kept.number)
    Payment.objects.create(
        contact_id=kept.contact_id,
        order=kept,
        order_number=kept.number,
        source=OWN,
        external_id=f"waived-{kept.public_id}",
        status=Payment.Status.WAIVED,
        amount=short,
        currency=kept.currency,
        method="waived",
        **dict.fromkeys(("status_at", "said_at", "recorded_at", "updated_at"), now),
    )
    tell_orders({kept.pk}, now)
    audit(action="order.underpaid_accepted", subject=str(kept.public_id), now=now, data={"missing": short})
