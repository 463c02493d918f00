"""When a problem is one of many."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapa.inbox.services.tickets import Rules


class RulesForm(forms.Form):
    banyak = forms.IntegerField(
        label=_("Customers with the same problem"),
        min_value=2,
        max_value=100,
        help_text=_("From so many on, a card proposes one message to all whom it concerns."),
    )
    hari = forms.IntegerField(label=_("Within so many days"), min_value=1, max_value=60)
    berulang = forms.IntegerField(
        label=_("The same customer again within so many days"),
        min_value=1,
        max_value=365,
        help_text=_("Then the ticket is marked as a problem that came back."),
    )

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    @classmethod
    def of(cls, chosen: Rules, version: int, data: Any = None) -> "RulesForm":
        """`version`: of the settings that the page shows."""
        initial = {"seen": version, "banyak": chosen.many, "hari": chosen.days, "berulang": chosen.recurring}
        return cls(data, initial=initial)

    @property
    def rules(self) -> Rules:
        given = self.cleaned_data
        return Rules(given["banyak"], given["hari"], given["berulang"])
