import json
from importlib.resources import files
from typing import Any

from sapa.domain.calendars import default_calendar
from sapa.domain.policy import default_document, merge
from sapa.domain.policy.documents import decide_case
from tests.domain.policy import oracle
from tests.domain.policy.generator import Dice

CALENDAR = json.loads(files("sapa.domain").joinpath("data/calendar.json").read_text())


def compare(dice: Dice, number: int) -> tuple[Any, Any, Any]:
    case, place = dice.case(number)
    expected = oracle.judge(case, merge(default_document(), case["policy"]), CALENDAR, place)
    found = decide_case(case, {}, default_calendar())
    assert found["zones"] == place["zones"]
    return case, expected, {key: found[key] for key in expected}


def test_the_naive_reading_agrees_on_random_cases() -> None:
    dice = Dice(seed=20270119)
    for number in range(150):
        case, expected, found = compare(dice, number)
        assert found == expected, json.dumps(case)
