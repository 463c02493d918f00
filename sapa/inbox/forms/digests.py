"""When a person wants the digest by mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sapa.domain.digests import DAILY, OFF, WEEKLY


class DigestForm(forms.Form):
    irama = forms.ChoiceField(
        label=_("Digest by mail"),
        choices=[
            (DAILY, _("On working days")),
            (WEEKLY, _("Once a week, on its first working day")),
            (OFF, _("Never")),
        ],
    )
    jam = forms.TypedChoiceField(
        label=_("At"), choices=[(hour, f"{hour:02}.00") for hour in range(24)], coerce=int
    )
