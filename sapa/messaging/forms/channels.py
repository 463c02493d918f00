"""A number and its secrets, a phone to try it with, test mode, and when offers rest. Secrets are never shown again."""

from dataclasses import fields as fields_of
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from sapa.domain.number_health import Thresholds
from sapa.domain.phones import normalise

DIGITS = RegexValidator(r"^[0-9]{5,20}$", _("Only digits, as shown at Meta."))
MOST_PHONES = 20
THRESHOLDS: dict[str, tuple[Any, int, int]] = {
    "yellow_share_percent": (_("Offers while quality is yellow, in per cent of a usual day"), 0, 100),
    "rest_hours": (_("Hours that offers rest when blocks or failures rise"), 1, 48),
    "least_sent": (_("Messages below which nothing is concluded"), 10, 10_000),
    "most_blocked_percent": (_("Blocked, reported or unreachable, per cent at most"), 0, 100),
    "most_failed_percent": (_("Failed, per cent at most"), 0, 100),
    "times_usual": (_("And so many times what is usual for the number"), 1, 20),
    "reserve_percent": (_("Per cent of the day's limit kept for reminders and notices"), 0, 90),
}


def secret(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, help_text=help_text, max_length=1000, widget=widget)


class ConnectForm(forms.Form):
    name = forms.CharField(
        label=_("Name in Sapa"), max_length=80, help_text=_("For your team, such as WhatsApp toko.")
    )
    external_id = forms.CharField(
        label=_("Phone number ID"),
        max_length=20,
        validators=[DIGITS],
        help_text=_("In the app at Meta under WhatsApp › API setup; it is not the phone number."),
    )
    account_id = forms.CharField(
        label=_("WhatsApp Business account ID"),
        max_length=20,
        validators=[DIGITS],
        help_text=_("On the same page, below the phone number ID."),
    )
    token = secret(_("Access token"), _("Of a system user, without end, with both WhatsApp permissions."))
    app_secret = secret(
        _("App secret"), _("In the app at Meta under Settings › Basic. It proves that webhooks are real.")
    )
    test_mode = forms.BooleanField(
        label=_("Begin in test mode: only listed phones receive anything"),
        required=False,
        help_text=_("It holds for all numbers of the shop, until it is switched off under Channels."),
    )


class TokenForm(forms.Form):
    token = secret(_("New access token"))


class SecretForm(forms.Form):
    app_secret = secret(_("New app secret"))


def phone_of(told: str) -> str:
    number = normalise(told)
    if not number.e164:
        raise forms.ValidationError(_("«%(phone)s» is no phone number.") % {"phone": told.strip()[:40]})
    return number.e164


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("Your own phone"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        return phone_of(self.cleaned_data["phone"])


class ModeForm(forms.Form):
    on = forms.BooleanField(label=_("Test mode"), required=False)
    phones = forms.CharField(
        label=_("Phones that receive messages in test mode"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One number in a line."),
    )

    def clean_phones(self) -> list[str]:
        told = [line for line in self.cleaned_data["phones"].replace(",", "\n").splitlines() if line.strip()]
        if len(told) > MOST_PHONES:
            raise forms.ValidationError(_("At most 20 phones."))
        return [phone_of(line) for line in told]


class ThresholdsForm(forms.Form):
    """Whole numbers by the names of the settings."""

    def __init__(self, *args: Any, rules: Thresholds, **options: Any) -> None:
        initial = {one.name: getattr(rules, one.name) for one in fields_of(rules)}
        super().__init__(*args, **{**options, "initial": initial})
        for name, (label, least, most) in THRESHOLDS.items():
            self.fields[name] = forms.IntegerField(label=label, min_value=least, max_value=most)
