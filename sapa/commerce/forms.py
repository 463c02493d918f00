"""What people fill in: a file, its columns, a sender."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapa.commerce.importers.labels import CHOICES, CONSTANTS, LABELS, TABLE_NAMES
from sapa.commerce.models import Pairing, Product, Return
from sapa.commerce.selectors.products import product_called
from sapa.commerce.services.returns import Goods
from sapa.commerce.sources import generic
from sapa.commerce.sources.accesses import AccessGuide, is_safe_site
from sapa.commerce.sources.guides import Guide
from sapa.domain.csvorders import REQUIRED, TABLES, Mapping
from sapa.domain.csvorders.products import MOST_DAYS, MOST_PIECES
from sapa.domain.csvorders.rowcells import WEB_ADDRESS

LARGEST_SUM = 10**15
COLUMN, CONSTANT = "column_", "constant_"


class UploadForm(forms.Form):
    holds = forms.ChoiceField(
        label=_("The file holds"), choices=list(TABLE_NAMES.items()), initial="orders", required=False
    )
    file = forms.FileField(
        label=_("CSV file or Excel workbook"),
        help_text=_("Any column names: you choose them in the next step. At most 200 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,.xlsx"}),
    )

    def clean_holds(self) -> str:
        return self.cleaned_data["holds"] or "orders"


class MappingForm(forms.Form):
    """One choice of column for each field, and what the file lacks."""

    def __init__(self, *args: Any, header: Sequence[str], mapping: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.given = Mapping.from_json(mapping)
        self.table = TABLES[self.given.holds]
        self.required = self.given.required
        columns = [("", "–"), *((name, name) for name in header)]
        places = {name: (name not in self.required, place) for place, name in enumerate(LABELS)}
        for name in sorted(self.table.synonyms, key=places.__getitem__):
            self.fields[COLUMN + name] = forms.ChoiceField(
                choices=columns,
                label=LABELS[name],
                required=name in self.required and name not in self.table.constants,
                initial=self.given.columns.get(name, ""),
            )
        for name in self._lacking():
            self.fields[CONSTANT + name] = self._constant(name)
        if self.given.holds == "orders":
            self.fields[CONSTANT + "payment_deadline_hours"] = forms.IntegerField(
                label=CONSTANTS["payment_deadline_hours"],
                min_value=1,
                max_value=24 * 90,
                initial=self.given.constants.get("payment_deadline_hours", "24"),
            )

    def _constant(self, name: str) -> forms.Field:
        said: dict[str, Any] = {"label": CONSTANTS[name], "required": False}
        said["initial"] = self.given.constants.get(name, "")
        if name in CHOICES:
            return forms.ChoiceField(choices=CHOICES[name], **said)
        return forms.CharField(max_length=200, **said)

    def clean(self) -> dict[str, Any]:
        """What is needed and may be said for the whole file is said once or in a column."""
        given: dict[str, Any] = self.cleaned_data
        for name in set(self.required) & set(self._lacking()):
            if not (given.get(COLUMN + name) or given.get(CONSTANT + name)):
                self.add_error(CONSTANT + name, _("Choose a column, or say it here for all rows."))
        return given

    def _lacking(self) -> list[str]:
        return [name for name in CONSTANTS if name in self.table.constants]

    def needed(self) -> list[forms.BoundField]:
        said = [CONSTANT + name for name in self._lacking() if name in self.required]
        return [self[name] for name in (*(COLUMN + name for name in self.required), *said)]

    def others(self) -> list[forms.BoundField]:
        return [
            self[name] for name in self.fields if name.startswith(COLUMN) and self[name] not in self.needed()
        ]

    def fixed(self) -> list[forms.BoundField]:
        return [self[CONSTANT + name] for name in self._lacking() if name not in self.required]

    def mapping(self) -> Mapping:
        """As chosen; call after `is_valid`."""
        chosen = {name: self.cleaned_data[COLUMN + name] for name in self.table.synonyms}
        constants = {name: str(self.cleaned_data[CONSTANT + name]) for name in self._lacking()}
        columns = {name: column for name, column in chosen.items() if column}
        return replace(self.given, columns=columns, constants=self.given.constants | constants)


class SourceForm(forms.Form):
    label = forms.CharField(
        label=_("Name of the sender"),
        max_length=80,
        help_text=_("Your shop or system, for example «Toko daring»."),
    )


class SecretForm(forms.Form):
    """A secret of another service; what was given is never shown again."""

    secret = forms.CharField(max_length=500, widget=forms.PasswordInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, guide: Guide, **options: Any) -> None:
        super().__init__(*args, **options)
        self.guide = guide
        self.fields["secret"].label = str(guide.secret)
        self.fields["secret"].help_text = str(guide.hint)

    def clean_secret(self) -> str:
        given: str = self.cleaned_data["secret"]
        if given and not self.guide.fits(given):
            raise forms.ValidationError(_("This does not look like it: %(hint)s") % {"hint": self.guide.hint})
        return given


class ShopForm(SecretForm):
    """A service that calls us; its secret may come later."""

    label = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("As your team calls this shop or account.")
    )
    field_order = ("label", "secret")

    def __init__(self, *args: Any, guide: Guide, **options: Any) -> None:
        super().__init__(*args, guide=guide, **options)
        self.fields["label"].initial = guide.name
        self.fields["secret"].required = False


class AccessForm(forms.Form):
    """How a service may be asked; what was given is never shown again."""

    def __init__(self, *args: Any, guide: AccessGuide, bound: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.guide, self.bound = guide, bound
        for name, field in guide.fields.items():
            widget = forms.PasswordInput if field.secret else forms.TextInput
            self.fields[name] = forms.CharField(
                label=str(field.label),
                help_text=str(field.hint),
                max_length=500,
                required=field.needed,
                widget=widget(attrs={"autocomplete": "off"}),
            )
        if guide.binds and guide.fields[guide.binds].fits(bound):
            self.fields[guide.binds].initial = bound

    def clean(self) -> dict[str, Any]:
        given = {name: text.strip() for name, text in self.cleaned_data.items()}
        for name, text in given.items():
            if text and not self.guide.fields[name].fits(text):
                hint = self.guide.fields[name].hint
                self.add_error(name, _("This does not look like it: %(hint)s") % {"hint": hint})
        if (site := given.get("site")) and not self.has_error("site") and not is_safe_site(site):
            self.add_error("site", _("Keys are only sent over https."))
        shop = self.guide.shop(given)
        if shop and self.bound and shop != self.bound and not self.has_error(self.guide.binds):
            self.add_error(self.guide.binds, _("This address is bound to another shop: %s.") % self.bound)
        return given


class PathsForm(forms.Form):
    """Where a sender's bodies hold the fields."""

    orders = forms.CharField(
        label=_("List of orders"),
        max_length=200,
        required=False,
        help_text=_("Only when one message brings several."),
    )

    def __init__(self, *args: Any, mapping: generic.Mapping, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["orders"].initial = mapping.orders
        for name, path in mapping.paths.items():
            self.fields[name] = forms.CharField(
                label=LABELS[name], max_length=200, required=name in REQUIRED, initial=path
            )

    def mapping(self) -> generic.Mapping:
        """As written; call after `is_valid`."""
        paths = {name: self.cleaned_data[name] for name in generic.PATHS}
        return generic.Mapping(paths, self.cleaned_data["orders"])


def _days(name: str) -> forms.IntegerField:
    return forms.IntegerField(label=LABELS[name], min_value=1, max_value=MOST_DAYS, required=False)


def _link(name: str) -> forms.CharField:
    web = RegexValidator(WEB_ADDRESS.pattern + r"\Z", _("A link must begin with http:// or https://."))
    return forms.CharField(label=LABELS[name], max_length=500, required=False, validators=[web])


class ProductForm(forms.Form):
    """What a person says of a product; `complement` is the code of what goes with it."""

    stock = forms.IntegerField(label=LABELS["stock"], min_value=0, max_value=MOST_PIECES, required=False)
    lifetime_days = _days("lifetime_days")
    warranty_days = _days("warranty_days")
    guide_url = _link("guide_url")
    link = _link("link")
    complement = forms.CharField(label=LABELS["complement"], max_length=120, required=False)
    complement_reason = forms.CharField(label=LABELS["complement_reason"], max_length=200, required=False)
    needs_care = forms.BooleanField(label=_("Asked about after a week"), required=False)
    is_digital = forms.BooleanField(label=_("Arrives when it is paid"), required=False)

    def __init__(self, *args: Any, product: Product, **options: Any) -> None:
        told = {name: getattr(product, name) for name in self.base_fields}
        told["complement"] = product.complement.external_id if product.complement else ""
        super().__init__(*args, **{"initial": told, **options})

    def clean_complement(self) -> int | None:
        code = self.cleaned_data["complement"]
        other = product_called(code) if code else None
        if code and other is None:
            raise forms.ValidationError(_("There is no product with this code."))
        return other.pk if other else None

    def values(self) -> dict[str, Any]:
        """Columns of a product; call after `is_valid`."""
        said = dict(self.cleaned_data)
        return {"complement_id": said.pop("complement"), **said}


class PairForm(forms.Form):
    """What somebody says of a pair; `reason` is read by customers."""

    other = forms.UUIDField()
    verdict = forms.ChoiceField(choices=[(Pairing.State.ACCEPTED, ""), (Pairing.State.DECLINED, "")])
    reason = forms.CharField(max_length=200, required=False)


class StepForm(forms.Form):
    ke = forms.ChoiceField(choices=[(status, "") for status in Return.Status.values])
    kata = forms.CharField(max_length=200, required=False)
    selesai = forms.DateField(required=False)
    jumlah = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_SUM)


