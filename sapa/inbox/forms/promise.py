"""What the shop promises: open hours of each day, days off, targets, the automatic answer, the rush."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapa.domain.service_promise import KINDS, PRIORITIES, promise_from
from sapa.domain.service_promise.settings import DEFAULT, LONGEST_ANSWER, LONGEST_TARGET, SEGMENTS
from sapa.domain.zones.indonesia import PROVINCES
from sapa.inbox.services.waiting import PLACES, TEXT

B2B = "b2b"
SHIFT = re.compile(r"^(\d{1,2})[.:](\d{2})\s*[-–—]\s*(\d{1,2})[.:](\d{2})$")
PROVINCE_NAMES = sorted(row.split("|")[0] for rows in PROVINCES.values() for row in rows)
ZONES = (
    ("", gettext_lazy("as the workspace")),
    *(("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")),
)
KIND_WORDS = {
    "first": gettext_lazy("First answer of a person"),
    "turn": gettext_lazy("Each following answer"),
    "handoff": gettext_lazy("After the assistant hands over"),
    "resolution": gettext_lazy("Ticket solved"),
}
PRIORITY_WORDS = (gettext_lazy("Normal"), gettext_lazy("High"), gettext_lazy("Urgent"))
WRONG_SHIFT = gettext_lazy("Write open times like 09.00–17.00; two shifts with a comma between them.")


class ShiftsField(forms.CharField):
    """`09.00–12.00, 13.00–17.00`; blank: closed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=80, **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return ", ".join("–".join(time.replace(":", ".") for time in shift) for shift in value)

    def clean(self, value: Any) -> Any:
        return [_shift(part) for part in str(super().clean(value)).split(",") if part.strip()]


def _shift(text: str) -> list[str]:
    found = SHIFT.match(text.strip())
    if not found:
        raise forms.ValidationError(WRONG_SHIFT)
    return [f"{int(found[1]):02}:{found[2]}", f"{int(found[3]):02}:{found[4]}"]


def day_name(segment: str, day: int) -> str:
    return f"{segment}_{day}"


def target_name(segment: str, kind: str, priority: int) -> str:
    return f"{segment}_{kind}_{priority}"


