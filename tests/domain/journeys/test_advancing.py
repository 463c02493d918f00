from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sapa.domain.journeys.advancing import advance
from sapa.domain.journeys.conditions import still_wanted
from sapa.domain.journeys.definition import END
from sapa.domain.journeys.scene import Outcome, Reply, Run
from tests.domain.journeys.cast import (
    DAY,
    DEWI,
    FRIDAY,
    HOUR,
    MADE,
    OFFICE,
    YOSEF,
    going_on,
    journey,
    scene,
    sent,
)

TWO = """
- id: a
  due: trigger + 4h
  expires: trigger + 2d
  text: Halo {{ panggilan }}, apa kabar?
- id: b
  due: trigger + 1d
  expires: trigger + 3d
  text: Halo {{ panggilan }}, sudah sampai?
"""
CHAIN = TWO.replace("due: trigger + 1d", "due: previous + 3d").replace(
    "expires: trigger + 3d", "expires: previous + 6d"
)
ASKING = """
- id: ask
  due: trigger + 1h
  expires: trigger + 2d
  text: Halo {{ panggilan }}, balas 1 atau 2 ya.
- id: heard
  kind: branch
  due: previous + 2d
  cases:
    - if: reply.word in [1, sesuai]
      next: thanks
    - if: previous.sent is no
      next: end
  otherwise: call
- id: thanks
  due: previous
  expires: previous + 1d
  text: Halo {{ panggilan }}, terima kasih ya.
  next: end
- id: call
  kind: task
  do: call
  due: previous at 10:00
  expires: previous + 5d
  text: Telepon {{ panggilan }}.
"""


def test_steps_that_count_from_the_trigger_are_planned_at_once() -> None:
    found = advance(journey(TWO), scene())
    assert [(one.key, one.due_at) for one in found.planned] == [
        ("halo:order-10:a", FRIDAY + 4 * HOUR),
        ("halo:order-10:b", FRIDAY + DAY),
    ]
    assert (found.position, found.wake_at, found.ended) == (END, None, "")


def test_a_step_that_counts_from_the_one_before_waits_until_that_was_sent() -> None:
    before = scene()
    found = advance(journey(CHAIN), before)
    assert ([one.step for one in found.planned], found.position, found.wake_at) == (["a"], "b", None)
    (first,) = found.planned
    later = going_on(found, before, FRIDAY + 5 * HOUR, sent(first, FRIDAY + 5 * HOUR))
    (second,) = advance(journey(CHAIN), later).planned
    assert (second.due_at, second.expires_at) == (FRIDAY + 3 * DAY + 5 * HOUR, FRIDAY + 6 * DAY + 5 * HOUR)


def test_while_the_message_before_is_waiting_nothing_goes_on() -> None:
    before = scene()
    found = advance(journey(CHAIN), before)
    (first,) = found.planned
    again = advance(journey(CHAIN), going_on(found, before, FRIDAY + 5 * HOUR, sent(first, None, "waiting")))
    assert (again.planned, again.position, again.ended) == ((), "b", "")


def test_the_run_ends_when_its_last_message_has_ended() -> None:
    before = scene()
    found = advance(journey(TWO), before)
    first, second = (sent(one, FRIDAY + DAY) for one in found.planned)
    pending = replace(second, state="queued", finished_at=None)
    assert advance(journey(TWO), going_on(found, before, FRIDAY + DAY, first, pending)).ended == ""
    assert advance(journey(TWO), going_on(found, before, FRIDAY + DAY, first, second)).ended == "completed"


def test_a_dropped_message_still_lets_the_next_one_come() -> None:
    before = scene()
    found = advance(journey(CHAIN), before)
    (first,) = found.planned
    later = going_on(found, before, FRIDAY + DAY, sent(first, FRIDAY + DAY, "dropped"))
    (second,) = advance(journey(CHAIN), later).planned
    assert second.due_at == FRIDAY + 4 * DAY


