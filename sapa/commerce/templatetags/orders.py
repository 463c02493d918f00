"""Words and hues for what orders are and what happened to them."""

from django import template
from django.utils.translation import gettext_lazy as _

from sapa.domain.journeys.telling import trigger_words
from sapa.web.templatetags.formats import language

register = template.Library()

STATUSES = {
    "placed": (_("Placed"), "nila"),
    "awaiting_payment": (_("Awaiting payment"), "kunyit"),
    "paid": (_("Paid"), "daun"),
    "processing": (_("Being prepared"), "nila"),
    "shipped": (_("On its way"), "nila"),
    "delivered": (_("Arrived"), "daun"),
    "completed": (_("Completed"), "daun"),
    "cancelled": (_("Cancelled"), "bata"),
    "refunded": (_("Refunded"), "bata"),
    "expired": (_("Expired"), "bata"),
    "failed": (_("Payment failed"), "bata"),
    "on_hold": (_("On hold"), "kunyit"),
    "unknown": (_("Unknown"), ""),
}
PAYMENTS = {
    "pending": (_("Waiting"), "kunyit", "clock"),
    "challenged": (_("Being examined"), "kunyit", "clock"),
    "failed": (_("Failed"), "bata", "circle-x"),
    "expired": (_("Expired"), "bata", "circle-x"),
    "cancelled": (_("Cancelled"), "bata", "circle-x"),
    "paid": (_("Paid"), "daun", "circle-check"),
    "refunded": (_("Money returned"), "nila", "info"),
    "waived": (_("Let off"), "nila", "info"),
}
METHODS = {
    "bank_transfer": _("Bank transfer"),
    "credit_card": _("Card"),
    "cstore": _("At a shop's till"),
    "qris": "QRIS",
    "by_hand": _("By hand"),
    "waived": _("Accepted though short"),
}
HAPPENED = {
    "order.placed": _("Order placed"),
    "payment.received": _("Payment received"),
    "shipment.shipped": _("Handed to the courier"),
    "shipment.out_for_delivery": _("On the way to the door"),
    "shipment.delayed": _("Late"),
    "shipment.failed_attempt": _("Could not be handed over"),
    "shipment.delivered": _("Arrived"),
    "shipment.returned": _("Came back to the shop"),
    "order.cancelled": _("Order cancelled"),
    "invoice.issued": _("Invoice issued"),
    "invoice.paid": _("Invoice paid"),
    "invoice.disputed": _("Invoice disputed"),
    "return.requested": _("Return requested"),
    "return.approved": _("Return approved"),
    "return.rejected": _("Return refused"),
    "return.received": _("Return received"),
    "return.refunded": _("Money returned"),
    "return.replaced": _("Goods replaced"),
    "ticket.opened": _("Case opened"),
    "ticket.resolved": _("Case resolved"),
    "ticket.reopened": _("Case opened again"),
    "review.given": _("Review given"),
}
AFFAIRS = {
    "shipment": _("Parcel"),
    "subscription": _("Subscription"),
    "invoice": _("Invoice"),
    "return": _("Return"),
    "ticket": _("Case"),
    "confirmed": _("Announced"),
    "picking_up": _("Being collected"),
    "picked_up": _("With the courier"),
    "in_transit": _("On its way"),
    "out_for_delivery": _("On the way to the door"),
    "on_hold": _("Late"),
    "failed_attempt": _("Could not be handed over"),
    "delivered": _("Arrived"),
    "returning": _("Coming back"),
    "returned": _("Came back to the shop"),
    "lost": _("Lost"),
    "active": _("Running"),
    "grace": _("In its grace period"),
    "ended": _("Ended"),
    "cancelled": _("Cancelled"),
    "open": _("Open"),
    "disputed": _("Disputed"),
    "paid": _("Paid"),
    "requested": _("Requested"),
    "approved": _("Approved"),
    "rejected": _("Refused"),
    "received": _("Received"),
    "refunded": _("Money returned"),
    "replaced": _("Goods replaced"),
    "resolved": _("Resolved"),
    "since": _("since"),
    "expected": _("expected"),
    "until": _("until"),
    "due": _("due"),
}


@register.inclusion_tag("web/components/badge.html")
def order_status(status: str) -> dict[str, object]:
    text, hue = STATUSES[status]
    icons = {"nila": "package", "kunyit": "clock", "daun": "circle-check", "bata": "circle-x", "": "circle"}
    return {"text": text, "hue": hue, "icon": icons[hue]}


@register.inclusion_tag("web/components/badge.html")
def payment_status(status: str) -> dict[str, object]:
    text, hue, icon = PAYMENTS[status]
    return {"text": text, "hue": hue, "icon": icon}


@register.filter
def status_word(status: str) -> str:
    return str(STATUSES[status][0])


@register.filter
def method_word(code: str) -> str:
    """The gateway's own word where we have none."""
    return str(METHODS.get(code.lower(), code.replace("_", " ")))


@register.filter
def event_word(name: str) -> str:
    """What is no step of an order itself is told as the journeys tell it."""
    told = trigger_words([name], language())
    return str(HAPPENED.get(name, told[:1].upper() + told[1:]))


@register.filter
def affair_word(code: str) -> str:
    return str(AFFAIRS.get(code, code))
