"""Hues of what a customer has beside the orders."""

from django import template

from sapa.commerce.templatetags.orders import AFFAIRS

register = template.Library()

WELL = ("delivered", "active", "paid", "refunded", "received", "resolved")
WAITS = ("on_hold", "failed_attempt", "grace", "open", "requested", "approved", "returning")
HURTS = ("returned", "lost", "cancelled", "ended", "disputed", "rejected")
HUES = {**dict.fromkeys(WELL, "daun"), **dict.fromkeys(WAITS, "kunyit"), **dict.fromkeys(HURTS, "bata")}
ICONS = {"daun": "circle-check", "kunyit": "clock", "bata": "circle-x", "nila": "package"}


@register.inclusion_tag("web/components/badge.html")
def affair_status(status: str) -> dict[str, object]:
    hue = HUES.get(status, "nila")
    return {"text": AFFAIRS.get(status, status), "hue": hue, "icon": ICONS[hue]}
