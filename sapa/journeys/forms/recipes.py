"""What an owner may choose for a journey: a form made from the settings that its definition declares."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapa.domain.journeys.definition import Definition, Setting
from sapa.journeys.selectors.words import language
from sapa.web.forms import LocalDay


class NumbersField(forms.CharField):
    """Whole numbers with commas between them, such as 90, 120, 180."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return [int(part) for part in str(text).split(",") if part.strip()]
        except ValueError:
            raise forms.ValidationError(_("Whole numbers with commas between them.")) from None


class RecipeForm(forms.Form):
    """Fields are named by the path of their setting, `promo.kode`; `settings()` gives them nested."""

    def settings(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        """What was chosen so far with the values of this form."""
        changed: dict[str, Any] = {**chosen}
        for path, value in self.cleaned_data.items():
            outer, _dot, inner = path.partition(".")
            plain = value.isoformat() if isinstance(value, date) else value
            if inner:
                changed[outer] = {**(changed.get(outer) or {}), inner: plain}
            else:
                changed[outer] = plain
        return changed


FIELDS: dict[str, Callable[..., forms.Field]] = {
    "yes_no": forms.BooleanField,
    "number": lambda **options: forms.IntegerField(min_value=0, **options),
    "text": lambda **options: forms.CharField(max_length=300, **options),
    "date": lambda **options: forms.DateField(widget=LocalDay, **options),
    "link": lambda **options: forms.URLField(max_length=500, assume_scheme="https", **options),
    "numbers": lambda **options: NumbersField(max_length=60, **options),
}


def recipe_form(
    definition: Definition,
    settings: Mapping[str, Any],
    data: Mapping[str, Any] | None = None,
    *,
    optional: bool = False,
) -> RecipeForm:
    """The form of one journey; `optional` lets values be missing, as when it is switched off."""
    initial = {one.path: _at(one.path, settings) for one in definition.settings}
    form = RecipeForm(data, initial=initial, auto_id=f"{definition.id}_%s")
    for one in definition.settings:
        form.fields[one.path] = _field(one, optional)
    return form


def _field(one: Setting, optional: bool) -> forms.Field:
    return FIELDS[one.kind](
        label=one.label.in_language(language()),
        help_text=one.help.in_language(language()),
        required=one.required and not optional and one.kind != "yes_no",
    )


def _at(path: str, settings: Mapping[str, Any]) -> Any:
    value: Any = settings
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


__all__ = ["RecipeForm", "recipe_form"]
