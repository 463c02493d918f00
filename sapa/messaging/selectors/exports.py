"""What may be taken out of this room: every message in and out."""

from sapa.base.exports import Column, Export
from sapa.base.permissions import Capability
from sapa.contacts.selectors.exports import CUSTOMER

MESSAGES = Export(
    "messages",
    Capability.INBOX_VIEW,
    "messaging_message",
    (
        Column("message", "x.public_id"),
        Column("conversation", "t.public_id"),
        Column("contact", "c.public_id"),
        Column("name", "c.name"),
        Column("phone", "c.phone", "phone"),
        Column("channel", "n.name"),
        *(Column(name, f"x.{name}") for name in ("direction", "by", "type", "klass", "kind", "text")),
        Column("order_number", "o.number"),
        *(Column(name, f"x.{name}") for name in ("state", "delivery", "error")),
        *(
            Column(name, f"x.{name}", "time")
            for name in ("at", "accepted_at", "sent_at", "delivered_at", "read_at", "failed_at")
        ),
    ),
    joins=f"""{CUSTOMER}
    LEFT JOIN messaging_conversation t ON t.workspace_id = x.workspace_id AND t.id = x.conversation_id
    LEFT JOIN messaging_channel n ON n.workspace_id = x.workspace_id AND n.id = x.channel_id
    LEFT JOIN commerce_order o ON o.workspace_id = x.workspace_id AND o.id = x.order_id""",
)

EXPORTS = (MESSAGES,)
