"""The questions of the test box: which customer, which class, perhaps which recipe, and when."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from sapa.contacts.models import Contact
from sapa.contacts.selectors import contact_by_public_id, zones_of
from sapa.journeys.selectors.policy.settings import CLASS_NAMES
from sapa.journeys.selectors.words import all_definitions, words_of
from sapa.web.forms import LocalMoment


class TestForm(forms.Form):
    """`waktu` is wall time where the customer is; `zone` is the workspace's own."""

    __test__ = False
    pelanggan = forms.CharField(
        label=_("Customer"),
        error_messages={"required": _("Choose a customer from the list.")},
    )
    kelas = forms.ChoiceField(label=_("Class"), choices=list(CLASS_NAMES.items()), initial="care")
    resep = forms.ChoiceField(label=_("Recipe"), required=False)
    waktu = forms.DateTimeField(label=_("When, in the customer's own time"), widget=LocalMoment)

    def __init__(self, data: Any = None, *, zone: str, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="uji-%s")
        self.zone = zone
        recipes = [(key, words_of(one).name) for key, one in all_definitions().items()]
        self.fields["resep"].choices = [("", _("no recipe")), *recipes]  # type: ignore[attr-defined]

    def clean_pelanggan(self) -> Contact:
        try:
            return contact_by_public_id(UUID(self.cleaned_data["pelanggan"]))
        except (Http404, ValueError):
            raise forms.ValidationError(_("Choose a customer from the list.")) from None

    def clean(self) -> dict[str, Any]:
        """The wall time becomes an instant in the customer's primary zone."""
        found = super().clean() or self.cleaned_data
        customer, wall = found.get("pelanggan"), found.get("waktu")
        if isinstance(customer, Contact) and isinstance(wall, datetime):
            there = ZoneInfo(zones_of(customer, business=self.zone).primary)
            found["waktu"] = wall.replace(tzinfo=there)
        return found
