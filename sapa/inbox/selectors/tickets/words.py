"""Kinds, details and answers of tickets in the words of the screen."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KINDS: dict[str, "StrOrPromise"] = {
    "delivery": _("Delivery"),
    "defective": _("Defective goods"),
    "return": _("Return"),
    "payment": _("Payment"),
    "warranty": _("Warranty"),
    "change": _("Change of an order"),
    "complaint": _("Complaint"),
    "other": pgettext_lazy("kind of ticket", "Something else"),
}
ICONS = {
    "delivery": "truck",
    "defective": "package-x",
    "return": "undo-2",
    "payment": "banknote",
    "warranty": "shield-check",
    "change": "pencil",
    "complaint": "frown",
    "other": "circle-question-mark",
}
PRIORITIES: dict[int, "StrOrPromise"] = {0: _("Normal"), 1: _("Important"), 2: _("Urgent")}
STATES: dict[str, tuple["StrOrPromise", str]] = {
    "open": (_("Open"), "kunyit"),
    "waiting": (_("Waits for the customer"), "nila"),
    "solved": (_("Solved"), "daun"),
    "merged": (_("Joined to another"), ""),
}
SLOTS: dict[str, "StrOrPromise"] = {
    "issue_type": _("What is wrong"),
    "tracking_no": _("Tracking number"),
    "days_waiting": _("Days of waiting"),
    "requested_resolution": _("Wanted solution"),
    "contact_time": _("When to reach the customer"),
    "quantity": _("How many pieces"),
    "reason": _("What happened"),
    "amount": _("Amount"),
    "payment_method": _("Way of paying"),
    "date": _("Day"),
    "wanted_change": _("Wanted change"),
    "new_address": _("New address"),
}
CHOICES: dict[str, "StrOrPromise"] = {
    "not_received": _("Not received"),
    "stuck_shipment": _("The parcel stands still"),
    "defective": _("Does not work"),
    "damaged": _("Damaged on the way"),
    "wrong_item": _("Wrong goods"),
    "missing_item": _("Something is missing"),
    "expired": _("Past its date"),
    "paid_not_verified": _("Paid, but not seen"),
    "double_payment": _("Paid twice"),
    "refund": _("Money back"),
    "replace": _("Replacement"),
    "return": _("Send it back"),
    "repair": _("Repair"),
    "resend": _("Send again"),
}
OPENED_BY: dict[str, "StrOrPromise"] = {
    "agent": _("opened by the team"),
    "assistant": _("opened by the assistant"),
    "customer": _("opened by the customer"),
    "score": _("opened by a low score"),
    "api": _("opened by another program"),
}


def slot_value(name: str, value: str) -> "StrOrPromise":
    return CHOICES.get(value, value) if name in ("issue_type", "requested_resolution") else value
