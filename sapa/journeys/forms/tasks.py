"""A person's own reminder, and the outcome of a call or visit."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from sapa.journeys.models import Task

KINDS = [
    (Task.Kind.CALL, _("Call")),
    (Task.Kind.VISIT, _("Visit")),
    (Task.Kind.MESSAGE, _("Write")),
    (Task.Kind.CHECK, _("Look into it")),
]
RESULTS = [(code, code) for code in ("reached", "no_answer", "promised", "done")]
TALKS = [("call", "call"), ("visit", "visit")]
MORNING = time(8)


class ReminderForm(forms.Form):
    """`due` of a valid form: the chosen day and time by the clock of `zone`, never before `now`."""

    jenis = forms.ChoiceField(label=_("What to do"), choices=KINDS)
    hari = forms.DateField(label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}))
    jam = forms.TimeField(
        label=_("At what time"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    teks = forms.CharField(label=_("What about"), max_length=200)

    def __init__(self, data: Any = None, *, now: datetime, zone: str) -> None:
        self.now, self.zone = now, ZoneInfo(zone)
        super().__init__(data)

    def clean_hari(self) -> Any:
        day = self.cleaned_data["hari"]
        if day < self.now.astimezone(self.zone).date():
            raise forms.ValidationError(_("This day is over."))
        return day

    @property
    def due(self) -> datetime:
        given = self.cleaned_data
        at = datetime.combine(given["hari"], given["jam"] or MORNING, self.zone)
        return max(at, self.now)


class OutcomeForm(forms.Form):
    """`hasil` of a task or talk; `tanggal` for a promise; `jenis` where no task says what it was."""

    hasil = forms.ChoiceField(choices=RESULTS)
    jenis = forms.ChoiceField(choices=TALKS, required=False)
    tanggal = forms.DateField(required=False)
    catatan = forms.CharField(max_length=300, required=False)

    def promised_at(self, zone: str) -> datetime | None:
        day = self.cleaned_data["tanggal"]
        promised = day and self.cleaned_data["hasil"] == "promised"
        return datetime.combine(day, MORNING, ZoneInfo(zone)) if promised else None
