"""What an owner may choose for a recipe."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapa.web.forms import LocalDay


class RecipeForm(forms.Form):
    """Fields are named by the path of their setting, `promo.kode`; `settings()` gives them nested."""

    def settings(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        """What was chosen so far with the values of this form."""
        changed: dict[str, Any] = {**chosen}
        for path, value in self.cleaned_data.items():
            outer, _dot, inner = path.partition(".")
            plain = value.isoformat() if isinstance(value, date) else value
            if inner:
                changed[outer] = {**changed.get(outer, {}), inner: plain}
            else:
                changed[outer] = plain
        return changed


class CheckoutForm(RecipeForm):
    second_step = forms.BooleanField(
        label=_("Remind a second time, three hours before the order closes"), required=False
    )


class ArrivalForm(RecipeForm):
    min_total = forms.IntegerField(
        label=_("Only orders from (rupiah)"),
        help_text=_("0 asks about every order."),
        min_value=0,
        initial=0,
    )


def _winback_fields() -> dict[str, forms.Field]:
    return {
        "promo.isi": forms.CharField(
            label=_("What you offer"), help_text=_("For example: potongan 10%."), max_length=120
        ),
        "promo.kode": forms.CharField(label=_("Code of the promotion"), max_length=40),
        "promo.berlaku_sampai": forms.DateField(
            label=_("Valid until"),
            help_text=_("On the day after, nothing is sent any more."),
            widget=LocalDay,
        ),
    }


WinbackForm = type("WinbackForm", (RecipeForm,), _winback_fields())

FORMS: dict[str, type[RecipeForm]] = {
    "checkout_belum_bayar": CheckoutForm,
    "cek_setelah_tiba": ArrivalForm,
    "kangen_pelanggan": WinbackForm,
}


def recipe_form(
    recipe: str, settings: Mapping[str, Any], data: Mapping[str, Any] | None = None, *, optional: bool = False
) -> RecipeForm:
    """The form of one recipe; `optional` lets values be missing, as when it is switched off."""
    kind = FORMS[recipe]
    initial = {path: _at(path, settings) for path in kind.base_fields}
    form = kind(data, initial=initial, auto_id=f"{recipe}_%s")
    for field in form.fields.values():
        field.required = field.required and not optional
    return form


def _at(path: str, settings: Mapping[str, Any]) -> Any:
    value: Any = settings
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


__all__ = ["FORMS", "RecipeForm", "recipe_form"]
