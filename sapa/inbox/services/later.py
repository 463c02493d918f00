"""«Kirim nanti»: a message for a chosen time, through the contact policy, given up when the customer writes first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.contacts.selectors import members
from sapa.domain.recipes.house import LATER
from sapa.inbox.selectors.composer import holding
from sapa.inbox.services.clocks import answered
from sapa.inbox.services.notices import tell as tell_people
from sapa.inbox.services.replies import EMPTY_REPLY, LONGEST, REPLY_TOO_LONG, ask_guard
from sapa.journeys.models import FollowUp
from sapa.journeys.selectors import reason_words
from sapa.journeys.services import Composed, Foreseen, cancel_follow_up, compose, foresee
from sapa.journeys.services.composing import key_of
from sapa.messaging.models import Conversation, Message
from sapa.messaging.services.conversations import tell
from sapa.web.errors import Refused, refusal

LATER_IS_PAST = refusal(
    "later_is_past", _("This time is over already."), _("Choose a later one, or send the message now.")
)
LATER_TOO_FAR = refusal(
    "later_too_far",
    _("A message waits at most %(days)s days."),
    _("Choose an earlier time; write a task for what lies farther ahead."),
)
LATER_FORBIDDEN = refusal(
    "later_forbidden",
    _("This message would not be sent then: %(why)s."),
    _("Choose another time, or an approved template when the window of 24 hours will be closed."),
)
FARTHEST = timedelta(days=90)
USEFUL_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Letter:
    """`text` as the customer will read it; the rest only with an approved template, filled already."""

    text: str
    template: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Any] = field(default_factory=dict)
    category: str = ""
    klass: str = ""


@transaction.atomic
def send_later(
    *,
    conversation: Conversation,
    letter: Letter,
    author: User,
    client_id: str,
    at: datetime,
    now: datetime,
) -> FollowUp:
    """Waits for `at` and for the policy. The same `client_id` twice is one message.

    Raises Refused: empty_reply, reply_too_long, later_is_past, later_too_far, guard_blocked, and later_forbidden
    when the policy gives it up at once, such as for a closed window without a template; then nothing is kept.
    """
    _check(letter, at, now)
    ask_guard(conversation, letter.text, "", now, klass=letter.klass or "reply")
    [row] = compose(recipe=LATER, letters=[_composed(conversation, letter, author, client_id, at)], now=now)
    _refuse_dropped(row)
    tell(changed=[conversation.pk])
    return row


def kept_letter(*, conversation: Conversation, client_id: str) -> FollowUp | None:
    """The message for later with this `client_id`. Raises Refused(later_forbidden) where it was given up."""
    key = key_of(LATER, _key(conversation, client_id))
    row = FollowUp.objects.filter(key=key).first()
    if row:
        _refuse_dropped(row)
    return row


def look_ahead(
    *, conversation: Conversation, letter: Letter, author: User, at: datetime, now: datetime
) -> Foreseen:
    """What would become of it, without writing. Raises Refused: later_is_past, later_too_far."""
    _check_time(at, now)
    [found] = foresee(recipe=LATER, letters=[_composed(conversation, letter, author, "", at)], now=now)
    return found


@transaction.atomic
def take_back(*, conversation: Conversation, follow_up: FollowUp, person: User, now: datetime) -> None:
    """Raises Refused(changed_meanwhile) when it has left or was given up."""
    cancel_follow_up(follow_up=follow_up, person=person, now=now)
    tell(changed=[conversation.pk])


def tell_authors(*, follow_up_ids: Iterable[int], now: datetime) -> None:
    """Whoever wrote a message for later learns that it was given up."""
    talks: list[int] = []
    for row in FollowUp.objects.filter(pk__in=list(follow_up_ids), recipe=LATER).order_by("pk"):
        author, talk = (row.composed or {}).get("author"), _talk_of(row)
        where = talk.pk if talk else None
        if author:
            tell_people(kind="later_failed", user_ids=[author], conversation_id=where, now=now)
        talks += [where] if where else []
    tell(changed=talks)


def note_left(*, message_ids: Iterable[int], now: datetime) -> None:
    """What waited has left: an answer of its author from then on."""
    rows = Message.objects.filter(pk__in=list(message_ids)).order_by("conversation_id", "id")
    for one in rows:
        answered(conversation_id=one.conversation_id, by="agent", author_id=one.author_id, at=one.at, now=now)


def _talk_of(row: FollowUp) -> Conversation | None:
    rows = Conversation.objects.filter(contact_id__in=members([row.contact_id]))
    channel = (row.composed or {}).get("channel")
    return (rows.filter(channel_id=channel) if channel else rows).order_by("-open", "-id").first()


def _refuse_dropped(row: FollowUp) -> None:
    if row.state == FollowUp.State.DROPPED:
        raise Refused(LATER_FORBIDDEN, why=reason_words(holding(row.reasons)))


def _key(conversation: Conversation, client_id: str) -> str:
    return f"{conversation.pk}:{client_id}"


def _check(letter: Letter, at: datetime, now: datetime) -> None:
    if not letter.text.strip():
        raise Refused(EMPTY_REPLY)
    if len(letter.text) > LONGEST:
        raise Refused(REPLY_TOO_LONG, length=len(letter.text))
    _check_time(at, now)


def _check_time(at: datetime, now: datetime) -> None:
    if at <= now:
        raise Refused(LATER_IS_PAST)
    if at > now + FARTHEST:
        raise Refused(LATER_TOO_FAR, days=FARTHEST.days)


def _composed(
    conversation: Conversation, letter: Letter, author: User, client_id: str, at: datetime
) -> Composed:
    return Composed(
        contact_id=conversation.contact_id,
        channel_id=conversation.channel_id,
        author_id=author.pk,
        key=_key(conversation, client_id),
        text=letter.text.strip(),
        due_at=at,
        expires_at=at + USEFUL_FOR,
        template=letter.template,
        parameters=letter.parameters,
        parts=letter.parts,
        category=letter.category,
        klass=letter.klass,
    )
