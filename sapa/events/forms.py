"""What people fill in about webhooks: where to, which events, and a span to be told again."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from sapa.domain.events import EVENTS

MINUTE = "%Y-%m-%dT%H:%M"


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
        choices=[(name, name) for name in EVENTS],
        widget=forms.CheckboxSelectMultiple,
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
