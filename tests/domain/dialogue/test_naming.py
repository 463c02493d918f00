"""Words of a message that may name goods, in Indonesian and in English."""

from sapa.domain.dialogue.english_goods import CALLED, in_indonesian
from sapa.domain.dialogue.naming import words_in


def test_goods_said_in_english_are_found_by_their_indonesian_name_too() -> None:
    assert {"pillow", "bantal"} <= words_in("where is my pillow")


def test_goods_that_are_called_alike_in_both_languages_are_read_once() -> None:
    assert "drum" in words_in("kulit drum saya sobek")
    assert not [word for word in CALLED if in_indonesian(word) == word]


def test_an_indonesian_name_is_not_looked_up_again() -> None:
    assert len(words_in(" ".join(CALLED))) <= 2 * len(CALLED)
