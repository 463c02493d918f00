"""The same word again and again is read as quickly as any other text: no pattern tries every way of reading it."""

import pytest

from sapa.domain.understanding.rules import ruled


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("ya " * 300, "thanks_closing"),
        ("iya ya nggih " * 100, "thanks_closing"),
        ("halo " * 300, "greeting"),
        ("kak oke oke deh " * 100, None),
        ("nanti sudah udah " * 100 + "lalu", None),
        ("stop ya kak ya " * 100 + "hmm", None),
    ],
)
def test_a_word_said_a_hundred_times_is_read(said: str, intent: str | None) -> None:
    found = ruled(said.strip(), None)
    assert intent is None or found[0][0] == intent
