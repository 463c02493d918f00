"""A budget, the terms of the account, one rate, a file of rates."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from sapa.domain.costs import Rate
from sapa.domain.costs.csvrates import read_rate, reason
from sapa.domain.csvholidays import RowRefusedError
from sapa.domain.formats import exponent
from sapa.messaging.selectors.costs.terms import CURRENCIES, FREE_SERVICE
from sapa.web.forms import LocalDay
from sapa.web.templatetags.formats import language

LARGEST_FILE = 500_000
LARGEST_BUDGET = 10**12
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Singapore", "UTC", "America/Los_Angeles")


class BudgetForm(forms.Form):
    kind = forms.ChoiceField(label=_("For"), required=False)
    amount = forms.DecimalField(
        label=_("At most a month"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(LARGEST_BUDGET),
        help_text=_("Leave it empty for no budget."),
    )

    def __init__(self, *args: Any, names: dict[str, str], currency: str, **options: Any) -> None:
        """`names`: recipes by key. The amount is in whole units of the currency, with its decimals if it has any."""
        super().__init__(*args, **options)
        kind, amount = self.fields["kind"], self.fields["amount"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 (declared above)
        assert isinstance(amount, forms.DecimalField)  # noqa: S101
        kind.choices = [("", _("All messages of this shop")), *names.items()]
        amount.label = f"{amount.label} ({currency})"
        self.places = exponent(currency)
        amount.widget.attrs["step"] = str(Decimal(1).scaleb(-self.places))

    def clean_amount(self) -> int | None:
        given: Decimal | None = self.cleaned_data["amount"]
        if given is None:
            return None
        minor = given.scaleb(self.places)
        if minor != minor.to_integral_value():
            raise forms.ValidationError(_("This currency has no such small unit."))
        return int(minor)


class TermsForm(forms.Form):
    currency = forms.ChoiceField(
        label=_("Currency of the WhatsApp account"), choices=[(code, code) for code in CURRENCIES]
    )
    zone = forms.ChoiceField(
        label=_("Time zone of the WhatsApp account"),
        required=False,
        choices=[("", _("As the shop")), *((zone, zone) for zone in ZONES)],
        help_text=_("Days and months of the bill begin at midnight there."),
    )
    free_service = forms.IntegerField(
        label=_("Free replies a month"),
        min_value=0,
        max_value=1_000_000,
        initial=FREE_SERVICE,
        help_text=_("Each number has so many; they do not carry over."),
    )
    payment_method = forms.BooleanField(
        label=_("A payment method is set up at WhatsApp"),
        required=False,
        help_text=_("Without one, WhatsApp delivers no more replies once the free ones are used up."),
    )


class RateForm(forms.Form):
    market = forms.CharField(
        label=_("Country"), max_length=2, help_text=_("Two letters such as ID, or * for all others.")
    )
    category = forms.CharField(
        label=_("Category"), max_length=30, help_text=_("For example marketing, utility or service.")
    )
    currency = forms.CharField(label=_("Currency"), max_length=3)
    price = forms.CharField(
        label=_("Price of one message"), max_length=20, help_text=_("For example 586.33.")
    )
    valid_from = forms.DateField(label=_("From this day on"), widget=LocalDay)
    source = forms.CharField(label=_("Where it is from"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        told = {name: str(given[name]) for name in self.fields}
        try:
            given["rate"] = read_rate(told)
        except RowRefusedError as error:
            self.add_error(FIELD_OF[error.code], reason(error.code, language()))
        return given

    def rate(self) -> Rate:
        """As filled in; call after `is_valid`."""
        found: Rate = self.cleaned_data["rate"]
        return found


FIELD_OF = {
    "unknown_market": "market",
    "unknown_category": "category",
    "unknown_currency": "currency",
    "no_price": "price",
    "no_date": "valid_from",
}


class RateFileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file of rates"),
        help_text=_("Columns: market, category, currency, price, valid_from, source. At most 500 kB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        validators=[FileExtensionValidator(["csv", "txt", "tsv"])],
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 500 kB."))
        return file
