"""The route of every event: its name, then who reacts. Read top down, this is what Sapa does."""

from collections.abc import Mapping

from sapa.assistant import handlers as assistant
from sapa.commerce import handlers as commerce
from sapa.events.services import Handler
from sapa.inbox import handlers as inbox
from sapa.journeys import handlers as journeys

HANDLERS: Mapping[str, tuple[Handler, ...]] = {
    "order.placed": (journeys.leave, journeys.plan),
    "payment.received": (journeys.leave,),
    "order.cancelled": (journeys.leave,),
    "shipment.shipped": (),
    "shipment.delivered": (journeys.plan,),
    "message.received": (inbox.read_wishes, journeys.leave, assistant.answer, commerce.meet),
    "assistant.handed_off": (inbox.take_over,),
    "contact.opted_out": (journeys.leave,),
    "message.failed": (),
}
