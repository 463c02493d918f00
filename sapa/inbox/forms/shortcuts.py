"""A quick reply as a person writes it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sapa.domain.quick_replies import PATHS, SHORTCUT, unknown


class QuickReplyForm(forms.Form):
    kata = forms.CharField(
        label=_("Word after /"),
        max_length=33,
        help_text=_("Small letters and digits, such as resi or jam-buka."),
    )
    judul = forms.CharField(label=_("What it is for"), max_length=80, required=False)
    teks = forms.CharField(
        label=_("Text"),
        max_length=4096,
        widget=forms.Textarea,
        help_text=_("Filled from the customer's records: %(names)s.")
        % {"names": ", ".join("{" + name + "}" for name in PATHS)},
    )

    def clean_kata(self) -> str:
        word = str(self.cleaned_data["kata"]).strip().lstrip("/").lower()
        if not SHORTCUT.fullmatch(word):
            raise ValidationError(
                _("Only small letters, digits and hyphens, beginning with a letter or digit.")
            )
        return word

    def clean_teks(self) -> str:
        text = str(self.cleaned_data["teks"]).strip()
        if names := unknown(text):
            told = ", ".join("{" + name + "}" for name in names)
            raise ValidationError(_("Sapa does not know %(names)s."), params={"names": told})
        return text
