"""Names and messages read as they are stored, whatever signs somebody put between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapa.domain.disguises import plain, plain_name


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("faktur\u202efdp.exe", "fakturfdp.exe"),
        ("De\u200bwi\ufeff", "Dewi"),
        ("\u2066Dewi\u2069\n  Anggraini", "Dewi Anggraini"),
        ("Z" + "\u0335" * 40, "Z" + "\u0335" * 4),
        ("\u3164\u200b \u2060", ""),
        ("Made\x00\x1b[31m", "Made[31m"),
    ],
)
def test_a_name_cannot_lie(told: str, read: str) -> None:
    assert plain_name(told) == read


@pytest.mark.parametrize(
    "text", ["👨‍👩‍👧 kami", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "مرحبا", "नमस्ते", "می‌خواهم", "Halo\nKak ❤️", "1️⃣", "Ñandú"]
)
def test_what_emoji_and_scripts_need_stays(text: str) -> None:
    assert plain(text) == text


@given(st.text())
def test_once_plain_stays_plain(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert plain_name(plain_name(text)) == plain_name(text)