class PromiseForm(forms.Form):
    """Days and targets are fields of their own, named by segment; companies have theirs when they are chosen."""

    zone = forms.ChoiceField(label=gettext_lazy("Open hours are in"), choices=ZONES, required=False)
    national = forms.BooleanField(label=gettext_lazy("Closed on national holidays"), required=False)
    cuti_bersama = forms.BooleanField(label=gettext_lazy("Closed on cuti bersama"), required=False)
    province = forms.ChoiceField(
        label=gettext_lazy("Regional holidays of"),
        choices=[("", "–"), *((name, name) for name in PROVINCE_NAMES)],
        required=False,
    )
    own_hours = forms.BooleanField(label=gettext_lazy("Other hours for companies (B2B)"), required=False)
    own_targets = forms.BooleanField(label=gettext_lazy("Other targets for companies (B2B)"), required=False)
    answer_on = forms.BooleanField(
        label=gettext_lazy("Tell customers by when they are answered"), required=False
    )
    answer_text = forms.CharField(
        label=gettext_lazy("Text"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_ANSWER,
        required=False,
        help_text=gettext_lazy("{nama}, {toko} and {waktu} are filled in; {waktu} is the promised time."),
    )
    rush_on = forms.BooleanField(
        label=gettext_lazy("Promotions wait while too many people wait"), required=False
    )
    rush_waiting = forms.IntegerField(
        label=gettext_lazy("More people waiting than"), min_value=1, max_value=100_000
    )
    rush_minutes = forms.IntegerField(
        label=gettext_lazy("Or an answer takes longer than, in minutes"), min_value=1, max_value=10_000
    )

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        """`zone` of the workspace."""
        super().__init__(*args, **options)
        self.shop_zone = zone
        for segment in SEGMENTS:
            for day in range(7):
                self.fields[day_name(segment, day)] = ShiftsField(label=WEEKDAYS[day])
            for kind in KINDS:
                for priority in range(PRIORITIES):
                    self.fields[target_name(segment, kind, priority)] = _minutes(kind, priority)

    def clean_answer_text(self) -> str:
        """The usual words are kept as nothing, so that they stay the usual ones."""
        text = str(self.cleaned_data["answer_text"]).strip()
        if any(name not in PLACES for name in re.findall(r"{(.*?)}", text)):
            raise forms.ValidationError(_("Only {nama}, {toko} and {waktu} can be filled in."))
        if text and "{waktu}" not in text:
            raise forms.ValidationError(_("Say by when with {waktu}."))
        return "" if text == TEXT else text

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            try:
                promise_from(self._document(given), self.shop_zone)
            except ValueError:
                raise forms.ValidationError(
                    _("At least one day has to be open, and shifts of a day have to follow each other.")
                ) from None
        return given

    def document(self) -> dict[str, Any]:
        """As it is kept; call after `is_valid`."""
        return self._document(self.cleaned_data)

    def _document(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "zone": given["zone"] or None,
            "hours": {one: _week(given, one) if _own(given, one, "own_hours") else None for one in SEGMENTS},
            "closed": {name: given[name] for name in ("national", "cuti_bersama", "province")},
            "targets": {
                one: _targets(given, one) if _own(given, one, "own_targets") else None for one in SEGMENTS
            },
            "answer": {"on": given["answer_on"], "text": given["answer_text"]},
            "rush": {
                "on": given["rush_on"],
                "waiting": given["rush_waiting"],
                "minutes": given["rush_minutes"],
            },
        }

    def days(self) -> list[tuple[str, list[BoundField]]]:
        """By segment, for the page."""
        return [(one, [self[day_name(one, day)] for day in range(7)]) for one in SEGMENTS]

    def targets(self) -> Iterator[tuple[str, list[tuple[Any, list[BoundField]]]]]:
        for one in SEGMENTS:
            yield (
                one,
                [
                    (words, [self[target_name(one, kind, priority)] for priority in range(PRIORITIES)])
                    for kind, words in KIND_WORDS.items()
                ],
            )


def _minutes(kind: str, priority: int) -> forms.IntegerField:
    label = f"{KIND_WORDS[kind]}, {PRIORITY_WORDS[priority]}"
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=LONGEST_TARGET)


def _own(given: Mapping[str, Any], segment: str, switch: str) -> bool:
    return segment != B2B or bool(given[switch])


def _week(given: Mapping[str, Any], segment: str) -> list[list[list[str]]]:
    return [given[day_name(segment, day)] for day in range(7)]


def _targets(given: Mapping[str, Any], segment: str) -> dict[str, list[int | None]]:
    return {
        kind: [given[target_name(segment, kind, priority)] for priority in range(PRIORITIES)]
        for kind in KINDS
    }


def initial_of(kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """The document in force as the form shows it; companies start from what holds for everybody."""
    document = {**DEFAULT, **(kept or {})}
    hours, targets = document["hours"], document["targets"]
    shown = {
        "zone": document["zone"] or "",
        "own_hours": bool(hours.get(B2B)),
        "own_targets": bool(targets.get(B2B)),
        "answer_on": document["answer"]["on"],
        "answer_text": document["answer"]["text"] or TEXT,
        **document["closed"],
        **{f"rush_{name}": value for name, value in document["rush"].items()},
    }
    for one in SEGMENTS:
        week, aims = hours.get(one) or hours["b2c"], targets.get(one) or targets["b2c"]
        shown |= {day_name(one, day): [list(shift) for shift in week[day]] for day in range(7)}
        shown |= {
            target_name(one, kind, priority): aims[kind][priority]
            for kind in KINDS
            for priority in range(PRIORITIES)
        }
    return shown
