"""The visits of `sapa bench inbox` on a small inbox: each page is right, each answer is kept once."""

from datetime import datetime

import pytest

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.lab.bench.inbox import shop as filling
from sapa.lab.bench.inbox.visits import Desk, in_turn, visits
from sapa.messaging.models import Conversation, Message


@pytest.fixture
def filled(db: None, monkeypatch: pytest.MonkeyPatch) -> tuple[int, Desk, datetime]:
    monkeypatch.setattr(filling, "count_on", lambda _model, _last: None)  # others are counted from one
    now = business_now()
    workspace_id, owner = filling.found_shop("Toko Sari", "1")
    filling.fill(workspace_id, first=1_000_000, talks=400, messages=1200, now=now)
    return workspace_id, Desk(owner), now


def test_every_visit_of_the_benchmark_is_right(filled: tuple[int, Desk, datetime]) -> None:
    workspace_id, desk, now = filled
    with workspace_scope(workspace_id):
        owner = User.objects.get(email="budi1@tokosari.test")
        kinds = visits(1, owner, now)
    wrong = [(kind, visit.path) for kind, visit in in_turn(kinds) if not desk.go(visit).right]
    assert wrong == []
    with workspace_scope(workspace_id):
        assert Message.objects.filter(kind="agent_reply").count() == len(kinds["send"])


def test_the_newest_message_of_each_conversation_is_that_of_its_row(
    filled: tuple[int, Desk, datetime],
) -> None:
    with workspace_scope(filled[0]):
        newest = dict(Message.objects.order_by("at").values_list("conversation_id", "at"))
        assert dict(Conversation.objects.values_list("pk", "last_message_at")) == newest
