"""Of a very long message its beginning and its end are read."""

from sapa.assistant.understand.reading import LONGEST, plain


def test_whoever_writes_long_is_heard_at_both_ends() -> None:
    told = plain("pesanan SARI-1041 ya. " + "ceritanya panjang. " * 400 + "jadi tolong dibatalkan saja")
    assert len(told) <= LONGEST
    assert told.startswith("pesanan SARI-1041")
    assert told.endswith("tolong dibatalkan saja")


def test_a_sign_that_stands_for_many_letters_counts_as_they_do() -> None:
    assert len(plain("ﷺ" * LONGEST)) <= LONGEST


def test_a_short_message_is_read_as_it_is() -> None:
    assert plain("halo\0 kak") == "halo kak"
