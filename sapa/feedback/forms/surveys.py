"""The small builder of surveys: without a script, each step is a round to the server."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sapa.domain.surveys import (
    KINDS,
    LONGEST_LABEL,
    LONGEST_QUESTION,
    MOST_QUESTIONS,
    SCALES,
    Question,
    faults_of,
)

KIND_WORDS = {
    "choice": pgettext_lazy("question", "Choice"),
    "scale": pgettext_lazy("question", "Scale"),
    "text": pgettext_lazy("question", "Own words"),
    "photo": _("Photo"),
}
FAULTS = {
    "blank": _("Write the question."),
    "too_long": _("A question has at most 200 characters, an answer 80."),
    "few_options": _("A choice needs at least two answers, each on its own line."),
    "many_options": _("A choice has at most ten answers."),
    "double_option": _("Two answers are the same."),
    "bad_scale": _("Choose one of the two scales."),
}
NAMES = ("kind", "text", "options", "scale", "low", "high", "required")
Raw = dict[str, Any]
BLANK: Raw = {"kind": "choice", "scale": "1-5", "required": True}


class SurveyForm(forms.Form):
    title = forms.CharField(
        label=_("Name of the survey"), max_length=80, help_text=_("Customers see it too.")
    )
    intro = forms.CharField(
        label=_("Invitation"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("After «Halo Kak Dewi,»: say what it is for and how long it takes. The link follows."),
    )
    thanks = forms.CharField(
        label=_("Thanks"), max_length=300, required=False, help_text=_("Shown after the last answer.")
    )
    days = forms.IntegerField(
        label=_("Open for how many days"),
        min_value=1,
        max_value=60,
        initial=14,
        help_text=_("Counted from the invitation."),
    )


class QuestionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Answered by"), choices=[(kind, KIND_WORDS[kind]) for kind in KINDS])
    text = forms.CharField(label=pgettext_lazy("survey", "Question"), max_length=LONGEST_QUESTION)
    options = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only for a choice: one on each line."),
    )
    scale = forms.ChoiceField(
        label=_("Scale"), choices=[(one, one.replace("-", " – ")) for one in SCALES], required=False
    )
    low = forms.CharField(label=_("The lowest means"), max_length=LONGEST_LABEL, required=False)
    high = forms.CharField(label=_("The highest means"), max_length=LONGEST_LABEL, required=False)
    required = forms.BooleanField(label=_("Must be answered"), required=False)

    def question(self, place: int) -> Question:
        given = self.cleaned_data
        kind, scale = given["kind"], SCALES.get(given["scale"], (1, 5))
        lines = [" ".join(line.split()) for line in given["options"].splitlines()]
        return Question(
            id=f"q{place + 1}",
            kind=kind,
            text=given["text"].strip(),
            required=given["required"],
            options=tuple(line for line in lines if line) if kind == "choice" else (),
            lowest=scale[0] if kind == "scale" else 1,
            highest=scale[1] if kind == "scale" else 5,
            low=given["low"].strip() if kind == "scale" else "",
            high=given["high"].strip() if kind == "scale" else "",
        )


def raw_of(question: Question) -> Raw:
    return {
        "kind": question.kind,
        "text": question.text,
        "options": "\n".join(question.options),
        "scale": f"{question.lowest}-{question.highest}",
        "low": question.low,
        "high": question.high,
        "required": question.required,
    }


def raws_in(told: QueryDict) -> list[Raw]:
    """What stands in the fields, however unfinished."""
    number = told.get("jumlah", "")
    count = min(int(number), MOST_QUESTIONS) if number.isascii() and number.isdigit() else 0
    rows = [{name: told.get(f"q{place}-{name}", "") for name in NAMES} for place in range(count)]
    return [{**row, "required": bool(row["required"])} for row in rows]


def changed(rows: Sequence[Raw], deed: str) -> list[Raw]:
    """tambah: one more at the end; hapus-2, naik-2: takes the third away, or moves it up."""
    name, _sep, place = deed.partition("-")
    at = int(place) if place.isascii() and place.isdigit() else -1
    found = list(rows)
    if name == "tambah" and len(found) < MOST_QUESTIONS:
        return [*found, dict(BLANK)]
    if name == "hapus" and 0 <= at < len(found):
        return found[:at] + found[at + 1 :]
    if name == "naik" and 0 < at < len(found):
        found[at - 1], found[at] = found[at], found[at - 1]
    return found


def forms_of(rows: Sequence[Mapping[str, Any]], told: QueryDict | None = None) -> list[QuestionForm]:
    """Bound to `told` when it is to be saved."""
    return [
        QuestionForm(told, prefix=f"q{place}")
        if told
        else QuestionForm(initial=dict(row), prefix=f"q{place}")
        for place, row in enumerate(rows)
    ]


def questions_in(shown: Sequence[QuestionForm]) -> list[Question] | None:
    """None where one is not complete; its form says why."""
    valid = [form.is_valid() for form in shown]
    if not all(valid):
        return None
    found = [form.question(place) for place, form in enumerate(shown)]
    for place, code in faults_of(found):
        if place >= 0:
            shown[place].add_error("options" if "option" in code else "text", str(FAULTS[code]))
    return None if faults_of(found) else found
