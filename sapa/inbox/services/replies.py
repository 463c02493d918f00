"""What a person answers: looked at by the guard, within the window, once for each `client_id`."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.accounts.services import audit
from sapa.inbox.selectors import findings
from sapa.inbox.services.clocks import answered
from sapa.inbox.services.handoffs import take
from sapa.messaging.channels.whatsapp.composing import media
from sapa.messaging.channels.whatsapp.limits import FILE_TOO_LARGE, LARGEST, MB, file_breach, kind_of
from sapa.messaging.models import Conversation
from sapa.messaging.schemas import Outgoing
from sapa.messaging.selectors import window_state
from sapa.messaging.services import queue
from sapa.messaging.services.media import FILE_TAKES_NO_WORDS, store_upload
from sapa.web.errors import Refused, refusal

EMPTY_REPLY = refusal("empty_reply", _("There is nothing to send yet."), _("Write a message first."))
REPLY_TOO_LONG = refusal(
    "reply_too_long",
    _("WhatsApp takes at most 4,096 characters; this text has %(length)s."),
    _("Shorten it or send it in two messages."),
)
WINDOW_CLOSED = refusal(
    "window_closed",
    _("The customer wrote more than 24 hours ago, so WhatsApp takes no free text now."),
    _("Wait for the customer to write, or let a follow-up with an approved template go out."),
)
GUARD_BLOCKED = refusal(
    "guard_blocked",
    _("The message guard stops this answer: %(hints)s"),
    _("Correct the text; what is wrong stands under the field."),
)
LONGEST = 4096
LONGEST_REASON = 200


@transaction.atomic
def reply(
    *,
    conversation: Conversation,
    text: str,
    author: User,
    client_id: str,
    now: datetime,
    may_override: bool = False,
    reason: str = "",
    file: "UploadedFile[bytes] | None" = None,
) -> int:
    """Queues a person's answer and takes the conversation over. The same `client_id` twice is one message.

    Whoever may override the message guard gives a reason, which is kept (domain.md 4). With a `file` the text is
    what stands below it.
    """
    text = text.strip()
    if not text and not file:
        raise Refused(EMPTY_REPLY)
    if len(text) > LONGEST:
        raise Refused(REPLY_TOO_LONG, length=len(text))
    _refuse_closed_window(conversation, now)
    if text:
        _ask_guard(conversation, text, reason.strip()[:LONGEST_REASON] if may_override else "", now)
    content = _attached(conversation, file, text, now) if file else {}
    take(conversation=conversation, person=author, now=now)
    outgoing = Outgoing(
        contact_id=conversation.contact_id,
        channel_id=conversation.channel_id,
        klass="reply",
        kind="agent_reply",
        category="service",
        by="agent",
        author_id=author.pk,
        text=text,
        content=content,
        key=f"composed:{conversation.id}:{client_id}",
        delivery_class="ask",
        priority=0,
    )
    message_id = queue(outgoing=[outgoing], now=now)[0]
    answered(conversation_id=conversation.pk, by="agent", author_id=author.pk, at=now, now=now)
    return message_id


def _attached(
    conversation: Conversation, file: "UploadedFile[bytes]", text: str, now: datetime
) -> dict[str, Any]:
    """As what WhatsApp takes it: a picture, film or sound where it is one and small enough, else a document."""
    if (file.size or 0) > LARGEST:
        raise Refused(FILE_TOO_LARGE, field="document", most=LARGEST // MB, found=file.size)
    kept = store_upload(channel_id=conversation.channel_id, file=file, now=now)
    kind = kind_of(kept.type, kept.size)
    if wrong := file_breach(kind, kept.type, kept.size):
        raise wrong.refused()
    if text and kind == "audio":
        raise Refused(FILE_TAKES_NO_WORDS)
    shown = kept.filename if kind == "document" else ""
    return media(kind, media=kept.pk, caption=text, filename=shown, voice=kept.type == "audio/ogg")


def _refuse_closed_window(conversation: Conversation, now: datetime) -> None:
    """The same window that the composer shows."""
    window = window_state(contact_id=conversation.contact_id, channel_id=conversation.channel_id, now=now)
    if not window.open:
        raise Refused(WINDOW_CLOSED)


def _ask_guard(conversation: Conversation, text: str, reason: str, now: datetime) -> None:
    """A blank, a secret that is asked for, a tone too familiar for a company: stopped, or let pass for a reason."""
    found = findings(conversation, text, now=now)
    if not found.blocked:
        return
    if not (reason and found.overridable):
        hints = " ".join(one.hint(get_language() or "id") for one in found.items if one.blocks)
        raise Refused(GUARD_BLOCKED, hints=hints)
    told = {"codes": list(found.blocking), "reason": reason}
    audit(action="guard.overridden", subject=f"conversation:{conversation.public_id}", data=told, now=now)
