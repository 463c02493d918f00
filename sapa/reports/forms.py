"""What people fill in: what to take out, and as which file."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NAMES = {
    "contacts": _("Customers with tags and own fields"),
    "identities": _("Phones, addresses and numbers of customers"),
    "consents": _("Consents with their proof"),
    "opt_outs": _("Wishes not to be written to"),
    "tickets": _("Tickets"),
    "orders": _("Orders"),
    "order_lines": _("Goods of each order"),
    "checkouts": _("Baskets at the till"),
    "payments": _("Payments"),
    "shipments": _("Parcels"),
    "products": _("Products"),
    "subscriptions": _("Subscriptions"),
    "invoices": _("Invoices"),
    "returns": _("Returns"),
    "messages": _("Messages"),
    "follow_ups": _("Follow-ups"),
    "decisions": _("Decisions about follow-ups"),
    "scores": _("Scores that customers gave"),
}
FORMS = [("csv", _("CSV: any number of lines")), ("xlsx", _("Excel workbook (.xlsx)"))]


class ExportForm(forms.Form):
    what = forms.ChoiceField(label=_("Take out"))
    form = forms.ChoiceField(label=_("As"), choices=FORMS, initial="csv")

    def __init__(self, *args: Any, offered: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["what"].choices = [(name, NAMES[name]) for name in offered]  # type: ignore[attr-defined]
