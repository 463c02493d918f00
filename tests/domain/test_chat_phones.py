"""The short way to "can this phone chat?" says what the normaliser says."""

from hypothesis import given
from hypothesis import strategies as some

from sapa.domain.phones import can_receive_chat, normalise

heads = some.sampled_from(["8", "81", "80", "8071", "62", "628", "21", "0", "08", ""])
tails = some.text("0123456789", min_size=4, max_size=12)


@given(heads, tails)
def test_indonesian_numbers_of_every_length(head: str, tail: str) -> None:
    number = f"+62{head}{tail}"
    assert can_receive_chat(number) == normalise(number).can_receive_chat


def test_mobiles_and_foreign_phones_chat_landlines_and_blanks_do_not() -> None:
    asked = ["+6281234567890", "+6591234567", "+62215551234", ""]
    assert [can_receive_chat(number) for number in asked] == [True, True, False, False]
