"""The language model as a person fills it in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapa.assistant.model import choice
from sapa.assistant.model.choice import Plug

MODES = (
    (choice.OFF, _("Off: the assistant works without a model")),
    (choice.UNDERSTAND, _("It helps to understand messages")),
    (choice.PHRASE, _("It helps to understand, and says what articles hold in other words")),
    (choice.DRAFT, _("It only words drafts for the team")),
)
LONGEST_KEY = 500


class ModelForm(forms.Form):
    cara = forms.ChoiceField(label=_("What it does"), choices=MODES)
    alamat = forms.CharField(
        label=_("Address"),
        max_length=choice.LONGEST_ADDRESS,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://api.openai.com/v1"}),
        help_text=_("Of a server that speaks like OpenAI; what comes before /chat/completions."),
    )
    model = forms.CharField(
        label=_("Model"),
        max_length=choice.LONGEST_NAME,
        required=False,
        help_text=_("Its name, as the server calls it."),
    )
    kunci = forms.CharField(
        label=_("Key"),
        max_length=LONGEST_KEY,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept sealed and never shown again. Left empty, the one that is kept stays."),
    )
    batas_waktu = forms.IntegerField(
        label=_("Patience (seconds)"),
        min_value=choice.SHORTEST_WAIT,
        max_value=choice.LONGEST_WAIT,
        help_text=_("After that the assistant answers without it."),
    )
    token = forms.IntegerField(
        label=_("Longest answer (tokens)"),
        min_value=choice.FEWEST_TOKENS,
        max_value=choice.MOST_TOKENS,
    )
    harga_masuk = forms.IntegerField(
        label=_("Price of a million tokens in (rupiah)"), min_value=0, max_value=choice.MOST_RUPIAH
    )
    harga_keluar = forms.IntegerField(
        label=_("Price of a million tokens out (rupiah)"), min_value=0, max_value=choice.MOST_RUPIAH
    )
    batas_biaya = forms.IntegerField(
        label=_("Most for a month (rupiah)"),
        min_value=0,
        max_value=choice.MOST_RUPIAH,
        required=False,
        help_text=_("From there on the assistant works without it until the month ends. Empty: no limit."),
    )

    def clean_alamat(self) -> str:
        told = str(self.cleaned_data["alamat"]).strip().rstrip("/").removesuffix("/chat/completions")
        if told and not choice.is_address(told):
            raise ValidationError(
                gettext("An address that begins with https:// is expected, or http:// on your own network.")
            )
        return told

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("cara") != choice.OFF:
            for name in ("alamat", "model"):
                if name not in self.errors and not told.get(name):
                    self.add_error(name, gettext("It is needed as soon as the model does something."))
        return told

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "mode": told["cara"],
            "address": told["alamat"],
            "model": told["model"].strip(),
            "timeout": told["batas_waktu"],
            "max_tokens": told["token"],
            "price_in": told["harga_masuk"],
            "price_out": told["harga_keluar"],
            "monthly_cap": told["batas_biaya"],
        }


def as_typed(plug: Plug) -> dict[str, object]:
    return {
        "cara": plug.mode,
        "alamat": plug.address,
        "model": plug.model,
        "batas_waktu": plug.timeout,
        "token": plug.max_tokens,
        "harga_masuk": plug.price_in,
        "harga_keluar": plug.price_out,
        "batas_biaya": plug.monthly_cap,
    }
