"""Emoji on a message of the customer: told to WhatsApp through the same queue and gate as any message."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.inbox.selectors.deeds import can_answer
from sapa.inbox.services.replies import refuse_closed_window
from sapa.messaging.channels.whatsapp.composing import reaction
from sapa.messaging.models import Message
from sapa.messaging.schemas import Outgoing
from sapa.messaging.services import queue
from sapa.web.errors import Refused, refusal

NOT_ANSWERABLE = refusal(
    "not_answerable",
    _("WhatsApp does not know this message, so nothing can be tied to it."),
    _("Write an ordinary answer instead."),
)
EMOJI = ("👍", "❤️", "😂", "😮", "😢", "🙏")


@transaction.atomic
def react(*, message: Message, emoji: str, author: User, client_id: str, now: datetime) -> int:
    """One reaction of the shop stands on a message; a blank one takes it back. No answer: the customer goes on waiting.

    To tell the same reaction twice changes nothing, so an uncertain one may go once more.
    """
    held = Message.objects.select_for_update(no_key=True).get(pk=message.pk)  # before the conversation
    if not can_answer(held) or (emoji and emoji not in EMOJI):
        raise Refused(NOT_ANSWERABLE)
    refuse_closed_window(message.conversation, now)
    outgoing = Outgoing(
        contact_id=message.contact_id,
        channel_id=message.channel_id,
        klass="reply",
        kind="agent_reaction",
        category="service",
        by="agent",
        author_id=author.pk,
        text="",
        content=reaction(message.wamid, emoji),
        key=f"reaction:{message.pk}:{client_id}",
        delivery_class="must",
        priority=0,
        reply_to_wamid=message.wamid,
    )
    message_id = queue(outgoing=[outgoing], now=now)[0]
    _write(held, {"emoji": emoji, "at": now.isoformat(), "by": author.pk, "message": message_id})
    return message_id


def _write(held: Message, told: dict[str, object]) -> None:
    reactions = dict(held.payload.get("reactions") or {})
    held.payload = {**held.payload, "reactions": reactions | {"out": told}}
    held.save(update_fields=["payload"])
