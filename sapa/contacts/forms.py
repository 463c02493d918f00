"""What a person may set by hand about a customer."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sapa.contacts.models import Contact, CustomField, OptOut
from sapa.contacts.selectors import Answer, OpenHours, hours_profile, open_hours
from sapa.web.forms import LocalDay, LocalMoment

ADDRESSES = ("Kak", "Mas", "Mbak", "Bapak", "Ibu")
LANGUAGES = [
    ("id", _("Indonesian")),
    ("en", _("English")),
    ("jv", _("Javanese")),
    ("su", _("Sundanese")),
    ("ms", _("Malay")),
    ("zh", _("Mandarin")),
    ("ar", _("Arabic")),
    ("ja", _("Japanese")),
    ("ko", _("Korean")),
]
SEGMENTS = [("b2c", _("Consumer (B2C)")), ("b2b", _("Company (B2B)"))]
SOURCES = [
    ("whatsapp", "WhatsApp"),
    ("phone", _("By telephone")),
    ("in_person", _("Face to face")),
    ("form", _("A form or the website")),
    ("email", _("E-mail")),
    ("marketplace", _("Chat of a marketplace")),
]
PURPOSES = [
    ("promo", _("Offers and promotions")),
    ("anytime", _("Messages at any hour, nights and holidays too")),
]
STATES = [("granted", pgettext_lazy("consent", "Agrees")), ("denied", pgettext_lazy("consent", "Refuses"))]
SCOPES = [("promo", _("No offers")), ("follow_up", _("No follow-ups")), ("all", _("No messages at all"))]
CHANNELS = [
    ("", _("On every channel")),
    ("whatsapp", "WhatsApp"),
    ("email", _("E-mail")),
    ("telegram", "Telegram"),
]
USUAL, NONE, OWN, KEPT = "", "none", "own", "kept"
SHORTEST = timedelta(hours=1)
SLACK = timedelta(minutes=1)
MOST_CHOICES = 50
KINDS = [
    ("text", pgettext_lazy("kind of field", "Text")),
    ("number", pgettext_lazy("kind of field", "Number")),
    ("date", pgettext_lazy("kind of field", "Date")),
    ("choice", pgettext_lazy("kind of field", "Choice from a list")),
]


class ChoicesForm(forms.Form):
    """Clock and form of address; blank leaves it to what is known."""

    timezone = forms.ChoiceField(label=_("Time zone"), required=False)
    preferred_address = forms.ChoiceField(label=_("How we address them"), required=False)

    def __init__(self, *args: Any, contact: Contact, zones: list[tuple[str, str]], **options: Any) -> None:
        options.setdefault(
            "initial", {"timezone": contact.timezone, "preferred_address": contact.preferred_address}
        )
        super().__init__(*args, **options)
        known = dict.fromkeys(
            [*ADDRESSES, *([contact.preferred_address] if contact.preferred_address else [])]
        )
        offer(self, "timezone", [("", _("From address and phone")), *zones])
        offer(self, "preferred_address", [("", _("The usual form")), *((one, one) for one in known)])


class TimeOfDay(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class AboutForm(forms.Form):
    """Segment, language and hours; `busy_profile()` of a valid one is what the policy reads."""

    segment = forms.ChoiceField(label=pgettext_lazy("of a customer", "Kind"), choices=SEGMENTS)
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", pgettext_lazy("language", "Not known")), *LANGUAGES],
    )
    hours = forms.ChoiceField(
        label=_("When to write"),
        required=False,
        help_text=_("Holds for reminders, care and offers; quiet hours stand above it."),
    )
    start = forms.TimeField(label=_("Own hours from"), required=False, widget=TimeOfDay)
    end = forms.TimeField(label=_("Own hours until"), required=False, widget=TimeOfDay)

    def __init__(self, data: Any = None, *, contact: Contact, profiles: list[str], waking: OpenHours) -> None:
        self.kept, self.waking = contact.busy_profile, waking
        own = open_hours(self.kept)
        chosen = OWN if own else KEPT if isinstance(self.kept, dict) else self.kept or USUAL
        start, end = own or waking
        initial = {"segment": contact.segment, "language": contact.language, "hours": chosen}
        super().__init__(data, initial={**initial, "start": start, "end": end}, prefix="about")
        profiles = list(
            dict.fromkeys([*profiles, *([chosen] if chosen not in (USUAL, NONE, OWN, KEPT) else [])])
        )
        named = [
            (one, _("Outside the busy hours of workers") if one == "worker" else one) for one in profiles
        ]
        odd = [(KEPT, _("As it stands, told by a source"))] if chosen == KEPT else []
        offer(
            self,
            "hours",
            [(USUAL, _("As all customers")), (NONE, _("No busy hours")), *named, *odd, (OWN, _("Own hours"))],
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("hours") == OWN and not self._long_enough(given.get("start"), given.get("end")):
            text = _("Choose at least one hour between %(start)s and %(end)s.")
            self.add_error(
                "start", text % {name: f"{at:%H.%M}" for name, at in self.waking._asdict().items()}
            )
        return given

    def _long_enough(self, start: time | None, end: time | None) -> bool:
        if start is None or end is None:
            return False
        awake = self.waking if self.waking.start < self.waking.end else OpenHours(time.min, time.max)
        first, last = max(start, awake.start), min(end, awake.end)
        return _minutes(last) - _minutes(first) >= SHORTEST

    def busy_profile(self) -> Any:
        given = self.cleaned_data
        if given["hours"] == OWN:
            return hours_profile(OpenHours(given["start"], given["end"]))
        return self.kept if given["hours"] == KEPT else given["hours"] or None


class ToldForm(forms.Form):
    """When and how a wish was told, and where it can be looked up. The moment is read by the clock of `zone`."""

    source = forms.ChoiceField(label=_("How it was told"), choices=SOURCES)
    at = forms.DateTimeField(label=_("When it was told"), widget=LocalMoment)
    proof = forms.CharField(
        label=_("Proof"),
        max_length=300,
        help_text=_(
            "Where it can be looked up: the words of the chat, the number of the form, who was there."
        ),
    )

    def __init__(self, data: Any = None, *, now: datetime, zone: str, prefix: str) -> None:
        self.now, self.zone = now, ZoneInfo(zone)
        local = now.astimezone(self.zone).replace(tzinfo=None, second=0, microsecond=0)
        super().__init__(data, initial={"at": local}, prefix=prefix)

    def full_clean(self) -> None:
        with timezone.override(self.zone):
            super().full_clean()

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if at > self.now + SLACK:
            raise forms.ValidationError(_("This lies in the future."))
        return min(at, self.now)


class ConsentForm(ToldForm):
    purpose = forms.ChoiceField(label=_("To what"), choices=PURPOSES)
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=CHANNELS)
    state = forms.ChoiceField(label=_("Says"), choices=STATES)
    field_order = ("purpose", "channel", "state", "source", "at", "proof")


class OptOutForm(ToldForm):
    scope = forms.ChoiceField(label=_("What the customer does not want"), choices=SCOPES)
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=CHANNELS)
    field_order = ("scope", "channel", "source", "at", "proof")


class EndForm(ToldForm):
    """One of the open wishes is taken back."""

    wish = forms.TypedChoiceField(label=_("Which wish"), coerce=int)
    field_order = ("wish", "source", "at", "proof")

    def __init__(self, data: Any = None, *, wishes: list[OptOut], **told: Any) -> None:
        super().__init__(data, **told)
        words = dict(SCOPES)
        days = [f"{words[one.scope]} ({one.at.astimezone(self.zone):%d/%m/%Y})" for one in wishes]
        offer(self, "wish", [(one.pk, day) for one, day in zip(wishes, days, strict=True)])


class FieldForm(forms.Form):
    """A new field of the shop."""

    name = forms.CharField(label=_("Name of the field"), max_length=40)
    kind = forms.ChoiceField(label=pgettext_lazy("of a field", "Kind"), choices=KINDS)
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("One on each line; only for a choice from a list."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        lines = (" ".join(line.split())[:100] for line in given.get("choices", "").splitlines())
        given["choices"] = list(dict.fromkeys(line for line in lines if line))[:MOST_CHOICES]
        if given.get("kind") == CustomField.Kind.CHOICE and len(given["choices"]) < 2:
            self.add_error("choices", _("Write at least two choices."))
        return given


class AnswersForm(forms.Form):
    """The shop's own fields of one customer; `values()` of a valid one is by id of the field."""

    def __init__(self, data: Any = None, *, answers: list[Answer]) -> None:
        super().__init__(data, prefix="isian")
        self.asked = {f"f{one.field.pk}": one.field for one in answers}
        for one in answers:
            self.fields[f"f{one.field.pk}"] = _field(one)

    def values(self) -> dict[int, str]:
        given = self.cleaned_data
        return {field.pk: _plain(given[name]) for name, field in self.asked.items()}


def _field(answer: Answer) -> forms.Field:
    field, said = answer.field, {"label": answer.field.name, "required": False, "initial": answer.value}
    if field.kind == CustomField.Kind.NUMBER:
        return forms.DecimalField(max_digits=20, decimal_places=6, **said)  # type: ignore[arg-type]
    if field.kind == CustomField.Kind.DATE:
        return forms.DateField(widget=LocalDay, **said)  # type: ignore[arg-type]
    if field.kind == CustomField.Kind.CHOICE:
        known = dict.fromkeys([*field.choices, *([answer.value] if answer.value else [])])
        return forms.ChoiceField(choices=[("", "–"), *((one, one) for one in known)], **said)  # type: ignore[arg-type]
    return forms.CharField(max_length=500, **said)  # type: ignore[arg-type]


def _plain(value: Any) -> str:
    """As it is kept: no exponents in numbers, dates as ISO 8601."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


def offer(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
    field.choices = choices


def _minutes(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)
