"""The questions of `sapa bench search` on a small shop: each is answered rightly."""

import pytest

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.lab.bench.search import shop as filling
from sapa.lab.bench.search.asking import ask, in_turn, questions
from sapa.messaging.services import create_channel

KINDS = 12


def test_every_question_of_the_benchmark_is_answered_rightly(
    shop: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "count_on", lambda _model, _last: None)  # nothing is made after them
    create_channel(name="Toko Sari", external_id="1", token="t", app_secret="s", now=filling.NOW)
    filling.fill(shop.pk, first=0, contacts=300)
    with workspace_scope(shop.pk):
        asked = list(in_turn(questions(300, 8)))
        assert len({kind for kind, _one in asked}) == KINDS
        assert [(kind, one.text) for kind, one in asked if not ask(one)[1]] == []
