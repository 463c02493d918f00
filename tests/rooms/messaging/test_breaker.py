"""When a number is left alone because nobody answers, and whether the clock may be trusted."""

from datetime import UTC, datetime, timedelta
from typing import Literal

from sapa.messaging.delivery.breaking import IN_A_ROW, Breaker
from sapa.messaging.delivery.outcomes import Result
from sapa.messaging.delivery.watching import ClockWatch
from sapa.messaging.schemas import Letter, Outcome

Kind = Literal["accepted", "refused", "not_sent", "unknown"]
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


def result(kind: Kind, channel_id: int = 1, detail: str = "") -> Result:
    letter = Letter(1, 1, channel_id, 1, "T", "+62812", "", "Halo")
    return Result(letter, Outcome(kind, detail=detail))


def test_many_without_an_answer_in_a_row_silence_that_number_only() -> None:
    heard = Breaker().hear([result("unknown"), result("not_sent", 2)] * IN_A_ROW)
    assert heard.silent == {1, 2}
    heard = Breaker().hear([result("unknown")] * IN_A_ROW + [result("accepted", 2)])
    assert heard.silent == {1}


def test_one_answer_between_them_is_enough_even_a_refusal() -> None:
    almost = [result("unknown")] * (IN_A_ROW - 1)
    assert not Breaker().hear([*almost, result("refused"), *almost]).silent


def test_what_was_not_tried_says_nothing_about_the_provider() -> None:
    for why in ("lease", "halted"):
        assert not Breaker().hear([result("not_sent", detail=why)] * 50).silent


def test_the_message_that_asks_decides_alone() -> None:
    breaker = Breaker(probing={1, 2})
    heard = breaker.hear([result("unknown", 1), result("accepted", 2)])
    assert (heard.silent, heard.answering, breaker.probing) == ({1}, {2}, set())


def test_a_clock_that_runs_evenly_never_jumps() -> None:
    watch = ClockWatch()
    assert not any(watch.jump(NOON + timedelta(seconds=n), 100.0 + n) for n in range(0, 90_000, 900))


def test_a_clock_that_was_set_is_noticed_in_both_directions() -> None:
    watch = ClockWatch()
    watch.jump(NOON, 100.0)
    assert watch.jump(NOON + timedelta(hours=26), 101.0) > timedelta(hours=25)
    assert watch.jump(NOON + timedelta(hours=24), 102.0) < -timedelta(hours=1)
    assert not watch.jump(NOON + timedelta(hours=24, minutes=4), 103.0)
