"""What is said of a message that WhatsApp would refuse, and the small checks of which all others are made."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from sapa.web.errors import Refused, refusal
from sapa.web.templatetags.formats import number

MISSING = refusal(
    "whatsapp_missing",
    _("This message lacks something that WhatsApp wants: %(field)s."),
    _("Fill it in, then try again."),
)
TOO_LONG = refusal(
    "whatsapp_too_long",
    _("WhatsApp takes at most %(most)s characters here (%(field)s); there are %(found)s."),
    _("Shorten it, then try again."),
)
TOO_MANY = refusal(
    "whatsapp_too_many",
    _("WhatsApp takes at most %(most)s of these (%(field)s); there are %(found)s."),
    _("Take some out, then try again."),
)
TWICE = refusal(
    "whatsapp_twice", _("The same thing stands twice: %(field)s."), _("Give each one its own words.")
)
BLANKS = refusal(
    "whatsapp_blanks",
    _("The value of a template may hold no new line, no tab and no five blanks in a row (%(field)s)."),
    _("Write it on one line."),
)
NOT_ALLOWED = refusal(
    "whatsapp_not_allowed", _("WhatsApp does not take this: %(field)s."), _("Change or leave it out.")
)
FILE_TOO_LARGE = refusal(
    "whatsapp_file_too_large",
    _("WhatsApp takes at most %(most)s MB for this kind of file (%(field)s)."),
    _("Make the file smaller, or send a link to it."),
)
FILE_TYPE = refusal(
    "whatsapp_file_type",
    _("WhatsApp does not take this kind of file as %(field)s: %(found)s."),
    _("Send it in another format, such as JPEG, PNG, MP4 or PDF."),
)

Json = Mapping[str, Any]


# The places that people know; the others keep the provider's name.
FIELDS = {
    "audio": _("voice message"),
    "button": _("button"),
    "buttons": _("buttons"),
    "caption": _("words under the file"),
    "contacts": _("contacts"),
    "document": _("document"),
    "filename": _("name of the file"),
    "footer": _("footer"),
    "header": _("header"),
    "image": _("picture"),
    "row": _("row of the list"),
    "row description": _("description of a row"),
    "rows": _("rows of the list"),
    "section": _("section of the list"),
    "sections": _("sections of the list"),
    "sticker": _("sticker"),
    "template": _("template"),
    "text": _("text"),
    "url": _("link"),
    "value": _("value of the template"),
    "video": _("video"),
}


class Breach(NamedTuple):
    """`code` of a refusal with the values of its sentence."""

    code: str
    field: str
    most: int | str = ""
    found: int | str = ""

    @property
    def sentence(self) -> str:
        return self.refused().sentence

    def refused(self) -> Refused:
        field = FIELDS.get(self.field, self.field)
        return Refused(self.code, field=field, most=_told(self.most), found=_told(self.found))


def _told(value: int | str) -> str:
    return value if isinstance(value, str) else number(value)


Breaches = Iterator[Breach]
ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


def required(value: object, field: str, most: int) -> Breaches:
    if not isinstance(value, str) or not value.strip():
        yield Breach(MISSING, field)
    elif len(value) > most:
        yield Breach(TOO_LONG, field, most, len(value))


def optional(value: object, field: str, most: int) -> Breaches:
    return required(value, field, most) if value else iter(())


def counted(values: object, field: str, most: int) -> Breaches:
    if not isinstance(values, Sequence) or isinstance(values, str) or not values:
        yield Breach(MISSING, field)
    elif len(values) > most:
        yield Breach(TOO_MANY, field, most, len(values))


def different(values: Iterable[object], field: str) -> Breaches:
    listed = list(values)
    if len(set(listed)) < len(listed):
        yield Breach(TWICE, field)


def address(value: object, field: str, most: int = 2000) -> Breaches:
    yield from required(value, field, most)
    if not ADDRESS.fullmatch(str(value)):
        yield Breach(NOT_ALLOWED, field)


def reference(part: Json, field: str) -> Breaches:
    """Exactly one of an id and a link."""
    if not part.get("id") and not part.get("link"):
        yield Breach(MISSING, field)
    elif part.get("id") and part.get("link"):
        yield Breach(NOT_ALLOWED, f"{field}: id, link")
    elif part.get("link"):
        yield from address(part["link"], "link")


def named(action: Json, name: str) -> Breaches:
    if action.get("name") != name:
        yield Breach(NOT_ALLOWED, f"action {action.get('name')}")
