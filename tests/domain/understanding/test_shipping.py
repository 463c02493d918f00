"""The model on file, and what it came from."""

import pytest

from sapa.domain.understanding.building import built, built_reasons
from sapa.domain.understanding.model import dump
from sapa.domain.understanding.shipping import is_current, made_of, shipped, shipped_reasons

AGAIN = "run `sapa assistant train` and commit both files"


def test_the_model_on_file_came_from_what_stands_here() -> None:
    assert is_current(), AGAIN


def test_every_utterance_and_pattern_counts_among_its_origins() -> None:
    named = {path.name for path in made_of()}
    assert {
        "greeting.txt",
        "other.txt",
        "words.txt",
        "chat_words.txt",
        "features.py",
        "patterns.py",
        "heard.txt",
    } <= named
    assert "understand.py" not in named


def test_it_is_read_once_in_a_process() -> None:
    assert shipped() is shipped()


@pytest.mark.audit
def test_it_can_be_built_anew() -> None:
    assert dump(built()) == dump(shipped()), AGAIN
    assert dump(built_reasons()) == dump(shipped_reasons()), AGAIN
