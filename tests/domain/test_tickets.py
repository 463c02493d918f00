"""What a ticket asks for, and when two tell of the same problem."""

from datetime import UTC, datetime, timedelta

import pytest

from sapa.domain.policy.settings import COMPLAINT_KINDS
from sapa.domain.tickets import (
    KINDS,
    SLOTS,
    Problem,
    faults_of,
    is_complaint,
    is_repeat,
    kept_slots,
    missing_slots,
    solved_sentence,
)

NOW = datetime(2026, 9, 15, 10, tzinfo=UTC)


def test_every_kind_asks_for_something_and_all_complaints_are_kinds() -> None:
    assert set(SLOTS) == set(KINDS)
    assert {kind for kind in KINDS if is_complaint(kind)} == COMPLAINT_KINDS


def test_what_is_asked_and_not_known_is_missing() -> None:
    given = {"issue_type": "damaged", "quantity": "2"}
    assert [slot.name for slot in missing_slots("defective", given)] == ["requested_resolution"]


def test_unknown_names_wrong_choices_and_long_words_are_told_apart() -> None:
    given = {"issue_type": "broken", "colour": "red", "quantity": "2" * 301, "contact_time": "sore"}
    found = faults_of("defective", given)
    assert found == {"issue_type": "choice", "colour": "unknown", "quantity": "long"}


def test_a_ticket_of_another_kind_keeps_what_fits() -> None:
    given = {"issue_type": "damaged", "requested_resolution": "replace", "quantity": ""}
    assert kept_slots("return", given) == {"requested_resolution": "replace"}


@pytest.mark.parametrize(
    ("kind", "days", "order_id", "product_id", "same"),
    [
        ("delivery", 3, 7, None, True),
        ("delivery", 3, 8, None, False),
        ("delivery", 3, 8, 5, True),  # another order of the same product
        ("delivery", 3, None, None, True),  # nothing is known that tells them apart
        ("payment", 3, 7, None, False),
        ("delivery", 30, 7, None, True),
        ("delivery", 31, 7, None, False),
    ],
)
def test_the_same_problem_within_thirty_days(
    kind: str, days: int, order_id: int | None, product_id: int | None, same: bool
) -> None:
    newer = Problem("delivery", NOW, 7, 5)
    older = Problem(kind, NOW - timedelta(days=days), order_id, product_id)
    assert is_repeat(newer, NOW, older) is same


def test_the_sentence_for_the_customer_reads_on() -> None:
    told = solved_sentence("Kak Dewi", "T-218", "Paket belum tiba", "b2c")
    assert told.startswith("Halo Kak Dewi, kendala T-218 tentang paket belum tiba sudah kami selesaikan.")
    assert "mengenai COD ditolak telah" in solved_sentence("Bapak Anton", "T-1", "COD ditolak", "b2b")
