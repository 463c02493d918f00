"""Taking a conversation at the moment in which others write down that somebody has it, or that nobody has."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connections

from sapa.accounts.models import User, Workspace
from sapa.base.scope import workspace_scope
from sapa.events.models import Event
from sapa.inbox import handlers
from sapa.inbox.models import Handoff
from sapa.inbox.services import handoffs
from sapa.inbox.services.handoffs import owning
from sapa.inbox.services.handoffs.reminding import remind_untaken
from sapa.messaging.models import Conversation
from tests.rooms.inbox.clocks import MINUTE, conversation, write
from tests.rooms.journeys.crowd import somebody_waits
from tests.routes.servers import wait_for


def answered_on_the_phone(shop: Workspace, talk: Conversation, at: datetime) -> None:
    with workspace_scope(shop.pk):
        told = Event(name="agent.followed_up", at=at, data={"conversation_id": talk.pk})
        handlers.note_answers([told], at)


def reminded(_shop: Workspace, _talk: Conversation, at: datetime) -> None:
    remind_untaken(now=at)


@pytest.mark.parametrize("other", [answered_on_the_phone, reminded])
def test_nobody_waits_in_a_circle_for_a_conversation_that_is_taken(
    committed_shop: Workspace, now: datetime, other: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspace_scope(committed_shop.pk):
        talk, budi = conversation(now), User.objects.get()
        asked = write(talk, now)
        handoffs.open_handoff(conversation_id=talk.pk, message_id=asked.pk, reason="late", now=now)
    begin, at, works = owning._begin_stretch, now + 30 * MINUTE, list[Future[None]]()

    def work() -> None:
        try:
            other(committed_shop, talk, at)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:

        def while_others_come(*told: object) -> None:
            works.append(threads.submit(work))
            wait_for(lambda: works[0].done() or somebody_waits(), seconds=10)
            begin(*told)  # type: ignore[arg-type]

        monkeypatch.setattr(owning, "_begin_stretch", while_others_come)
        with workspace_scope(committed_shop.pk):
            handoffs.take(conversation=talk, person=budi, now=at)
        works[0].result(10)  # a deadlock would have ended one of the two
    with workspace_scope(committed_shop.pk):
        assert Handoff.objects.get().taken_by_id == budi.pk
