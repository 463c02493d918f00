"""A day off, a season, a file of days, the length of the pause around Lebaran."""

from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import Holiday
from sapa.accounts.templatetags.holidays import COUNTRY_WORDS, KIND_WORDS, STATUS_WORDS
from sapa.domain.holidays import HOME, REGIONAL, CalendarDay
from sapa.domain.policy.types import NUDGES
from sapa.domain.zones.indonesia import PROVINCES
from sapa.web.forms import LocalDay

LARGEST_FILE = 200_000
PROVINCE_NAMES = sorted(row.split("|")[0] for rows in PROVINCES.values() for row in rows)
STATUSES = [(status.value, STATUS_WORDS[status.value]) for status in Holiday.Status]


class DayForm(forms.Form):
    day = forms.DateField(label=_("Date"), widget=LocalDay)
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind, KIND_WORDS[kind]) for kind in Holiday.Kind.values]
    )
    province = forms.ChoiceField(
        label=_("Province"),
        choices=[("", "–"), *((name, name) for name in PROVINCE_NAMES)],
        required=False,
        help_text=_("Only for a regional holiday, such as Galungan in Bali."),
    )
    country = forms.ChoiceField(label=_("Country"), choices=list(COUNTRY_WORDS.items()))
    status = forms.ChoiceField(label=_("How sure"), choices=STATUSES)

    def __init__(self, *args: Any, home: str, **options: Any) -> None:
        """`home` is the country of the shop, also when the frozen table does not have it."""
        super().__init__(*args, **options)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)  # noqa: S101 (declared above)
        country.choices = list(({home: home} | COUNTRY_WORDS).items())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        regional, province = given.get("kind") == REGIONAL, given.get("province")
        if regional and not province:
            self.add_error("province", _("Choose the province of this regional holiday."))
        if regional and given.get("country") != HOME:
            self.add_error("country", _("Regional holidays are kept for Indonesia."))
        if not regional:
            given["province"] = ""
        return given

    def chosen(self) -> CalendarDay:
        """As filled in; call after `is_valid`."""
        given = self.cleaned_data
        return CalendarDay(
            given["day"], given["country"], given["kind"], given["name"], given["status"], given["province"]
        )


class PeriodForm(forms.Form):
    first = forms.DateField(label=_("First day"), widget=LocalDay)
    last = forms.DateField(label=_("Last day"), widget=LocalDay)
    status = forms.ChoiceField(label=_("How sure"), choices=STATUSES)

    def __init__(self, *args: Any, year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.year = year

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and first.year != self.year:
            self.add_error("first", _("The first day lies in another year."))
        if first and last and not 0 <= (last - first).days <= 31:
            self.add_error("last", _("The last day comes at most a month after the first."))
        return given


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file of holidays"),
        help_text=_(
            "Columns: tanggal, nama, jenis (nasional, cuti bersama, daerah), wilayah. At most 200 kB."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        validators=[FileExtensionValidator(["csv", "txt", "tsv"])],
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 200 kB."))
        return file


class LebaranForm(forms.Form):
    """How long nudges rest around the two days of Idul Fitri, and which."""

    before_days = forms.IntegerField(label=_("Days before"), min_value=0, max_value=30)
    after_days = forms.IntegerField(label=_("Days after"), min_value=0, max_value=30)
    classes = forms.MultipleChoiceField(
        label=_("What rests"),
        choices=[
            (name, label)
            for name, label in (("reminder", _("Reminders")), ("care", _("Care")), ("promo", _("Offers")))
            if name in NUDGES
        ],
        widget=forms.CheckboxSelectMultiple,
    )
