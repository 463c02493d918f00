"""Logging in, and what a person says about himself."""

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class LogIn(LoginForm):  # type: ignore[misc]
    """The library's form in our words."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        labels = {"login": _("E-mail"), "password": _("Password"), "remember": _("Stay logged in here")}
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), help_text=_("Your team sees it beside what you do."), max_length=120
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
