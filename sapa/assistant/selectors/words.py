"""What the assistant's codes are called on pages: intents, outcomes, tools, contexts, what the guard says."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Words = Mapping[str, "StrOrPromise"]
INTENTS: Words = {
    "order_status": _("Where is my order"),
    "tracking_number": _("Tracking number"),
    "delivery_late": _("Delivery is late"),
    "invoice_request": _("Asks for an invoice"),
    "payment_confirmation": _("Has my payment arrived"),
    "how_to_pay": _("How to pay"),
    "product_info": _("About a product"),
    "usage_guide": _("How to use it"),
    "stock_price": _("Price and stock"),
    "place_order": _("Wants to order"),
    "return_refund": _("Return or refund"),
    "defective_wrong_item": _("Broken or wrong goods"),
    "cancel_order": _("Cancel an order"),
    "change_order": _("Change an order"),
    "change_address": _("Change the address"),
    "warranty": _("Warranty"),
    "complaint": _("Complaint"),
    "talk_to_human": _("Wants a person"),
    "opt_out": _("Stop the messages"),
    "greeting": _("Greeting"),
    "thanks_closing": _("Thanks, or the end"),
    "feedback_csat": _("Rating or review"),
    "subscription_renewal": _("Subscription"),
    "promo_question": _("Offers and discounts"),
    "store_info": _("About the shop"),
    "other": _("Something else"),
}
OUTCOMES: Words = {
    "answered": _("Answered"),
    "asked": _("Asked back"),
    "proposed": _("Proposed a change and waits for yes"),
    "done": _("Done"),
    "ticket": _("Opened a ticket"),
    "handed_off": _("Handed to people"),
    "recorded": _("Noted"),
    "refused": _("Declined"),
    "silent": _("Said nothing"),
}
TOOLS: Words = {
    "get_orders": _("looked at the orders"),
    "get_shipment": _("looked at the parcel"),
    "get_invoice": _("looked at the invoice"),
    "get_payment": _("looked at the payment"),
    "get_returns": _("looked at the returns"),
    "get_subscription": _("looked at the subscription"),
    "get_tickets": _("looked at the tickets"),
    "product_lookup": _("looked at the products"),
    "kb_search": _("searched the articles"),
    "prove": _("checked whose order it is"),
    "cancel_order": _("cancelled the order"),
    "change_address": _("noted another address"),
    "change_order": _("noted a change of the order"),
    "subscription_change": _("changed the subscription"),
    "create_ticket": _("opened a ticket"),
    "request_handoff": _("called people"),
    "set_opt_out": _("noted the wish to be left alone"),
    "record_csat": _("noted the score"),
}
CONTEXTS: Words = {
    "promo_broadcast": _("an offer"),
    "csat_survey": _("the question how satisfied they are"),
    "nps_survey": _("the question whether they would recommend the shop"),
    "delivery_followup": _("news of a delivery"),
    "payment_reminder": _("a reminder to pay"),
    "lead_followup": _("a first contact"),
    "renewal_reminder": _("a reminder to renew"),
    "replenishment_reminder": _("a reminder to buy again"),
}
BREACHES: Words = {
    "ungrounded_fact": _("a fact that no record or article holds"),
    "false_promise": _("a promise that nobody keeps"),
    "other_customer": _("something of another customer"),
    "too_long": _("too long"),
    "two_questions": _("two questions at once"),
    "table": _("a table"),
    "wrong_language": _("another language than the customer's"),
}


def told(words: Words, codes: Iterable[str]) -> list[str]:
    """A code that nobody named stands as it is."""
    return [str(words.get(code, code)) for code in codes]
