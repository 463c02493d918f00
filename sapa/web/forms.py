"""Form helpers: the browser's own date and time field, and the form that the component page shows."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LocalMoment(forms.DateTimeInput):
    """A wall time without zone; the form that uses it says in which zone it is read."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class LocalDay(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class ExampleForm(forms.Form):
    """One field of each kind, for `/_components`."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As the customer writes it."))
    phone = forms.CharField(label=_("WhatsApp number"), help_text=_("For example 0813-0000-0011."))
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")],
    )
    at = forms.DateTimeField(label=_("Send at"), widget=LocalMoment, required=False)
    address = forms.ChoiceField(
        label=_("How we address the customer"),
        widget=forms.RadioSelect,
        choices=[("kak", "Kak"), ("bapak", "Bapak"), ("ibu", "Ibu")],
    )
    note = forms.CharField(
        label=pgettext_lazy("text about a customer", "Note"), widget=forms.Textarea, required=False
    )
    agreed = forms.BooleanField(label=_("May receive promotions"), required=False)
    orders = forms.FileField(
        label=_("Order file"), help_text=_("CSV, at most 50 MB; other columns are kept."), required=False
    )
