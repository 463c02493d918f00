"""What a source took back: its happenings stay counted, but tell of nobody, and may be told anew."""

from collections.abc import Collection

from sapa.events.models import Event, EventDelivery, EventKey


def forget_events(*, keys: Collection[str]) -> int:
    """Nobody is handed them any more. Returns how many there were."""
    found = EventKey.objects.filter(key__in=keys)
    ids = list(found.values_list("event_id", flat=True))
    EventDelivery.objects.filter(event_id__in=ids, state=EventDelivery.State.WAITING).delete()
    found.delete()
    return Event.objects.filter(pk__in=ids).update(contact_id=None, order_id=None)
