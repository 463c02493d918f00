"""One closing sentence when the assistant hands over, however many workers come to it at once."""

from datetime import datetime, timedelta
from functools import partial

from sapa.accounts.models import Workspace
from sapa.assistant.services import answer
from sapa.base.scope import workspace_scope
from sapa.events.models import Event
from sapa.messaging.models import Message
from tests.rooms.journeys.crowd import at_once, inside
from tests.rooms.journeys.rows import contact, talk, wrote


def test_two_workers_with_two_messages_say_one_closing_sentence(
    committed_shop: Workspace, now: datetime
) -> None:
    with workspace_scope(committed_shop.pk):
        dewi = talk(contact("Dewi", now, phone="+6281300000011"), now)
        first = wrote(dewi, now, "Tolong sambungkan ke petugas").pk
        second = wrote(dewi, now + timedelta(seconds=1), "Halo?").pk
    turns = [partial(answer, message_ids=[one], now=now + timedelta(seconds=2)) for one in (first, second)]
    at_once(*[inside(committed_shop.pk, turn) for turn in (*turns, *turns)])
    with workspace_scope(committed_shop.pk):
        assert Message.objects.filter(direction="out", kind="assistant_handoff").count() == 1
        assert Event.objects.filter(name="assistant.handed_off").count() == 1
