"""An article as a person writes it, and a file of articles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sapa.assistant.models.articles import LONGEST_TEXT, LONGEST_TITLE
from sapa.assistant.services.articles import Draft


class ArticleForm(forms.Form):
    judul = forms.CharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        help_text=_("What a customer asks about, such as «Returning goods»."),
    )
    teks = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "Short sentences that stand by themselves: the assistant quotes them as they are. "
            "## makes a heading, - a list, **bold**."
        ),
    )
    tim = forms.BooleanField(label=_("Only for the team: customers are not told"), required=False)
    versi = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def draft(self) -> Draft:
        told = self.cleaned_data
        text = str(told["teks"]).replace("\r\n", "\n").strip()
        return Draft(str(told["judul"]).strip(), text, bool(told["tim"]))


class ArticleFileForm(forms.Form):
    berkas = forms.FileField(
        label=_("File"),
        help_text=_("Markdown (.md, .txt), a table (.csv, .xlsx) or a saved FAQ page (.html), at most 1 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".md,.markdown,.txt,.csv,.tsv,.xlsx,.html,.htm"}),
    )
