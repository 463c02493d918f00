"""The assistant held to its gates (`assistant.md` §5.3, offline), with `reports/assistant.html` of what it is worth."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.assistant.gates.judging import GATES, Gate, Judged, judged
from tests.assistant.gates.page import page
from tests.assistant.gates.playing import Result, results
from tests.assistant.gates.sets import BLIND, DEVELOPMENT, FRESH, everything

REPORT = Path(__file__).parents[2] / "reports" / "assistant.html"
GROUPS = (DEVELOPMENT, BLIND, FRESH)

# Not met yet: what must not get worse. A line goes when its gate holds; the report says "below the gate" till then.
BELOW: dict[tuple[str, str], float] = {
    (DEVELOPMENT, "unanswerable refused"): 0.88,
    (FRESH, "unanswerable refused"): 0.888,
}


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Result]]:
    with django_db_blocker.unblock():
        yield list(results())


@pytest.fixture(scope="module")
def verdicts(played: list[Result]) -> list[Judged]:
    """Written before anything is asserted: the page is for the day on which a gate does not hold."""
    found = [judged(played, gate, group) for gate in GATES for group in GROUPS]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(page(played, found), "utf-8")
    return found


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.figure)
def test_a_gate_holds(gate: Gate, group: str, verdicts: list[Judged]) -> None:
    if gate.whole_only and not everything():
        pytest.skip("a share of a small part says nothing; `make audit` plays all")
    verdict = next(each for each in verdicts if (each.gate, each.group) == (gate, group))
    floor = BELOW.get((group, gate.figure))
    if floor is None:
        assert verdict.met, verdict.told()
    else:
        assert verdict.value >= floor, verdict.told()


def test_the_report_stands_by_itself_and_tells_no_blind_sentence(
    played: list[Result], verdicts: list[Judged]
) -> None:
    told = REPORT.read_text("utf-8")
    assert not any(mark in told for mark in ("http:", "https:", "<script", "src=", "@import"))
    blind = [one for one in played if one.of.group in (BLIND, FRESH)]
    assert not [line for one in blind for line in one.score.failures if escape(line) in told]