class UnderpaidForm(forms.Form):
    most = forms.IntegerField(
        label=_("Most that may be missing"),
        min_value=0,
        max_value=1_000_000,
        help_text=_(
            "In whole rupiah, such as the fee that your gateway takes. 0: every order is paid in full."
        ),
    )


class ReturnForm(forms.Form):
    """What comes back: a number of pieces for each of `goods`, why, and a photo. `day`: when it may be done."""

    alasan = forms.CharField(label=_("Why"), max_length=300, help_text=_("As the customer says."))
    foto = forms.FileField(label=_("Photo"), required=False)
    selesai = forms.DateField(
        label=_("Expected to be done"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The customer is told this day."),
    )

    def __init__(self, *args: Any, goods: Sequence[Goods], day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["selesai"].initial = day
        self.goods = {f"barang_{place}": one for place, one in enumerate(goods)}
        pieces = {name: self._pieces(one, alone=len(goods) == 1) for name, one in self.goods.items()}
        self.fields = {**pieces, **self.fields}

    @property
    def quantities(self) -> dict[int | None, int]:
        return {one.product: self.cleaned_data[name] or 0 for name, one in self.goods.items()}

    def _pieces(self, goods: Goods, *, alone: bool) -> forms.IntegerField:
        label, most = f"{goods.name or gettext('Goods')} (0–{goods.quantity})", goods.quantity
        return forms.IntegerField(label=label, max_value=most, required=False, initial=most if alone else 0)
