"""A trace survives being kept: what is read again is what the policy said."""

import json
import random
from datetime import UTC, datetime

import pytest

from sapa.domain.calendars import default_calendar
from sapa.domain.policy import Trace, policy_from
from sapa.domain.traces import opened, packed
from sapa.lab import bench

CASES = bench.questions(400, seed=11)


def decided() -> list[Trace]:
    policy, calendar = policy_from(), default_calendar()
    return [bench.answer(case, calendar, policy).trace for case in CASES]


def plain(saw: object) -> object:
    return saw if saw is None or isinstance(saw, str | int) else str(saw)


def test_checks_that_applied_come_back() -> None:
    for trace in decided():
        wanted = [(c.code, c.matched, plain(c.saw)) for c in trace.checks if c.applicable]
        assert [tuple(check) for check in opened(json.loads(packed(trace))).checks] == wanted


def test_every_step_comes_back_whole_though_only_changes_are_kept() -> None:
    traces = [trace for trace in decided() if len(trace.steps) > 1]
    assert len(traces) > 50
    for trace in traces:
        for told, step in zip(opened(json.loads(packed(trace))).steps, trace.steps, strict=True):
            wanted = {
                (r.code, r.violated, r.lifted, plain(r.saw), r.next) for r in step.rules if r.applicable
            }
            assert (told.at, {tuple(rule) for rule in told.rules}) == (step.at, wanted)


def test_what_was_kept_before_does_not_depend_on_the_order_of_keeping() -> None:
    traces = decided()
    first = {id(trace): packed(trace) for trace in traces}
    random.Random(1).shuffle(traces)
    assert all(packed(trace) == first[id(trace)] for trace in traces)


def test_a_trace_of_the_first_edition_is_still_read() -> None:
    at = datetime(2026, 9, 15, 3, tzinfo=UTC).isoformat()
    stored = {
        "checks": [["exit_paid", True, 5]],
        "steps": [{"at": at, "rules": [["quiet_hours", True, False, 1290, None]]}],
    }
    told = opened(stored)
    assert told.checks[0].matched
    assert (told.steps[0].at, told.steps[0].rules[0].holds_back) == (at, True)


@pytest.mark.parametrize("stored", [[], None, {}])
def test_a_decision_without_a_trace_has_no_rules(stored: object) -> None:
    assert opened(stored) == opened([])
