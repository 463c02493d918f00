"""Words and hues for what orders are and what happened to them."""

from django import template
from django.utils.translation import gettext_lazy as _

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
HAPPENED = {
    "order.placed": _("Order placed"),
    "payment.received": _("Payment received"),
    "shipment.shipped": _("Handed to the courier"),
    "shipment.delivered": _("Arrived"),
    "order.cancelled": _("Order cancelled"),
}


@register.inclusion_tag("web/components/badge.html")
def order_status(status: str) -> dict[str, object]:
    text, hue = STATUSES[status]
    icons = {"nila": "package", "kunyit": "clock", "daun": "circle-check", "bata": "circle-x", "": "circle"}
    return {"text": text, "hue": hue, "icon": icons[hue]}


@register.filter
def status_word(status: str) -> str:
    return str(STATUSES[status][0])


@register.filter
def event_word(name: str) -> str:
    return str(HAPPENED.get(name, name))
