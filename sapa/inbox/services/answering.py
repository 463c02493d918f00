"""What people answer, and the wishes that customers write."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.accounts.services import audit
from sapa.contacts import services as contacts
from sapa.domain.honorifics import wished_address
from sapa.domain.optout import OptOut, read_optout
from sapa.events.services import NewEvent, record
from sapa.inbox.models import Handoff
from sapa.inbox.selectors import findings
from sapa.messaging.channels.whatsapp.composing import media
from sapa.messaging.channels.whatsapp.limits import FILE_TOO_LARGE, LARGEST, MB, file_breach, kind_of
from sapa.messaging.models import Conversation, Message
from sapa.messaging.schemas import Outgoing
from sapa.messaging.selectors import last_nudges, window_state
from sapa.messaging.services import assign, queue
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


def read_wishes(*, message_ids: Sequence[int], now: datetime) -> None:
    """Obeys BERHENTI, MULAI and "panggil saya …" at once, whoever owns the conversation (domain.md 2.8, 4.3)."""
    messages = list(Message.objects.filter(pk__in=message_ids).order_by("at", "id"))
    for message in messages:
        nudge = last_nudges([message.contact_id], before=message.at).get(message.contact_id)
        wish = read_optout(message.text, answering_promo=bool(nudge and nudge.klass == "promo"))
        if isinstance(wish, OptOut):
            _opt_out(message, wish.scope, now)
        elif wish == "resume":
            contacts.end_opt_outs(contact_id=message.contact_id, source="message", at=message.at)
            _record(message, "consent.changed", now, {"promo": "reopened"})
        if form := wished_address(message.text):
            contacts.prefer_address(contact_id=message.contact_id, preferred=form, source="customer", now=now)


def _opt_out(message: Message, scope: Literal["promo", "follow_up", "all"], now: datetime) -> None:
    contacts.opt_out(contact_id=message.contact_id, scope=scope, source="message", at=message.at)
    _record(message, "contact.opted_out", now, {"scope": scope})


def _record(message: Message, name: str, now: datetime, data: dict[str, str]) -> None:
    key = f"message:{message.id}:{name}"
    record(
        events=[NewEvent(name=name, key=key, at=message.at, contact_id=message.contact_id, data=data)],
        now=now,
    )


def open_handoff(*, conversation_id: int, message_id: int, reason: str, now: datetime) -> None:
    """The conversation waits for a person; what the customer wrote stands on the card."""
    conversation = Conversation.objects.select_for_update().get(pk=conversation_id)
    if conversation.owner == Conversation.Owner.HUMAN:
        return
    wants = Message.objects.get(pk=message_id).text[:300]
    Handoff.objects.create(conversation=conversation, reason=reason, wants=wants, at=now)
    assign(conversation_id=conversation_id, owner=Conversation.Owner.NOBODY)


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
    return queue(outgoing=[outgoing], now=now)[0]


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


@transaction.atomic
def take(*, conversation: Conversation, person: User, now: datetime) -> None:
    """A person owns the conversation from here; the assistant keeps silent."""
    assign(conversation_id=conversation.pk, owner=Conversation.Owner.HUMAN, assignee_id=person.pk)
    Handoff.objects.filter(conversation=conversation, taken_at=None).update(
        taken_by_id=person.pk, taken_at=now
    )


def note_taken(*, conversation_ids: Sequence[int], at: datetime) -> None:
    """These wait for nobody any more, whoever it was that answered."""
    Handoff.objects.filter(conversation_id__in=conversation_ids, taken_at=None, at__lte=at).update(
        taken_at=at
    )
