"""Who writes when nobody is there, or when many wait, is told once by when an answer comes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from sapa.accounts.selectors import workspace
from sapa.contacts.selectors import zones_of
from sapa.domain import formats
from sapa.domain.honorifics import panggilan
from sapa.domain.optout import read_optout
from sapa.domain.service_promise import NeverOpen
from sapa.inbox.models import Clock
from sapa.inbox.selectors.queue import expected_now
from sapa.inbox.services.clocks import keeping
from sapa.messaging.models import Conversation, Message
from sapa.messaging.schemas import Outgoing
from sapa.messaging.services import queue

KIND = "promised_time"
ONCE_IN = timedelta(hours=12)
STALE = timedelta(minutes=10)
ROUNDED = timedelta(minutes=5)
PLACES = ("nama", "toko", "waktu")
TEXT = "Terima kasih {nama}, pesannya sudah kami terima. {toko} membalas paling lambat {waktu}."


@transaction.atomic
def promise_answers(*, conversation_ids: Iterable[int], now: datetime) -> int:
    """How many were told. At most one message in twelve hours to each conversation; off until it is switched on."""
    given = keeping.book()
    if not given.promise.answers:
        return 0
    wanted = Conversation.objects.filter(pk__in=set(conversation_ids), open=True, waiting_since__isnull=False)
    held = wanted.exclude(owner=Conversation.Owner.ASSISTANT).select_related("contact__root")
    talks = list(held.order_by("pk").select_for_update(of=("self",)))
    expected = expected_now(now) if talks else 0
    letters = [letter for talk in talks if (letter := _letter(talk, given, expected, now))]
    queue(outgoing=letters, now=now)
    return len(letters)


def _letter(talk: Conversation, given: keeping.Book, expected: int, now: datetime) -> Outgoing | None:
    newest = Message.objects.filter(conversation=talk, direction="in").order_by("-at", "-id").first()
    if newest is None or read_optout(newest.text, answering_promo=False) is not None or _was_told(talk, now):
        return None
    by = promised_by(talk, given, expected, now)
    return _outgoing(talk, newest, given, by, now) if by else None


def _was_told(talk: Conversation, now: datetime) -> bool:
    lately = Message.objects.filter(conversation=talk, direction="out", at__gt=now - ONCE_IN)
    return lately.filter(kind=KIND).exists()


def promised_by(talk: Conversation, given: keeping.Book, expected: int, now: datetime) -> datetime | None:
    """The later of the promise and of what the queue allows; none: somebody answers in the usual time."""
    contact = talk.contact.root or talk.contact
    hours = given.promise.hours(contact.segment, given.closed)
    target = given.promise.target(Clock.Kind.TURN, contact.segment, talk.priority)
    try:
        if hours.is_open(now) and expected <= (target or 0):
            return None
        if hours.is_open(now) and target is None and expected <= given.promise.rush.minutes * 60:
            return None
        return _rounded(hours.add_business_seconds(now, max(expected, target or 0)))
    except NeverOpen:
        return None


def _rounded(at: datetime) -> datetime:
    """Up to whole five minutes: a promise to the second looks like a machine's."""
    past = timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
    return at - past + (ROUNDED if past else timedelta())


def _outgoing(
    talk: Conversation, newest: Message, given: keeping.Book, by: datetime, now: datetime
) -> Outgoing:
    """In the customer's own time."""
    contact, shop = talk.contact.root or talk.contact, workspace()
    zone = zones_of(contact, business=shop.timezone).primary
    name = panggilan(
        contact.name, segment=contact.segment, gender=contact.gender, preferred=contact.preferred_address
    )
    words = {"nama": name, "toko": shop.name, "waktu": formats.moment(by, zone)}
    text = given.promise.answer_text or TEXT
    for place in PLACES:
        text = text.replace(f"{{{place}}}", words[place])
    return Outgoing(
        contact_id=talk.contact_id,
        channel_id=talk.channel_id,
        klass="reply",
        kind=KIND,
        category="service",
        by="system",
        text=text,
        key=f"promised:{newest.pk}",
        delivery_class="must",
        priority=0,
        deadline=now + STALE,
    )
