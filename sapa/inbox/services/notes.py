"""What the team says to itself in a conversation: kept once for each `client_id`, told to whoever is named."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.domain.mentions import mentioned
from sapa.inbox.models import Note
from sapa.inbox.selectors.colleagues import colleagues
from sapa.inbox.services.notices import tell as tell_people
from sapa.messaging.models import Conversation
from sapa.messaging.services.conversations import tell
from sapa.web.errors import Refused, refusal
from sapa.web.templatetags.formats import number

EMPTY_NOTE = refusal("empty_note", _("There is nothing to note yet."), _("Write the note first."))
NOTE_TOO_LONG = refusal(
    "note_too_long",
    _("A note has at most 4,096 characters; this one has %(length)s."),
    _("Shorten it or write two notes."),
)
LONGEST = 4096


@transaction.atomic
def write_note(*, conversation: Conversation, text: str, author: User, client_id: str, now: datetime) -> Note:
    """The same `client_id` twice is one note. Nobody is told of a note of their own."""
    text = text.replace("\0", "").strip()
    if not text:
        raise Refused(EMPTY_NOTE)
    if len(text) > LONGEST:
        raise Refused(NOTE_TOO_LONG, length=number(len(text)))
    named = mentioned(text, {one.user_id: one.name for one in colleagues()})
    note, made = Note.objects.get_or_create(
        conversation=conversation,
        client_id=client_id,
        defaults={"author_id": author.pk, "text": text, "mentions": sorted(named), "at": now},
    )
    if made:
        others = named - {author.pk}
        tell_people(kind="mentioned", user_ids=others, conversation_id=conversation.pk, now=now)
        tell(changed=[conversation.pk])
    return note
