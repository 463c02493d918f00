"""What a person answers: looked at by the guard, within the window, once for each `client_id`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.accounts.services import audit
from sapa.inbox.selectors import findings_of
from sapa.inbox.services.clocks import answered
from sapa.inbox.services.handoffs import take_to_answer
from sapa.messaging.channels.whatsapp.composing import media
from sapa.messaging.channels.whatsapp.limits import FILE_TOO_LARGE, LARGEST, MB, file_breach, kind_of
from sapa.messaging.models import Conversation, Media, Message, MessageKey
from sapa.messaging.schemas import Outgoing
from sapa.messaging.selectors import window_state
from sapa.messaging.services import queue
from sapa.messaging.services.media import FILE_TAKES_NO_WORDS, store_upload
from sapa.web.errors import Refused, refusal
from sapa.web.templatetags.formats import number

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
TOO_MANY_FILES = refusal(
    "too_many_files",
    _("At most %(most)s files go out at once."),
    _("Send the others after these."),
)
LONGEST = 4096
MOST_FILES = 10
LONGEST_FILE_NAME = 60
LONGEST_REASON = 200


def too_long(text: str) -> Refused:
    return Refused(REPLY_TOO_LONG, length=number(len(text)))


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
    files: "Sequence[UploadedFile[bytes]]" = (),
    reply_to: str = "",
) -> int:
    """Queues a person's answer and takes the conversation over. The same `client_id` twice is one message. After the
    end of a conversation the answer stands in an open one.

    Whoever may override the message guard gives a reason, which is kept (domain.md 4). Each of `files` is a message
    of its own, the text stands below the first that takes words. `reply_to`: public_id of the message of this
    conversation that is answered; another one is left aside. Returns the id of the first.
    """
    text = text.replace("\0", "").strip()
    if not text and not files:
        raise Refused(EMPTY_REPLY)
    if len(text) > LONGEST:
        raise too_long(text)
    if len(files) > MOST_FILES:
        raise Refused(TOO_MANY_FILES, most=MOST_FILES)
    if known := sent_before(conversation, client_id):
        return known
    refuse_closed_window(conversation, now)
    if text:
        ask_guard(conversation, text, reason.strip()[:LONGEST_REASON] if may_override else "", now)
    letters = _attached(conversation, files, text, now) if files else [(text, dict[str, Any]())]
    talk = take_to_answer(conversation=conversation, person=author, now=now)
    quoted = wamid_of(conversation, reply_to)
    outgoing = [
        _outgoing(conversation, author, key_of(conversation, client_id, place), words, content, quoted)
        for place, (words, content) in enumerate(letters)
    ]
    message_id = queue(outgoing=outgoing, now=now)[0]
    answered(conversation_id=talk.pk, by="agent", author_id=author.pk, at=now, now=now)
    return message_id


def wamid_of(conversation: Conversation, public_id: str) -> str:
    """Blank for what is no message of this conversation, or has no id at WhatsApp."""
    try:
        wanted = UUID(public_id)
    except ValueError:
        return ""
    found = Message.objects.filter(conversation=conversation, public_id=wanted).values_list(
        "wamid", flat=True
    )
    return found.first() or ""


def sent_before(conversation: Conversation, client_id: str) -> int | None:
    """The message that this `client_id` has become already."""
    used = MessageKey.objects.filter(key=key_of(conversation, client_id))
    return used.values_list("message_id", flat=True).first()


def key_of(conversation: Conversation, client_id: str, place: int = 0) -> str:
    return f"composed:{conversation.id}:{client_id}" + (f":{place}" if place else "")


def _outgoing(
    conversation: Conversation, author: User, key: str, text: str, content: dict[str, Any], quoted: str
) -> Outgoing:
    return Outgoing(
        contact_id=conversation.contact_id,
        channel_id=conversation.channel_id,
        klass="reply",
        kind="agent_reply",
        category="service",
        by="agent",
        author_id=author.pk,
        text=text,
        content=content,
        key=key,
        delivery_class="ask",
        priority=0,
        reply_to_wamid=quoted,
    )


def _attached(
    conversation: Conversation, files: "Sequence[UploadedFile[bytes]]", text: str, now: datetime
) -> list[tuple[str, dict[str, Any]]]:
    """Words and content of each: the words go with the first file that is no sound."""
    kept = [_kept(conversation, file, now) for file in files]
    place = next((n for n, (kind, _file) in enumerate(kept) if kind != "audio"), None)
    if text and place is None:
        raise Refused(FILE_TAKES_NO_WORDS)
    return [_letter(kind, file, text if n == place else "") for n, (kind, file) in enumerate(kept)]


def _letter(kind: str, file: Media, words: str) -> tuple[str, dict[str, Any]]:
    shown = file.filename if kind == "document" else ""
    return words, media(kind, media=file.pk, caption=words, filename=shown, voice=file.type == "audio/ogg")


def _kept(conversation: Conversation, file: "UploadedFile[bytes]", now: datetime) -> tuple[str, Media]:
    """As what WhatsApp takes it: a picture, film or sound where it is one and small enough, else a document."""
    if (file.size or 0) > LARGEST:
        raise Refused(FILE_TOO_LARGE, field=_called(file), most=LARGEST // MB, found=file.size)
    kept = store_upload(channel_id=conversation.channel_id, file=file, now=now)
    kind = kind_of(kept.type, kept.size)
    if wrong := file_breach(kind, kept.type, kept.size):
        name = _called(file)
        field = name if wrong.code == FILE_TOO_LARGE else wrong.field
        raise wrong._replace(field=field, found=name).refused()
    return kind, kept


def _called(file: "UploadedFile[bytes]") -> str:
    """Of several files the sentence names the one that is meant."""
    return (file.name or "")[-LONGEST_FILE_NAME:]


def refuse_closed_window(conversation: Conversation, now: datetime) -> None:
    """The same window that the composer shows."""
    window = window_state(contact_id=conversation.contact_id, channel_id=conversation.channel_id, now=now)
    if not window.open:
        raise Refused(WINDOW_CLOSED)


def ask_guard(
    conversation: Conversation, text: str, reason: str, now: datetime, *, klass: str = "reply"
) -> None:
    """A blank, a secret that is asked for, a tone too familiar for a company: stopped, or let pass for a reason."""
    found = findings_of(conversation.contact, text, klass=klass, now=now)
    if not found.blocked:
        return
    if not (reason and found.overridable):
        hints = " ".join(one.hint(get_language() or "id") for one in found.items if one.blocks)
        raise Refused(GUARD_BLOCKED, hints=hints)
    told = {"codes": list(found.blocking), "reason": reason}
    audit(action="guard.overridden", subject=f"conversation:{conversation.public_id}", data=told, now=now)