def test_a_message_can_ask_that_the_one_before_was_really_sent() -> None:
    definition = journey(CHAIN.rstrip() + "\n  when: [previous.sent is yes]\n")
    before = scene()
    found = advance(definition, before)
    (first,) = found.planned
    later = going_on(found, before, FRIDAY + DAY, sent(first, FRIDAY + DAY, "dropped"))
    assert [one.code for one in advance(definition, later).skipped] == ["previous_not_sent"]


def test_a_passed_window_plans_nothing_and_says_so() -> None:
    found = advance(journey(TWO), scene(now=FRIDAY + 3 * DAY))
    assert [(one.step, one.code) for one in found.skipped] == [("a", "window_passed"), ("b", "window_passed")]
    assert (found.planned, found.ended) == ((), "completed")


def test_a_time_that_hangs_on_something_unknown_plans_nothing() -> None:
    steps = "- {id: a, due: shipment.delivered_at + 1d, expires: trigger + 9d, text: Halo ya.}"
    assert [one.code for one in advance(journey(steps), scene()).skipped] == ["time_unknown"]


def test_the_journeys_own_conditions_are_told_once() -> None:
    definition = journey(TWO, "conditions: [{if: trigger.attempt = 1, code: already_asked}]")
    found = advance(definition, scene())
    assert [(one.step, one.code) for one in found.skipped] == [("a", "already_asked")]
    assert (found.planned, found.ended, set(found.outcomes)) == ((), "completed", {"a", "b"})


def test_a_step_for_another_trigger_is_passed_over_in_silence() -> None:
    definition = journey(TWO.replace("- id: a", "- id: a\n  on: shipment.delivered"))
    found = advance(definition, scene())
    assert ([one.step for one in found.planned], found.skipped) == (["b"], ())


def test_a_further_trigger_plans_its_own_step_and_replaces_what_waits() -> None:
    steps = TWO.replace("- id: a", "- id: a\n  on: order.placed").replace(
        "- id: b", "- id: b\n  on: shipment.delivered"
    )
    definition = journey(steps, "replaces: {scope: subject}")
    (first,) = advance(definition, scene()).planned
    person = replace(DEWI, follow_ups=(sent(first, None, "waiting"),))
    found = advance(definition, scene("shipment.delivered", FRIDAY + HOUR, person=person))
    assert ([one.step for one in found.planned], found.superseded) == (["b"], (first.key,))


def test_the_same_trigger_again_plans_the_same_keys_and_replaces_nothing() -> None:
    definition = journey(TWO, "replaces: {scope: contact}")
    planned = advance(definition, scene()).planned
    person = replace(DEWI, follow_ups=tuple(sent(one, None, "waiting") for one in planned))
    again = advance(definition, scene(person=person))
    assert (again.planned, again.superseded) == (planned, ())


def test_a_message_that_went_out_is_not_planned_again() -> None:
    definition = journey(TWO)
    first, second = advance(definition, scene()).planned
    person = replace(DEWI, follow_ups=(sent(first, FRIDAY + HOUR), sent(second, None, "waiting")))
    assert [one.step for one in advance(definition, scene(person=person)).planned] == ["b"]


