"""Words of the room on pages."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TAGS: "dict[str, StrOrPromise]" = {
    "delivery": _("Delivery"),
    "packaging": _("Packaging"),
    "quality": _("Quality"),
    "fit": _("Size and colour"),
    "price": _("Price"),
    "service": pgettext_lazy("topic", "Service"),
    "speed": _("Speed"),
    "payment": _("Payment"),
    "product": _("The product itself"),
}
VOICES: "dict[str, StrOrPromise]" = {
    "agent": _("Answered by people"),
    "assistant": _("Answered by the assistant"),
    "": _("Without an answer before"),
}
KINDS: "dict[str, StrOrPromise]" = {"csat": _("Satisfied with help"), "nps": _("Would recommend")}
MOODS: "dict[str, StrOrPromise]" = {
    "bad": pgettext_lazy("score", "Low"),
    "middle": pgettext_lazy("score", "In between"),
    "good": pgettext_lazy("score", "High"),
}
