"""The shop's own words for the message guard, and a text to try."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapa.domain.guard import GuardCase, GuardSettings
from sapa.journeys.selectors.policy import CLASS_NAMES, SEGMENT_NAMES

MOST_WORDS = 50
LONGEST_WORD = 60
CATEGORIES = (
    ("", _("no template")),
    ("utility", _("utility template")),
    ("marketing", _("marketing template")),
)


class WordsField(forms.CharField):
    """Words and phrases, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        lines = [" ".join(line.split()) for line in str(super().clean(value)).splitlines()]
        words = list(dict.fromkeys(line.casefold() for line in lines if line))
        if len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in words):
            raise forms.ValidationError(_("At most 50 lines of at most 60 characters."))
        return words


class GuardForm(forms.Form):
    pressure_words = WordsField(
        label=_("Our own pressure words"),
        required=False,
        help_text=_("One a line; they count like «buruan» or «stok menipis»."),
    )
    brand_words = WordsField(
        label=_("Familiar words that our brand chose"),
        required=False,
        help_text=_("One a line, such as «bunda»; they are not called too familiar."),
    )
    promo_streak = forms.BooleanField(
        label=_("Stop a third promotion in a row"),
        required=False,
        help_text=_("Between two promotions and the next one the customer gets something useful."),
    )


class TryForm(forms.Form):
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4096)
    kelas = forms.ChoiceField(label=_("Class"), choices=lambda: list(CLASS_NAMES.items()), initial="care")
    segmen = forms.ChoiceField(label=_("For whom"), choices=lambda: list(SEGMENT_NAMES.items()))
    nama = forms.CharField(label=_("The customer's name"), required=False, max_length=200)
    konteks = forms.CharField(label=_("Product or number"), required=False, max_length=200)
    jam = forms.TimeField(label=_("Time there"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    templat = forms.ChoiceField(label=_("WhatsApp"), choices=CATEGORIES, required=False)

    def case(self, *, shop: str, chosen: GuardSettings, now: datetime) -> GuardCase:
        """`now`: for the day; the time is the form's."""
        told = self.cleaned_data
        return GuardCase(
            text=told["text"],
            klass=told["kelas"],
            segment=told["segmen"],
            at=datetime.combine(now.date(), told["jam"]),
            name=told["nama"],
            shop=shop,
            context=(told["konteks"],) if told["konteks"] else (),
            wa_category=told["templat"],
            brand_words=chosen.brand_words,
            pressure_words=chosen.pressure_words,
        )
