"""What the shop chooses for its assistant, as a person fills it in."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapa.assistant.answer.settings import LONGEST, MOST_LINKS, Chosen

MOST_RUPIAH = 10_000_000_000
LONGEST_NAME = 40
PHONE_MARKS = "+-() .,/"


class ChoiceForm(forms.Form):
    telepon = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        help_text=_("Told to customers who ask for a number to call."),
    )
    tempat = forms.CharField(
        label=_("Place"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Told to customers who ask where the shop is."),
    )
    tautan = forms.CharField(
        label=_("Links"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "Instagram: https://instagram.com/tokosari"}),
        help_text=_("One on each line: a name, a colon, the address. At most eight."),
    )
    nilai = forms.IntegerField(
        label=_("High value from (rupiah)"),
        min_value=0,
        max_value=MOST_RUPIAH,
        help_text=_("A problem with an order from this amount goes to people at once."),
    )

    def clean_telepon(self) -> str:
        told = str(self.cleaned_data["telepon"]).strip()
        if told and not (any(map(str.isdigit, told)) and all(c.isdigit() or c in PHONE_MARKS for c in told)):
            raise ValidationError(gettext("A phone number is expected."))
        return told

    def clean_tautan(self) -> dict[str, str]:
        lines = [line.strip() for line in str(self.cleaned_data["tautan"]).splitlines() if line.strip()]
        if len(lines) > MOST_LINKS:
            raise ValidationError(gettext("At most %(most)s links.") % {"most": MOST_LINKS})
        return dict(_link(line) for line in lines)

    def chosen(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "phone": told["telepon"],
            "place": str(told["tempat"]).strip(),
            "links": told["tautan"],
            "high_value": told["nilai"],
        }


def as_typed(chosen: Chosen) -> dict[str, object]:
    links = "\n".join(f"{name}: {link}" for name, link in chosen.links.items())
    return {
        "telepon": chosen.phone,
        "tempat": chosen.place,
        "tautan": links,
        "nilai": chosen.high_value,
    }


def _link(line: str) -> tuple[str, str]:
    name, _colon, address = (part.strip() for part in line.partition(":"))
    if not name or len(name) > LONGEST_NAME or not _is_address(address):
        raise ValidationError(
            gettext("«%(line)s»: a name, a colon and an address that begins with https:// are expected.")
            % {"line": line[:80]}
        )
    return name, address


def _is_address(told: str) -> bool:
    if len(told) > LONGEST or any(map(str.isspace, told)):
        return False
    try:
        found = urlsplit(told)
    except ValueError:
        return False
    return found.scheme in ("https", "http") and "." in (found.hostname or "")
