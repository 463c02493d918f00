"""Every event name, with the exit type it means for a waiting follow-up (decisions.md 24); None ends nothing."""

from types import MappingProxyType

EVENTS = MappingProxyType(
    {
        "contact.created": None,
        "contact.opted_out": None,
        "consent.changed": None,
        "interaction.first": None,
        "checkout.abandoned": None,
        "order.placed": "order_placed",
        "order.cancelled": "cancelled",
        "payment.received": "paid",
        "shipment.shipped": None,
        "shipment.out_for_delivery": None,
        "shipment.delayed": None,
        "shipment.failed_attempt": None,
        "shipment.delivered": None,
        "shipment.returned": "returned",
        "return.requested": "returned",
        "return.approved": None,
        "return.rejected": None,
        "return.received": None,
        "return.refunded": None,
        "return.replaced": None,
        "subscription.noted": None,
        "subscription.renewed": "renewed",
        "subscription.changed": "plan_changed",
        "subscription.cancelled": "cancelled",
        "invoice.issued": None,
        "invoice.paid": "paid",
        "invoice.disputed": "disputed",
        "ticket.opened": "ticket_opened",
        "ticket.resolved": None,
        "ticket.reopened": "ticket_reopened",
        "feedback.rated": "rated",
        "nps.answered": "nps_answered",
        "survey.answered": "survey_answered",
        "survey.closed": "survey_closed",
        "review.given": "review_given",
        "feature.released": None,
        "feature.used": "feature_used",
        "agent.followed_up": "agent_followed_up",
        "message.received": "replied",
        "message.sent": None,
        "message.delivered": None,
        "message.read": None,
        "message.failed": None,
        "message.unsent": None,
        "template.recategorised": None,
        "followup.dropped": None,
        "followup.left": None,
        "assistant.turn_finished": None,
        "assistant.handed_off": None,
    }
)

EXITS = MappingProxyType({name: exit_type for name, exit_type in EVENTS.items() if exit_type})
EVENTS_OF_EXIT = MappingProxyType(
    {exit_type: tuple(n for n, e in EXITS.items() if e == exit_type) for exit_type in EXITS.values()}
)
