"""Who may deliver at `/hooks/<kind>/…` and what becomes of it."""

from collections.abc import Mapping

from sapa.commerce.sources import generic
from sapa.events.schemas import Source
from sapa.messaging.channels import whatsapp

SOURCES: Mapping[str, Source] = {
    "generic": Source(generic.verify, generic.apply),
    "whatsapp": Source(whatsapp.verify, whatsapp.apply, whatsapp.challenge),
}
