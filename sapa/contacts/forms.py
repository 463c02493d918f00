"""What a person may set by hand about a customer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapa.contacts.models import Contact

ADDRESSES = ("Kak", "Mas", "Mbak", "Bapak", "Ibu")


class ChoicesForm(forms.Form):
    """Clock and form of address; blank leaves it to what is known."""

    timezone = forms.ChoiceField(label=_("Time zone"), required=False)
    preferred_address = forms.ChoiceField(label=_("How we address them"), required=False)

    def __init__(self, *args: Any, contact: Contact, zones: list[tuple[str, str]], **options: Any) -> None:
        options.setdefault(
            "initial", {"timezone": contact.timezone, "preferred_address": contact.preferred_address}
        )
        super().__init__(*args, **options)
        known = dict.fromkeys(
            [*ADDRESSES, *([contact.preferred_address] if contact.preferred_address else [])]
        )
        self._offer("timezone", [("", _("From address and phone")), *zones])
        self._offer("preferred_address", [("", _("The usual form")), *((one, one) for one in known)])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = choices
