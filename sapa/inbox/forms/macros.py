"""A macro as a person puts it together."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapa.inbox.models import Label, Macro, Team
from sapa.inbox.selectors.macros import SNOOZES, actions_of
from sapa.inbox.selectors.rows import PRIORITIES

NOTHING = ("", "–")
LONGEST_TEXT = 4096


class MacroForm(forms.Form):
    """What is left blank the macro does not do."""

    nama = forms.CharField(label=_("Name"), max_length=80)
    teks = forms.CharField(
        label=_("Says to the customer"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "{nama}, {pesanan}, {resi} and their kin are filled in; what is not known stops the message."
        ),
    )
    label = forms.MultipleChoiceField(
        label=_("Puts on labels"), required=False, widget=forms.CheckboxSelectMultiple
    )
    prioritas = forms.ChoiceField(label=_("Sets the priority"), required=False)
    tim = forms.ChoiceField(label=_("Gives to the team"), required=False)
    tunda = forms.ChoiceField(label=_("Snoozes"), required=False)
    selesai = forms.BooleanField(label=_("Is done with it"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        labels = [(str(pk), name) for pk, name in Label.objects.order_by("name").values_list("pk", "name")]
        teams = [(str(pk), name) for pk, name in Team.objects.order_by("name").values_list("pk", "name")]
        choices = {
            "label": labels,
            "prioritas": [NOTHING, ("0", _("Normal")), *((str(k), name) for k, name in PRIORITIES.items())],
            "tim": [NOTHING, *teams],
            "tunda": [NOTHING, *SNOOZES.items()],
        }
        for name, some in choices.items():
            self.fields[name].choices = some  # type: ignore[attr-defined]
        for name, some in (("label", labels), ("tim", teams)):
            if not some:
                del self.fields[name]

    @classmethod
    def of(cls, macro: Macro | None, data: Any = None) -> "MacroForm":
        if macro is None:
            return cls(data)
        known = actions_of(macro)
        initial = {
            "nama": macro.name,
            "teks": known.get("text", ""),
            "label": [str(pk) for pk in known.get("labels", [])],
            "prioritas": str(known.get("priority", "")),
            "tim": str(known.get("team", "")),
            "tunda": known.get("snooze", ""),
            "selesai": known.get("close", False),
        }
        return cls(data, initial=initial)

    @property
    def actions(self) -> dict[str, Any]:
        given = self.cleaned_data
        priority, team = given.get("prioritas"), given.get("tim")
        return {
            "text": given["teks"].strip(),
            "labels": [int(pk) for pk in given.get("label", [])],
            "priority": int(priority) if priority else None,
            "team": int(team) if team else None,
            "snooze": given["tunda"],
            "close": given["selesai"],
        }
