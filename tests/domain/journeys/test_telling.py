"""Times and conditions in plain words."""

import pytest

from sapa.domain.events import EVENTS, EXITS
from sapa.domain.journeys.definition import TIMED
from sapa.domain.journeys.grammar import parse_condition, parse_moment
from sapa.domain.journeys.telling import (
    EXIT_WORDS,
    TRIGGER_WORDS,
    condition_words,
    moment_words,
    trigger_words,
)


def test_every_trigger_and_every_exit_has_its_words() -> None:
    assert set(TRIGGER_WORDS) == {*EVENTS, *TIMED}
    assert set(EXIT_WORDS) == set(EXITS.values())


@pytest.mark.parametrize(
    ("source", "indonesian", "english"),
    [
        ("trigger + 4h", "4 jam setelah pemicu", "4 hours after the trigger"),
        ("now + 1d at 09:00", "1 hari setelah sekarang, pukul 09.00", "1 day after now, at 09:00"),
        ("order.payment_deadline - 30m", "30 menit sebelum batas pembayaran", "30 minutes before payment deadline"),
        ("trigger", "saat pemicu", "at the trigger"),
    ],
)  # fmt: skip
def test_a_time_is_told_as_people_say_it(source: str, indonesian: str, english: str) -> None:
    found = parse_moment(source)
    assert (moment_words(found, "id"), moment_words(found, "en")) == (indonesian, english)


@pytest.mark.parametrize(
    ("source", "kind", "told"),
    [
        ("order.is_paid is no", "yes_no", "pesanan sudah dibayar: tidak"),
        ("order.total >= 100000", "number", "nilai pesanan paling sedikit 100.000"),
        ("reply.word in [1, sesuai]", "text", "balasan seutuhnya, huruf kecil salah satu dari 1 atau «sesuai»"),
        ("order.payment_deadline > now", "instant", "batas pembayaran setelah sekarang"),
        ("order.payment_deadline known", "instant", "batas pembayaran diketahui"),
    ],
)  # fmt: skip
def test_a_condition_is_told_with_the_words_of_its_fact(source: str, kind: str, told: str) -> None:
    assert condition_words(parse_condition(source, kind), "id") == told


def test_several_triggers_are_told_together() -> None:
    assert (
        trigger_words(("order.placed", "payment.received"), "id") == "pesanan dibuat atau pembayaran diterima"
    )
