"""Templates in words: how they stand, why one was refused and what to do, what is wrong with a draft."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sapa.domain.message_templates import Problem
from sapa.web.templatetags.formats import number

STATUSES: Mapping[str, tuple[Any, str]] = MappingProxyType(
    {
        "EDITING": (pgettext_lazy("template", "Draft"), ""),
        "DRAFT": (_("Being handed over"), "kunyit"),
        "PENDING": (_("In review"), "kunyit"),
        "IN_APPEAL": (_("Appeal in review"), "kunyit"),
        "APPROVED": (pgettext_lazy("template", "Approved"), "daun"),
        "REJECTED": (_("Rejected"), "bata"),
        "PAUSED": (_("Paused by WhatsApp"), "bata"),
        "DISABLED": (_("Disabled for good"), "bata"),
        "LOCKED": (_("Locked by WhatsApp"), "bata"),
        "LIMIT_EXCEEDED": (_("Too many templates"), "bata"),
        "PENDING_DELETION": (_("Being deleted"), ""),
        "DELETING": (_("Being deleted"), ""),
        "UNPAUSING": (_("Being let go again"), "kunyit"),
        "ARCHIVED": (pgettext_lazy("template", "Archived"), ""),
        "DELETED": (pgettext_lazy("template", "Deleted"), ""),
    }
)
CATEGORIES = MappingProxyType(
    {"utility": _("service (utility)"), "marketing": _("marketing"), "authentication": _("login code")}
)
QUALITIES: Mapping[str, tuple[Any, str]] = MappingProxyType(
    {
        "GREEN": (_("good quality"), "daun"),
        "YELLOW": (_("quality is falling"), "kunyit"),
        "RED": (_("bad quality"), "bata"),
    }
)
PAUSES = MappingProxyType(
    {
        "FIRST_PAUSE": _("Customers blocked or reported it; WhatsApp holds it for three hours."),
        "SECOND_PAUSE": _("Customers blocked or reported it again; WhatsApp holds it for six hours."),
        "RATE_LIMITING_PAUSE": _(
            "WhatsApp holds it because it was sent to many people at once; let it go by hand."
        ),
    }
)
LAST_PAUSE = _("A third time disables it for good: write a calmer text, or to fewer people.")
REWRITE = _("Rewrite the text, then hand it over again.")

REFUSALS: Mapping[str, tuple[Any, Any]] = MappingProxyType(
    {
        "ABUSIVE_CONTENT": (
            _("WhatsApp finds the text abusive or threatening."),
            _("Take out threats, insults and pressure, then hand it over again."),
        ),
        "INVALID_FORMAT": (
            _("A variable, an address or a sample is not written as WhatsApp wants it."),
            _("Look at the variables and the samples of header and buttons, then hand it over again."),
        ),
        "INCORRECT_CATEGORY": (
            _("The text does not fit the category that was asked for."),
            _("Take offers out of a service text, or hand it over as marketing."),
        ),
        "TAG_CONTENT_MISMATCH": (
            _("The text does not fit the language or category that was asked for."),
            _("Choose the language that it is written in, and the category that fits."),
        ),
        "PROMOTIONAL": (
            _("WhatsApp finds advertising in a service text."),
            _("Take the offer out, or hand it over as marketing."),
        ),
        "SCAM": (
            _("WhatsApp takes the text for a fraud."),
            _("Say who writes and why, use the shop's own address, and ask for no secrets."),
        ),
        "2388023": (
            _("This name and language are being deleted at WhatsApp."),
            _("Use another name; the old one is free again after four weeks."),
        ),
        "2388019": (_("The account has as many templates as it may."), _("Delete some that nobody uses.")),
        "2388025": (_("Another template has the same words."), _("Change the text or the footer.")),
        "2388040": (_("A text is longer than WhatsApp allows."), _("Shorten it, then hand it over again.")),
        "2388047": (_("The header is not written as WhatsApp wants it."), REWRITE),
        "2388072": (_("The body is not written as WhatsApp wants it."), REWRITE),
        "2388073": (_("Variables are not written as WhatsApp wants them."), REWRITE),
        "2388085": (
            _("WhatsApp does not let this template be changed now."),
            _("Wait a day, or duplicate it under another name."),
        ),
        "2388293": (_("There are too many variables for so few words."), _("Write more words around them.")),
        "2388299": (_("A variable stands at the very start or end."), _("Put words before and after it.")),
        "2494102": (_("The sample of the header was not found."), _("Choose the sample file again.")),
    }
)
UNKNOWN = (_("WhatsApp did not accept this template."), REWRITE)


def refusal_words(code: str) -> tuple[Any, Any]:
    """What happened, and what to do about it."""
    return REFUSALS.get(code, UNKNOWN)


PLACES = MappingProxyType(
    {
        "name": _("Name"),
        "language": _("Language"),
        "category": _("Category"),
        "header": pgettext_lazy("part of a template", "Header"),
        "body": pgettext_lazy("part of a template", "Text"),
        "footer": pgettext_lazy("part of a template", "Footer"),
        "buttons": _("Buttons"),
        "ttl": _("How long it is tried"),
    }
)
PROBLEMS: Mapping[str, Any] = MappingProxyType(
    {
        "missing": _("Something must stand here."),
        "too_long": _("%(length)s characters; at most %(most)s are allowed."),
        "name_shape": _("Only small letters without accents, digits and _."),
        "name_taken": _("This name exists already in this language."),
        "language_unknown": _("WhatsApp does not know this language."),
        "category_unknown": _("Choose service or marketing."),
        "category_fixed": _(
            "The category of an approved template stays; duplicate it to ask for another one."
        ),
        "syntax": _("The braces do not fit together: %(name)s"),
        "logic": _("Only plain variables can stand in a template, no conditions or filters."),
        "name_clash": _("Two variables would have the same name: %(name)s."),
        "leading_variable": _("The text may not begin with a variable; put a word before «%(name)s»."),
        "trailing_variable": _(
            "The text may not end with a variable; put a word or a full stop after «%(name)s»."
        ),
        "touching_variables": _("Put words between «%(name)s» and the variable before it."),
        "too_many_variables": _(
            "Too many variables: there are %(words)s other words, at least %(wanted)s are needed."
        ),
        "unknown_variable": _("«%(name)s» is not known here; choose one of the chips."),
        "blank_lines": _("At most one empty line in a row."),
        "blanks": _("No tabs, and at most four spaces in a row."),
        "emoji": _("At most %(most)s emoji."),
        "long_when_filled": _("Filled in, it has %(length)s characters; above %(most)s values are cut."),
        "duplicate_text": _("Another template has the same words; WhatsApp refuses that."),
        "one_variable": _("At most one variable in the header."),
        "plain_only": _("One line without emoji and without * ~ `."),
        "sample_missing": _("Choose a sample file; WhatsApp wants to see one."),
        "place_missing": _("Give latitude and longitude."),
        "no_variables": _("No variables here; it is the same for everybody."),
        "one_line": _("One line only."),
        "too_many_buttons": _("At most %(most)s buttons."),
        "too_many_quick_reply": _("At most %(most)s quick replies."),
        "too_many_url": _("At most %(most)s buttons with an address."),
        "too_many_phone": _("At most %(most)s button with a phone number."),
        "too_many_copy_code": _("At most %(most)s button with a code."),
        "apart": _("Quick replies must stand together, before or after the other buttons."),
        "label_missing": _("Give the button a label."),
        "label_twice": _("Two buttons have the same label."),
        "label_plain": _("A label has no variables and no emoji."),
        "address_needs_start": _("The address must begin with a fixed part, such as https://toko.id/p/."),
        "address_shape": _("Write a whole address, such as https://toko.id/p/."),
        "address_variable": _("An address has at most one variable, at its very end."),
        "phone_shape": _("Write the number with its country, such as +62 811 1000 1000."),
        "code_missing": _("Write the code that is copied."),
        "code_variable": _("Write a code, or one variable alone."),
        "ttl_utility": _("A service message is tried between 30 seconds and 12 hours."),
        "ttl_marketing": _("A marketing message is tried between 12 hours and 30 days."),
    }
)


def problem_words(one: Problem) -> str:
    values = {name: number(value) if isinstance(value, int) else value for name, value in one.values.items()}
    return str(PROBLEMS[one.code]) % {"name": "", **values}


LANGUAGES = MappingProxyType(
    {
        "id": _("Indonesian"),
        "en": _("English"),
        "en_US": _("English (US)"),
        "jv": _("Javanese"),
        "su": _("Sundanese"),
        "ms": _("Malay"),
        "ar": _("Arabic"),
        "zh_CN": _("Chinese (simplified)"),
    }
)
HAPPENED = MappingProxyType(
    {
        "status": _("Status"),
        "category": _("Category"),
        "announced": _("Change of category announced"),
        "quality": _("Quality"),
        "text": _("Text"),
        "submitted": _("Handed over"),
        "accepted": _("New category accepted"),
    }
)
SOURCES = MappingProxyType(
    {
        "webhook": _("told by WhatsApp"),
        "poll": _("seen in the list at WhatsApp"),
        "answer": _("WhatsApp's answer"),
        "user": _("by a person here"),
    }
)


def after_words(what: str, value: str) -> str:
    """`APPROVED` and `marketing` as a person reads them."""
    if what in ("category", "announced", "accepted"):
        return str(CATEGORIES.get(value.lower(), value))
    if what == "quality":
        return str(QUALITIES[value][0]) if value in QUALITIES else value
    return str(STATUSES[value][0]) if value in STATUSES else value