def test_a_branch_waits_for_its_time_and_then_goes_the_other_way() -> None:
    before = scene()
    asked = advance(journey(ASKING), before)
    (question,) = asked.planned
    sent_at = FRIDAY + 2 * HOUR
    quiet = advance(journey(ASKING), going_on(asked, before, sent_at, sent(question, sent_at)))
    assert (quiet.position, quiet.wake_at, quiet.planned) == ("heard", sent_at + 2 * DAY, ())
    later = going_on(quiet, before, sent_at + 2 * DAY, sent(question, sent_at))
    found = advance(journey(ASKING), later)
    (task,) = found.tasks
    assert (task.kind, task.text, task.key) == ("call", "Telepon {{ panggilan }}.", "halo:order-10:call")
    assert task.due_at == datetime(2026, 9, 13, 10, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert found.ended == "completed"


@pytest.mark.parametrize(("text", "step"), [("Sesuai!", "thanks"), (" 1 ", "thanks"), ("belum sampai", None)])
def test_a_reply_that_was_waited_for_is_heard_at_once(text: str, step: str | None) -> None:
    before = scene()
    asked = advance(journey(ASKING), before)
    (question,) = asked.planned
    now = FRIDAY + 5 * HOUR
    answered = going_on(asked, before, now, sent(question, FRIDAY + 2 * HOUR), reply=Reply(text, now))
    found = advance(journey(ASKING), answered)
    assert [one.step for one in found.planned] == ([step] if step else [])
    assert found.outcomes.get("heard") == (Outcome("judged", now) if step else None)


def test_a_branch_may_ask_whether_the_message_was_sent_at_all() -> None:
    before = scene()
    asked = advance(journey(ASKING), before)
    (question,) = asked.planned
    at = FRIDAY + DAY
    dropped = going_on(asked, before, at + 2 * DAY, sent(question, at, "dropped"))
    found = advance(journey(ASKING), dropped)
    assert (found.tasks, found.ended) == ((), "completed")


def test_who_is_held_out_gets_no_task_either() -> None:
    steps = "- {id: t, kind: task, do: visit, due: trigger + 1d, text: Kunjungi.}"
    run = Run("order-10", FRIDAY, arm="control")
    found = advance(journey(steps), scene(run=run))
    assert ([one.code for one in found.skipped], found.tasks) == (["holdout"], ())


def test_a_message_carries_the_wording_of_its_arm() -> None:
    steps = TWO.replace("text: Halo {{ panggilan }}, apa kabar?", "variants: [Halo satu ya., Halo dua ya.]")
    run = Run("order-10", FRIDAY, variant=1)
    assert [one.variant for one in advance(journey(steps), scene(run=run)).planned] == [1, 0]


def test_companies_may_have_another_window() -> None:
    steps = TWO.replace(
        "  text: Halo {{ panggilan }}, apa",
        "  b2b: {expires: trigger + 3wd}\n  text: Halo {{ panggilan }}, apa",
    )
    definition = journey(steps)
    assert advance(definition, scene()).planned[0].expires_at == FRIDAY + 2 * DAY
    assert advance(definition, scene(person=OFFICE)).planned[0].expires_at == FRIDAY + 5 * DAY


def test_a_message_is_asked_about_once_more_before_it_goes() -> None:
    definition = journey(
        CHAIN.rstrip()
        + "\n  when: [previous.sent is yes, {if: previous.hours >= 6, code: step_one_too_recent}]\n"
    )
    (first,) = advance(definition, scene()).planned
    person = replace(DEWI, follow_ups=(sent(first, FRIDAY),))
    asked = scene(person=person, key="halo:order-10:b", run=None)
    assert still_wanted(definition, "b", replace(asked, now=FRIDAY + 5 * HOUR)) == "step_one_too_recent"
    assert still_wanted(definition, "b", replace(asked, now=FRIDAY + 6 * HOUR)) is None
    waiting = replace(DEWI, follow_ups=(sent(first, None, "waiting"),))
    assert still_wanted(definition, "b", replace(asked, person=waiting)) == "previous_not_sent"


def test_conditions_may_be_asked_at_one_end_only() -> None:
    head = "conditions: [{if: now <= trigger + 1h, code: payment_window_over, only: sending}]"
    definition = journey(TWO, head)
    late = scene(now=FRIDAY + 2 * HOUR)
    assert len(advance(definition, late).planned) == 2
    assert still_wanted(definition, "a", late) == "payment_window_over"


@pytest.mark.parametrize(("person", "hour"), [(DEWI, 2), (MADE, 1), (YOSEF, 0)])
def test_a_wall_time_is_the_customers(person: object, hour: int) -> None:
    steps = "- {id: a, due: trigger + 1d at 09:00, expires: due + 1d, text: Halo ya.}"
    (one,) = advance(journey(steps), scene(person=person)).planned
    assert one.due_at == datetime(2026, 9, 12, hour, tzinfo=FRIDAY.tzinfo)
    assert one.expires_at - one.due_at == timedelta(days=1)
