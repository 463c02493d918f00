"""Prices and the words of the bill."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sapa.base.clock import business_now
from sapa.domain import formats
from sapa.domain.costs import Estimate, minor, price_words
from sapa.messaging.selectors import costs
from sapa.web.templatetags.formats import language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()

CATEGORY_WORDS: "Mapping[str, StrOrPromise]" = {
    "marketing": _("Promotion"),
    "marketing_lite": _("Promotion, optimised"),
    "utility": pgettext_lazy("category of a message", "About an order"),
    "authentication": _("Code to log in"),
    "authentication_international": _("Code to log in, from abroad"),
    "service": pgettext_lazy("category of a message", "Reply"),
    "referral_conversion": _("From an ad"),
    "unknown": _("Not told"),
}
KIND_WORDS: "Mapping[str, StrOrPromise]" = {
    "": _("Other messages"),
    "agent_reply": _("Replies of the team"),
    "assistant_reply": _("Replies of the assistant"),
    "handoff": _("Hand-over to a person"),
    "survey": _("Questions of surveys"),
    "review": _("Permission to show reviews"),
}
TYPE_WORDS: "Mapping[str, StrOrPromise]" = {
    "regular": _("billed"),
    "free_customer_service": _("free reply"),
    "free_entry_point": _("free after an ad"),
    "free": _("free"),
    "undelivered": _("not delivered"),
}


@register.filter
def category_word(category: str) -> str:
    """In words, with Meta's own where we have none."""
    return str(CATEGORY_WORDS.get(category, category))


def kind_word(kind: str, names: Mapping[str, str]) -> str:
    return names.get(kind) or str(KIND_WORDS.get(kind, kind))


@register.filter
def type_word(pricing_type: str) -> str:
    return str(TYPE_WORDS.get(pricing_type, pricing_type))


@register.filter
def micros(amount: int | None, currency: str) -> str:
    """A sum in whole units of the currency."""
    return "–" if amount is None else formats.money(minor(amount, currency), currency, language())


@register.filter
def price(estimate: Estimate) -> str:
    """`± Rp356,65`, or that it is free or not known."""
    if estimate.micros is None:
        return str(_("price not known"))
    if not estimate.micros:
        return str(_("free"))
    return "± " + price_words(estimate.micros, estimate.currency, language())


@register.filter
def exact(micros: int, currency: str) -> str:
    return price_words(micros, currency, language())


@register.simple_tag
def price_of(category: str, window_open: bool = False) -> str:
    """The price of one message of that category sent now, for any page."""
    return price(costs.estimate(category=category, now=business_now(), window_open=window_open))
