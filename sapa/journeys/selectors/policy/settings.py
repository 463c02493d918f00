"""What a setting of the contact policy is on a page, and the words that many settings share."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise
Choices = Sequence[tuple[str, Text]]

CLASS_NAMES: dict[str, Text] = {
    "reply": pgettext_lazy("class of message", "Reply"),
    "notice": pgettext_lazy("class of message", "Notice"),
    "reminder": pgettext_lazy("class of message", "Reminder"),
    "care": pgettext_lazy("class of message", "Care"),
    "promo": pgettext_lazy("class of message", "Promotion"),
}
SEGMENT_NAMES: dict[str, Text] = {"b2c": _("Consumers (B2C)"), "b2b": _("Companies (B2B)")}
SCOPE_NAMES: dict[str, Text] = {"": _("Everybody"), **SEGMENT_NAMES, **CLASS_NAMES}
WEEKDAY_NAMES: Choices = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]
ENGAGEMENTS: Choices = [
    ("order_placed", _("orders")),
    ("paid", _("pays")),
    ("renewed", _("renews")),
    ("survey_answered", _("answers a survey")),
    ("review_given", _("gives a review")),
]
TICKET_KINDS: Choices = [("complaint", _("Complaint")), ("question", _("Question"))]

EVERY = ("reply", "notice", "reminder", "care", "promo")
NUDGES = ("reminder", "care", "promo")
BOTH = ("b2c", "b2b")

HOURS, DAYS, MINUTES = _("hours"), _("days"), _("minutes")
YEAR_OF_HOURS = 24 * 366


@dataclass(frozen=True, slots=True)
class Setting:
    """One field. `classes` and `segments`: for whom it means something; none: only for everybody at once.

    `kind`: span | window | optional_window | flag | choice | number | limit | priority | classes | weekdays |
    numbers | codes | names | profiles | weekends | lebaran | collection.
    """

    path: str
    kind: str
    label: Text
    hint: Text = ""
    unit: Text = ""
    choices: Choices = ()
    most: int = 1000
    classes: Sequence[str] = NUDGES
    segments: Sequence[str] = BOTH
    of_class: bool = False

    def means_something(self, scope: str) -> bool:
        return not scope or scope in (*self.classes, *self.segments)


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    icon: str
    title: Text
    lead: Text
    settings: Sequence[Setting]
