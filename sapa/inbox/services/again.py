"""What surely did not arrive is sent once more by a person; what is uncertain never is."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.inbox.selectors.deeds import can_go_again, key_of_second
from sapa.inbox.services.clocks import answered
from sapa.inbox.services.handoffs import take_to_answer
from sapa.inbox.services.replies import refuse_closed_window
from sapa.messaging.models import Message
from sapa.messaging.schemas import Outgoing
from sapa.messaging.services import queue
from sapa.web.errors import Refused, refusal

MAY_HAVE_ARRIVED = refusal(
    "may_have_arrived",
    _("This message may have arrived, so it is not sent again."),
    _("Ask the customer first, and write a new message if it is missing."),
)


@transaction.atomic
def send_again(*, message: Message, author: User, now: datetime) -> int:
    """The same words and file as a new message; asked for twice it is one.

    Raises Refused for what may have arrived, and for free text while the window is closed.
    """
    held = Message.objects.select_for_update(no_key=True).get(pk=message.pk)
    if not can_go_again(held):
        raise Refused(MAY_HAVE_ARRIVED)
    if not held.payload.get("template"):
        refuse_closed_window(held.conversation, now)
    talk = take_to_answer(conversation=held.conversation, person=author, now=now)
    message_id = queue(outgoing=[_once_more(held, author)], now=now)[0]
    answered(conversation_id=talk.pk, by="agent", author_id=author.pk, at=now, now=now)
    return message_id


def _once_more(one: Message, author: User) -> Outgoing:
    named: dict[str, Any] = {
        name: one.payload[name]
        for name in ("template", "language", "parameters", "parts", "content")
        if name in one.payload
    }
    return Outgoing(
        contact_id=one.contact_id,
        channel_id=one.channel_id,
        klass=one.klass,
        kind=one.kind,
        category=one.category,
        by=one.by,
        author_id=author.pk,
        text=one.text,
        key=key_of_second(one),
        order_id=one.order_id,
        delivery_class="ask",
        priority=0,
        reply_to_wamid=one.reply_to_wamid,
        **named,
    )
