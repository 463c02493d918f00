"""Who else is at a conversation, and who answered while somebody was still writing."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from sapa.contacts.selectors import author_names
from sapa.inbox.models import Looker
from sapa.messaging.models import Message

PEOPLE = ("agent", "phone")
GONE = (Message.State.FAILED, Message.State.CANCELLED, Message.State.EXPIRED)


@dataclass(frozen=True, slots=True)
class Others:
    """Names; who writes is not counted among those who look."""

    writing: tuple[str, ...] = ()
    looking: tuple[str, ...] = ()


def others_at(conversation_id: int, *, but: int) -> Others:
    rows = Looker.objects.filter(conversation_id=conversation_id, looks_until__gt=Now()).exclude(user_id=but)
    there = dict(rows.annotate(writes=Q(writes_until__gt=Now())).values_list("user_id", "writes"))
    if not there:
        return Others()
    called = author_names(there)
    return Others(
        writing=tuple(sorted(called[pk] for pk, writes in there.items() if writes and pk in called)),
        looking=tuple(sorted(called[pk] for pk, writes in there.items() if not writes and pk in called)),
    )


def newest_out(conversation_id: int) -> Message | None:
    """Of what the shop said: what a page that is drawn now shows last."""
    return _out(conversation_id).order_by("-at", "-pk").first()


def answered_since(
    conversation_id: int, *, seen: str, person_id: int, drawn_at: datetime | None
) -> Message | None:
    """What another person answered after the message that the page showed last (its public id, or when it was drawn).

    Nothing where the page says neither.
    """
    rows = _out(conversation_id).filter(by__in=PEOPLE).exclude(author_id=person_id).exclude(state__in=GONE)
    known = _known(conversation_id, seen)
    if known:
        rows = rows.filter(Q(at__gt=known.at) | Q(at=known.at, pk__gt=known.pk))
    elif drawn_at:
        rows = rows.filter(at__gt=drawn_at)
    else:
        return None
    return rows.order_by("-at", "-pk").first()


def _known(conversation_id: int, seen: str) -> Message | None:
    try:
        return _out(conversation_id).filter(public_id=seen).first() if seen else None
    except ValidationError:
        return None


def _out(conversation_id: int) -> "QuerySet[Message]":
    return Message.objects.filter(conversation_id=conversation_id, direction="out").exclude(type="reaction")
