"""The way out without a network: the real final gate, then a provider that takes everything."""

from datetime import datetime

from sapa.messaging.delivery.flipping import flip
from sapa.messaging.delivery.outcomes import Result
from sapa.messaging.delivery.results import record_results
from sapa.messaging.models import Message
from sapa.messaging.schemas import Outcome

NO_GATE = ("webchat", "email")  # channels that Sapa has no way out for


def deliver(workspace_id: int, now: datetime) -> None:
    """Everything that is due, inside the transaction of the caller."""
    planned = Message.objects.filter(state=Message.State.PLANNED, not_before__lte=now)
    planned.filter(channel__kind__in=NO_GATE).update(state=Message.State.ACCEPTED, accepted_at=now)
    ids = list(planned.order_by("pk").values_list("pk", flat=True))
    if not ids:
        return
    ready = flip(workspace_id=workspace_id, wanted=ids, now=now)
    taken = [Result(one.letter, _taken(one.letter.message_id), one.sender.kind) for one in ready]
    record_results(taken, now)


def _taken(message_id: int) -> Outcome:
    return Outcome("accepted", wamid=f"out-{message_id}", http=200)
