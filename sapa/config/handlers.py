"""The route of every event: its name, then who reacts. Read top down, this is what Sapa does.

Webhooks of other systems are told by `record` itself, of whatever they want to hear (ADR 0023). Handlers of one event
may run in any order: whoever leaves answers to surveys and scores alone asks `feedback.services.take_answers` itself.
"""

from collections.abc import Mapping

from sapa.assistant import handlers as assistant
from sapa.commerce import handlers as commerce
from sapa.events.services import Handler
from sapa.feedback import handlers as feedback
from sapa.inbox import handlers as inbox
from sapa.journeys import handlers as journeys

HANDLERS: Mapping[str, tuple[Handler, ...]] = {
    "contact.created": (journeys.plan,),
    "contact.opted_out": (journeys.leave,),
    "consent.changed": (),
    "interaction.first": (journeys.plan,),
    "agent.followed_up": (inbox.note_answers, journeys.leave, journeys.plan),
    "checkout.abandoned": (journeys.plan,),
    "order.placed": (journeys.leave, journeys.plan),
    "payment.received": (journeys.leave, journeys.plan),
    "order.cancelled": (journeys.leave, journeys.plan),
    "shipment.shipped": (journeys.plan,),
    "shipment.out_for_delivery": (journeys.plan,),
    "shipment.delayed": (journeys.plan,),
    "shipment.failed_attempt": (journeys.plan,),
    "shipment.delivered": (journeys.plan,),
    "shipment.returned": (journeys.leave, journeys.plan),
    "return.requested": (journeys.leave, journeys.plan),
    "return.approved": (journeys.plan,),
    "return.rejected": (journeys.plan,),
    "return.received": (journeys.plan,),
    "return.refunded": (journeys.plan,),
    "return.replaced": (journeys.plan,),
    "subscription.noted": (journeys.plan,),
    "subscription.renewed": (journeys.leave, journeys.plan),
    "subscription.changed": (journeys.leave, journeys.plan),
    "subscription.cancelled": (journeys.leave, journeys.plan),
    "invoice.issued": (journeys.plan,),
    "invoice.paid": (journeys.leave, journeys.plan),
    "invoice.disputed": (journeys.leave, journeys.plan),
    "ticket.opened": (journeys.leave, journeys.plan),
    "ticket.resolved": (journeys.plan,),
    "ticket.reopened": (inbox.keep_tickets, journeys.leave, journeys.plan),
    "feedback.rated": (inbox.open_tickets, journeys.leave, journeys.plan),
    "nps.answered": (journeys.leave, journeys.plan),
    "survey.answered": (journeys.leave, journeys.plan),
    "survey.closed": (journeys.leave,),
    "review.given": (journeys.leave, journeys.plan),
    "feature.released": (journeys.plan,),
    "feature.used": (journeys.leave,),
    "message.received": (
        inbox.read_wishes,
        feedback.read_answers,
        inbox.start_clocks,
        inbox.wake_tickets,
        inbox.tell_people,
        journeys.leave,
        journeys.plan,
        assistant.answer,
        commerce.meet,
    ),
    "assistant.handed_off": (inbox.take_over,),
    "assistant.turn_finished": (inbox.note_turns,),
    "message.failed": (journeys.take_back, inbox.note_failures),
    "message.unsent": (inbox.note_failures,),
    "template.recategorised": (journeys.look_again,),
    "followup.dropped": (inbox.tell_authors,),
    "followup.left": (inbox.note_left,),
}
