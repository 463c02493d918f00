"""When people answer is said as it will be: not sooner than the shop is open."""

from datetime import UTC, datetime

import pytest

from sapa.messaging.models import Conversation
from tests.rooms.assistant.test_conversations import hears
from tests.rooms.assistant.test_turns import talk

__all__ = ["talk"]
MIDDAY, LAST_MINUTES, EVENING = (datetime(2026, 9, 15, *at, tzinfo=UTC) for at in ((5, 0), (9, 55), (13, 0)))


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (MIDDAY, "biasanya dalam 15 menit"),
        (LAST_MINUTES, "Tim kami membalas di sini."),
        (EVENING, "kembali bertugas Rabu, 16 September 2026 pukul 09.00 WIB"),
    ],
)
def test_a_quick_answer_is_promised_only_while_there_is_time_for_it(
    talk: Conversation, at: datetime, told: str
) -> None:
    assert told in hears(talk, "mau bicara dengan petugas", at)
