"""Who has a conversation after what arrived, and until when it is free. The conversations are locked."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q

from sapa.messaging.models import Channel, Conversation, Wamid
from sapa.messaging.schemas import Status
from sapa.messaging.services.incoming.rows import Arrived

FREE_ENTRY = timedelta(hours=72)
TAKES_OVER = timedelta(hours=24)


def take_over(arrived: Arrived, now: datetime) -> None:
    """A person of the shop answers on the phone: the assistant keeps silent from here."""
    taken = {one.conversation_id for one in arrived.seen if one.by_person and one.at > now - TAKES_OVER}
    if taken:
        theirs = Conversation.objects.filter(pk__in=taken).exclude(owner=Conversation.Owner.HUMAN)
        theirs.update(owner=Conversation.Owner.HUMAN, version=F("version") + 1)


def note_elsewhere(arrived: Arrived) -> None:
    """The provider's agent has a conversation from a watched message on, until we get one ourselves again."""
    if not arrived.seen:
        return
    talks = Conversation.objects.filter(pk__in={one.conversation_id for one in arrived.seen})
    before = dict(talks.filter(elsewhere_at__isnull=False).values_list("pk", "elsewhere_at"))
    for one in sorted(arrived.seen, key=lambda seen: seen.at):
        since = before.get(one.conversation_id)
        if one.standby and (since is None or one.at > since):
            before[one.conversation_id] = one.at
            Conversation.objects.filter(pk=one.conversation_id).update(elsewhere_at=one.at)
        elif not one.standby and since is not None and one.at > since:
            del before[one.conversation_id]
            Conversation.objects.filter(pk=one.conversation_id).update(elsewhere_at=None)


def note_free_entries(channel: Channel, statuses: Sequence[Status]) -> None:
    """Who came by an advertisement and was answered: everything is free for 72 hours (integrations.md 1.4).

    The provider says the end where it tells the conversation; else it is counted from the first free message.
    """
    free = [one for one in statuses if one.entry_point and one.at]
    if not free:
        return
    found = Wamid.objects.filter(channel=channel, wamid__in=[one.id for one in free])
    talks = dict(found.values_list("wamid", "message__conversation_id"))
    for one in free:
        if (talk := talks.get(one.id)) and one.at:
            _free_until(talk, one.at, one.expires_at)


def _free_until(conversation_id: int, at: datetime, told: datetime | None) -> None:
    talk = Conversation.objects.filter(pk=conversation_id)
    if told:
        talk.filter(Q(free_until=None) | Q(free_until__lt=told)).update(free_until=told)
    else:
        talk.filter(Q(free_until=None) | Q(free_until__lt=at)).update(free_until=at + FREE_ENTRY)
