"""What breaks in one workspace is that workspace's own."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from sapa.commerce import tasks
from sapa.commerce.services import confirming, reconciling
from sapa.commerce.services.rounds import in_each_workspace

BROKEN, WELL = 1, 2
ROUNDS: dict[str, Callable[[datetime], object]] = {
    "reconciling._look_in": lambda now: reconciling.look_at_sources(now=now, pause=0),
    "confirming._confirm_in": lambda now: confirming.confirm_due(now=now, parsers={}, pause=0),
    "tasks._count_in": lambda _now: tasks.count_every_pair(timestamp=0),
}


@pytest.fixture
def two_shops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sapa.commerce.services.rounds.workspace_ids", lambda: [BROKEN, WELL])


@pytest.mark.usefixtures("two_shops")
@pytest.mark.parametrize("name", ROUNDS)
def test_one_workspace_that_breaks_leaves_the_others_their_turn(
    name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[int] = []

    def work(workspace_id: int, *_more: object) -> int:
        seen.append(workspace_id)
        if workspace_id == BROKEN:
            raise KeyError("Dewi 081211112222")
        return 1

    room = "sapa.commerce" if name.startswith("tasks") else "sapa.commerce.services"
    monkeypatch.setattr(f"{room}.{name}", work)
    ROUNDS[name](datetime(2026, 9, 16, tzinfo=UTC))
    assert seen == [BROKEN, WELL]
    assert "KeyError" in caplog.text
    assert "Dewi" not in caplog.text


@pytest.mark.usefixtures("two_shops")
def test_what_breaks_everywhere_breaks_the_round() -> None:
    with pytest.raises(ZeroDivisionError):
        in_each_workspace("division", lambda workspace_id: 1 // (workspace_id * 0))
