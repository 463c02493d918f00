"""Words of the calendar: `{{ holiday.day|weekday }}`, `{{ holiday.kind|kind_word }}`, `{{ holiday|key }}`."""

from datetime import date
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sapa.domain import formats
from sapa.domain.holidays import CalendarDay
from sapa.web.templatetags.formats import language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()

KIND_WORDS = {
    "national": _("National holiday"),
    "cuti_bersama": _("Cuti bersama"),
    "regional": _("Regional holiday"),
}
STATUS_WORDS = {
    "certain": pgettext_lazy("of a day off", "certain"),
    "estimated": pgettext_lazy("of a day off", "estimate"),
    "unpublished": pgettext_lazy("of a year of days off", "not published yet"),
}
STATUS_HUES = {"certain": "daun", "estimated": "kunyit", "unpublished": "bata"}
PERIOD_WORDS = {"ramadan": _("Ramadan"), "lebaran": _("Idul Fitri")}
SOURCE_WORDS = {"import": _("from a file"), "person": _("entered by your team")}
COUNTRY_WORDS = {
    "ID": _("Indonesia"),
    "SG": _("Singapore"),
    "MY": _("Malaysia"),
    "AU": _("Australia"),
    "JP": _("Japan"),
    "SA": _("Saudi Arabia"),
    "NL": _("Netherlands"),
    "US": _("United States"),
}


@register.filter
def weekday(day: date) -> str:
    return formats.WEEKDAYS[language()][day.weekday()][:3]


@register.filter
def full_date(day: date) -> str:
    return formats.day(day, language())


@register.filter
def short_date(day: date) -> str:
    return (
        f"{formats.WEEKDAYS[language()][day.weekday()][:3]} {day.day} {formats.month_short(day, language())}"
    )


@register.filter
def month_name(month: int) -> str:
    return formats.MONTHS[language()][month - 1]


@register.filter
def kind_word(kind: str) -> "StrOrPromise":
    return KIND_WORDS[kind]


@register.filter
def status_word(status: str) -> "StrOrPromise":
    return STATUS_WORDS[status]


@register.filter
def status_hue(status: str) -> str:
    return STATUS_HUES[status]


@register.filter
def period_word(kind: str) -> "StrOrPromise":
    return PERIOD_WORDS[kind]


@register.filter
def source_word(source: str) -> "StrOrPromise":
    return SOURCE_WORDS.get(source, "")


@register.filter
def country_word(code: str) -> "StrOrPromise":
    return COUNTRY_WORDS.get(code, code)


@register.filter
def key(day: CalendarDay) -> str:
    """How a form names a day: `2027-03-19~ID~regional~Bali`."""
    return "~".join((day.day.isoformat(), day.country, day.kind, day.province))
