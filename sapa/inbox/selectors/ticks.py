"""How far a message of ours got: its tick, and in words when and why, as the reader taps on it."""

from datetime import datetime

from django.utils.translation import gettext as _

from sapa.messaging.models import Message

State = Message.State
TICKS = {
    State.PLANNED: "sending",
    State.SENDING: "sending",
    State.UNKNOWN: "unknown",
    State.QUARANTINED: "unknown",
    State.FAILED: "failed",
    State.CANCELLED: "failed",
    State.EXPIRED: "failed",
}


def tick(message: Message) -> str:
    """Blank for what the customer wrote; a fact from WhatsApp stands above our own state."""
    if message.direction == "in":
        return ""
    if message.delivery != Message.Delivery.NONE:
        return str(message.delivery)
    return TICKS.get(State(message.state), "sent")


def told(message: Message) -> str:
    """What the tick means for this message."""
    if message.delivery != Message.Delivery.NONE:
        return _of_delivery()[message.delivery]
    return _of_state().get(message.state, _("WhatsApp has taken it."))


def steps(message: Message) -> list[tuple[str, datetime]]:
    """Each step that was told, with its time."""
    known = (
        (_("Written"), message.at),
        (_("Sent"), message.sent_at or message.accepted_at),
        (_("Delivered"), message.delivered_at),
        (_("Read"), message.read_at),
        (_("Failed"), message.failed_at),
    )
    return [(name, at) for name, at in known if at]


def _of_delivery() -> dict[str, str]:
    return {
        "sent": _("WhatsApp has taken it; the customer's phone has not yet."),
        "delivered": _("It is on the customer's phone."),
        "read": _("The customer has opened it."),
        "failed": _("It did not reach the customer."),
    }


def _of_state() -> dict[str, str]:
    return {
        "planned": _("It waits for its turn."),
        "sending": _("It is on its way to WhatsApp."),
        "unknown": _(
            "WhatsApp has not said whether it took it. Sapa waits for a sign and does not send it blindly."
        ),
        "quarantined": _(
            "WhatsApp never said whether it took it. It may have arrived: ask the customer before writing again."
        ),
        "failed": _("WhatsApp refused it, so it did not reach the customer."),
        "cancelled": _("It was taken back before it left."),
        "expired": _("Its time had passed before it could leave."),
    }
