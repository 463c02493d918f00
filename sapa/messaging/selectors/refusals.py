"""Why a message failed, in words for people (product.md rule 23): what happened, what to do, and the raw code."""

from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from sapa.messaging.models import Message
from sapa.messaging.schemas import ChannelKind

LOCAL = 900_000
OURS: Mapping[str, tuple[Promise, Promise]] = {
    "no_address": (
        _("There is no number and no WhatsApp name to write to."),
        _("Add the customer's number."),
    ),
    "no_template": (_("A template is needed and there is none."), _("Choose a template.")),
    "internal_error": (_("Sapa could not prepare this message."), _("Please report it.")),
    "not_sent": (_("WhatsApp could not be reached."), _("Try again later.")),
}
UNSURE = (_("WhatsApp did not say whether it took the message."), _("Ask the customer before sending again."))


class Explained(NamedTuple):
    """`raw`: code and details as the provider gave them."""

    sentence: str
    remedy: str
    raw: str


def explained(message: Message, kind: str) -> Explained:
    """Of a message with an error, on a channel of that kind."""
    raw = ": ".join(filter(None, (message.error, message.error_detail)))
    if not message.error.isdigit():
        sentence, remedy = OURS.get(message.error, UNSURE)
        return Explained(str(sentence), str(remedy), raw)
    kinds: Mapping[str, ChannelKind] = import_string(settings.CHANNELS)
    found = kinds[kind].treatment(int(message.error))
    if int(message.error) > LOCAL and message.error_detail and message.error_detail[0].isupper():
        return Explained(message.error_detail, str(found.remedy), "")
    return Explained(str(found.explanation), str(found.remedy), raw)
