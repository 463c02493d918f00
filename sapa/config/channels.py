"""The channels through which messages leave and arrive: their client, their parser, their error table."""

from collections.abc import Mapping

from sapa.messaging.channels.whatsapp import parse as whatsapp_parse
from sapa.messaging.channels.whatsapp.client import client as whatsapp_client
from sapa.messaging.channels.whatsapp.errors import treatment as whatsapp_treatment
from sapa.messaging.channels.whatsapp.limits import check as whatsapp_check
from sapa.messaging.schemas import ChannelKind

CHANNELS: Mapping[str, ChannelKind] = {
    "whatsapp": ChannelKind(whatsapp_client, whatsapp_parse, whatsapp_treatment, whatsapp_check),
}
