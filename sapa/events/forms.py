"""What people fill in about webhooks: where to, which events, and a span to be told again."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from sapa.domain.events import EVENTS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

GROUPS = {
    _("Customers"): ("contact", "consent", "interaction", "agent"),
    _("Orders and payments"): ("checkout", "order", "payment"),
    _("Parcels"): ("shipment",),
    _("Returns"): ("return",),
    _("Subscriptions and invoices"): ("subscription", "invoice"),
    _("Tickets"): ("ticket",),
    _("Scores and reviews"): ("feedback", "nps", "survey", "review"),
    _("Features"): ("feature",),
    _("Messages"): ("message", "template", "followup"),
    _("Assistant"): ("assistant",),
}
"""What the first word of an event's name belongs to."""
MINUTE = "%Y-%m-%dT%H:%M"


def grouped() -> "list[tuple[StrOrPromise, list[tuple[str, str]]]]":
    """Every event under its group, as the widget of choices wants it."""
    return [
        (label, [(name, name) for name in EVENTS if name.split(".")[0] in nouns])
        for label, nouns in GROUPS.items()
    ]


class EventGroups(forms.CheckboxSelectMultiple):
    template_name = "events/event_groups.html"


class WebhookForm(forms.Form):
    label = forms.CharField(
        label=_("Name"), max_length=80, required=False, help_text=_("For yourself, such as «Warehouse».")
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Begins with https:// and lies in the open internet."),
        widget=forms.URLInput(attrs={"placeholder": "https://", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=grouped(),
        widget=EventGroups,
    )


class SpanForm(forms.Form):
    """Wall times of the shop; `since` and `until` come out with their zone."""

    since = forms.CharField(label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    until = forms.CharField(label=_("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._zone = ZoneInfo(zone)

    def clean_since(self) -> datetime:
        return self._moment("since")

    def clean_until(self) -> datetime:
        return self._moment("until")

    def _moment(self, name: str) -> datetime:
        try:
            return datetime.strptime(self.cleaned_data[name][:16], MINUTE).replace(tzinfo=self._zone)
        except ValueError:
            raise forms.ValidationError(_("Give a day and a time.")) from None
