"""A new key of the API."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapa.accounts.schemas import Scope

SCOPES = [
    (Scope.CONTACTS_READ, _("Customers: read")),
    (Scope.CONTACTS_WRITE, _("Customers: write")),
    (Scope.ORDERS_READ, _("Orders, parcels, subscriptions, invoices, returns: read")),
    (Scope.ORDERS_WRITE, _("Orders, parcels, subscriptions, invoices, returns: write")),
    (Scope.PRODUCTS_READ, _("Products: read")),
    (Scope.PRODUCTS_WRITE, _("Products: write")),
    (Scope.MESSAGES_READ, _("Conversations: read")),
    (Scope.MESSAGES_WRITE, _("Conversations: answer")),
    (Scope.TICKETS_READ, _("Tickets: read")),
    (Scope.TICKETS_WRITE, _("Tickets: open, solve, open again")),
    (Scope.FOLLOWUPS_READ, _("Follow-ups and the contact policy: read")),
    (Scope.FOLLOWUPS_WRITE, _("Follow-ups: cancel")),
    (Scope.EVENTS_READ, _("Events: read")),
    (Scope.IMPORTS_READ, _("Imports: read")),
    (Scope.WEBHOOKS, _("Outgoing webhooks: set up")),
]
LASTS = [
    ("90", _("90 days")),
    ("365", _("One year")),
    ("", _("Until it is revoked")),
]


class KeyForm(forms.Form):
    """`expires_at(now)` of a valid one is when the key ends, None for never."""

    name = forms.CharField(
        label=_("Name of the program"), max_length=80, help_text=_("Such as «Cash desk» or «Website».")
    )
    lasts = forms.ChoiceField(label=_("How long it lasts"), choices=LASTS, required=False, initial="365")
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=SCOPES, widget=forms.CheckboxSelectMultiple
    )

    def expires_at(self, now: datetime) -> datetime | None:
        days: Any = self.cleaned_data["lasts"]
        return now + timedelta(days=int(days)) if days else None
