"""What an operator does with dead letters: let them be tried again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sapa.events.models import EventDelivery, RawDelivery
from sapa.web.errors import Refused, refusal

NOT_DEAD = refusal(
    "delivery_not_dead",
    _("This delivery is not waiting for a decision any more."),
    _("Load the page again to see what became of it."),
)


def replay_raw(*, raw_id: int, now: datetime) -> None:
    """A dead raw delivery is due again, with all its attempts. Raises Refused(NOT_DEAD)."""
    dead = RawDelivery.objects.filter(id=raw_id, state=RawDelivery.State.DEAD)
    if not dead.update(state=RawDelivery.State.NEW, attempts=0, next_at=now):
        raise Refused(NOT_DEAD)


def replay_delivery(*, delivery_id: int, now: datetime) -> None:
    """The same for one event and one handler; handlers that are done are not called again."""
    dead = EventDelivery.objects.filter(id=delivery_id, state=EventDelivery.State.DEAD)
    if not dead.update(state=EventDelivery.State.WAITING, attempts=0, next_at=now):
        raise Refused(NOT_DEAD)


def replay_every_raw(*, now: datetime) -> int:
    """All that died, after the mistake is mended. Returns how many."""
    dead = RawDelivery.objects.filter(state=RawDelivery.State.DEAD)
    return dead.update(state=RawDelivery.State.NEW, attempts=0, next_at=now)


def replay_every_delivery(*, now: datetime) -> int:
    dead = EventDelivery.objects.filter(state=EventDelivery.State.DEAD)
    return dead.update(state=EventDelivery.State.WAITING, attempts=0, next_at=now)
