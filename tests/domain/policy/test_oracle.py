import json
from importlib.resources import files
from typing import Any

from sapa.domain.calendars import default_calendar, parse_calendar
from sapa.domain.policy import default_document, merge, policy_from
from sapa.domain.policy.codes import RULE_CODES
from sapa.domain.policy.documents import decide_case
from sapa.domain.policy.rulebook import rulebook_of
from sapa.lab import bench
from tests.domain.policy import oracle
from tests.domain.policy.generator import LAYERED, Dice

CALENDAR = json.loads(files("sapa.domain").joinpath("data/calendar.json").read_text()) | {"regional": {}}
# Days that only one province keeps, some of them near the anchors of the random cases.
REGIONAL = {
    "Bali": ["2026-03-19", "2027-01-20", "2027-01-22", "2027-03-07"],
    "Papua Selatan": ["2026-07-15", "2027-01-21"],
}


def compare(dice: Dice, number: int, calendar: Any = CALENDAR) -> tuple[Any, Any, Any]:
    case, place = dice.case(number)
    expected = oracle.judge(case, merge(default_document(), case["policy"]), calendar, place)
    found = decide_case(case, {}, parse_calendar(calendar))
    assert found["zones"] == place["zones"]
    return case, expected, {key: found[key] for key in expected}


def test_the_naive_reading_agrees_on_random_cases() -> None:
    dice = Dice(seed=20270119)
    for number in range(150):
        case, expected, found = compare(dice, number)
        assert found == expected, json.dumps(case)


def test_it_agrees_on_layers_prayer_collection_and_regional_days() -> None:
    dice = Dice(seed=20270122, policies=LAYERED)
    for number in range(150):
        case, expected, found = compare(dice, number, CALENDAR | {"regional": REGIONAL})
        assert found == expected, json.dumps(case)


def test_what_was_decided_before_changes_no_answer_and_no_trace() -> None:
    questions = bench.questions(300, seed=7)
    ordered = [bench.answer(each, default_calendar(), policy_from()) for each in questions]
    rulebook_of.cache_clear()
    backwards = [bench.answer(each, default_calendar(), policy_from()) for each in reversed(questions)]
    assert [repr(each) for each in ordered] == [repr(each) for each in reversed(backwards)]
    assert {len(step.rules) for decision in ordered for step in decision.trace.steps} == {len(RULE_CODES)}
