"""Writes of the room: messages wanted and received, what became of them, channels and templates."""

from sapa.messaging.services.channels import (
    NO_CHANNEL,
    create_channel,
    hold_channel,
    opened_token,
    resume_channel,
    webhook_seen,
)
from sapa.messaging.services.conversations import (
    assign,
    close_conversation,
    desk,
    mark_read,
    note_due,
    open_conversations,
    reopen,
    wait_again,
)
from sapa.messaging.services.incoming import receive
from sapa.messaging.services.outgoing import cancel, queue
from sapa.messaging.services.statuses import apply_statuses
from sapa.messaging.services.templates import push_body, register_template, template_pushed

__all__ = [
    "NO_CHANNEL",
    "apply_statuses",
    "assign",
    "cancel",
    "close_conversation",
    "create_channel",
    "desk",
    "hold_channel",
    "mark_read",
    "note_due",
    "open_conversations",
    "opened_token",
    "push_body",
    "queue",
    "receive",
    "register_template",
    "reopen",
    "resume_channel",
    "template_pushed",
    "wait_again",
    "webhook_seen",
]
