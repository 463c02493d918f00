from datetime import date, timedelta

import pytest

from sapa.domain.statistics.power import Outlook, outlook, recommended_share, sample_size

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("base", "better", "customers"),
    [
        (40, 50, 388),
        (60, 68, 564),
        (60, 70, 356),
        (20, 25, 1_094),
        (15, 20, 906),
        (10, 15, 686),
        (5, 8, 1_059),
        (5, 6, 8_157),
        (2, 2.4, 21_108),
    ],
)
def test_the_table_of_the_measurement_document_comes_out_again(
    base: float, better: float, customers: int
) -> None:
    found = sample_size(base / 100, better / 100)
    assert found.control == found.treatment
    assert 0 <= found.control - customers <= 1


def test_a_tenth_held_out_needs_far_more_customers_than_halves() -> None:
    halves, tenth = sample_size(0.05, 0.06), sample_size(0.05, 0.06, share=10)
    assert (halves.total - 16_315 <= 1, tenth.total - 44_376 <= 2) == (True, True)
    assert round(tenth.total / halves.total, 1) == 2.7
    assert round(tenth.treatment / tenth.control, 2) == 9


def test_a_rise_and_a_fall_of_the_same_rates_need_the_same() -> None:
    assert sample_size(0.2, 0.25) == sample_size(0.25, 0.2)


def test_more_certainty_needs_more_customers() -> None:
    usual = sample_size(0.2, 0.25).total
    assert sample_size(0.2, 0.25, power=0.9).total > usual < sample_size(0.2, 0.25, alpha=0.01).total


@pytest.mark.parametrize(
    ("base", "better", "share"),
    [(0.2, 0.2, 50), (-0.1, 0.2, 50), (0.2, 1.2, 50), (0.2, 0.3, 0), (0.2, 0.3, 100)],
)
def test_what_cannot_be_compared_is_refused(base: float, better: float, share: float) -> None:
    with pytest.raises(ValueError, match="expected"):
        sample_size(base, better, share=share)


@pytest.mark.parametrize(("state", "share"), [("learning", 50), ("proven", 10), ("off", 0), ("", 0)])
def test_half_are_held_out_while_learning_a_tenth_once_proven_and_else_nobody(state: str, share: int) -> None:
    assert recommended_share(state) == share


def test_the_need_is_told_as_a_sentence_with_its_day() -> None:
    found = outlook(0.4, 0.5, a_day=40, today=TODAY)
    assert found.ready_on == TODAY + timedelta(days=20)
    assert found.sentence("id") == (
        "Untuk melihat 40% menjadi 50% perlu ±388 pelanggan per kelompok, kira-kira 12 Desember 2026."
    )
    assert found.sentence("en") == (
        "To see 40% become 50% takes about 388 customers in each group, around 12 December 2026."
    )


def test_who_has_started_already_counts_and_the_last_one_gets_time_to_answer() -> None:
    found = outlook(0.4, 0.5, a_day=40, today=TODAY, so_far=736, response_days=3)
    assert found.ready_on == TODAY + timedelta(days=4)


def test_unequal_groups_are_told_apart() -> None:
    told = outlook(0.05, 0.06, a_day=100, today=TODAY, share=10).sentence("id")
    assert "±4.438 pelanggan pembanding dan ±39.939 yang dikirimi" in told


@pytest.mark.parametrize("a_day", [0, 0.001])
def test_without_customers_nobody_can_say_when(a_day: float) -> None:
    found = outlook(0.05, 0.06, a_day=a_day, today=TODAY)
    assert found == Outlook(sample_size(0.05, 0.06), 0.05, 0.06, None)
    assert "belum tentu" in found.sentence()
