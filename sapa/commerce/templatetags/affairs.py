"""Hues of what a customer has beside the orders."""

from django import template
from django.utils.translation import gettext_lazy as _

from sapa.commerce.templatetags.orders import AFFAIRS

register = template.Library()

WORDS = {**AFFAIRS, "abandoned": _("Left behind")}
WELL = ("delivered", "active", "paid", "refunded", "received", "resolved", "replaced")
WAITS = ("on_hold", "failed_attempt", "grace", "open", "requested", "approved", "returning", "abandoned")
HURTS = ("returned", "lost", "cancelled", "ended", "disputed", "rejected")
HUES = {**dict.fromkeys(WELL, "daun"), **dict.fromkeys(WAITS, "kunyit"), **dict.fromkeys(HURTS, "bata")}
LETTERS = 4
CHANGES = {"address": _("Another address"), "order": _("Other goods")}
ICONS = {"daun": "circle-check", "kunyit": "clock", "bata": "circle-x", "nila": "package"}


@register.inclusion_tag("web/components/badge.html")
def affair_status(status: str) -> dict[str, object]:
    hue = HUES.get(status, "nila")
    return {"text": WORDS.get(status, status), "hue": hue, "icon": ICONS[hue]}


@register.filter
def channel_word(code: str) -> str:
    """`BCA`, `Indomaret`: banks go by their letters."""
    return code.upper() if len(code) <= LETTERS else code.replace("_", " ").capitalize()


@register.filter
def change_word(code: str) -> str:
    """What a customer wants changed about an order."""
    return str(CHANGES.get(code, code))
