"""What a source took back: its happenings stay counted, but tell of nobody, and may be told anew."""

from collections.abc import Collection

from sapa.events.models import Event, EventDelivery, EventKey, Webhook, WebhookAttempt, WebhookDelivery


def forget_events(*, keys: Collection[str]) -> int:
    """Nobody is handed them, or told of them, any more. Returns how many there were."""
    found = EventKey.objects.filter(key__in=keys)
    ids = list(found.values_list("event_id", flat=True))
    found.delete()
    return _forget(ids)


def forget_events_of_orders(*, order_ids: Collection[int], contact_ids: Collection[int]) -> int:
    """As `forget_events`, of all that names these orders of these customers, by whose index it is found."""
    rows = Event.objects.filter(contact_id__in=contact_ids, order_id__in=order_ids)
    ids = list(rows.values_list("pk", flat=True))
    if ids:  # seldom: keys have no index by event
        EventKey.objects.filter(event_id__in=ids).delete()
    return _forget(ids)


def _forget(ids: Collection[int]) -> int:
    EventDelivery.objects.filter(event_id__in=ids, state=EventDelivery.State.WAITING).delete()
    _forget_letters(ids)
    return Event.objects.filter(pk__in=ids).update(contact_id=None, order_id=None)


def _forget_letters(event_ids: Collection[int]) -> None:
    """Webhook by webhook: so stand they in their index."""
    webhooks = list(Webhook.objects.values_list("pk", flat=True))
    letters = WebhookDelivery.objects.filter(webhook_id__in=webhooks, event_id__in=event_ids)
    waiting = letters.filter(state=WebhookDelivery.State.WAITING).order_by("pk").select_for_update()
    ids = list(waiting.values_list("pk", flat=True))
    WebhookAttempt.objects.filter(delivery_id__in=ids).delete()
    WebhookDelivery.objects.filter(pk__in=ids).delete()
