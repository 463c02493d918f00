"""Whatever is asked, the articles answer or are silent; nothing raises and nothing takes long for its length."""

import pytest

from sapa.domain.knowledge.answering import answer
from sapa.domain.knowledge.asking import gist
from sapa.domain.knowledge.index import Index
from sapa.domain.knowledge.types import Article

INDEX = Index.of(
    [Article("retur", "Retur", "Barang boleh dikembalikan dalam 7 hari."), Article("kosong", "", "")]
)


@pytest.mark.parametrize(
    "question",
    [
        "",
        " ",
        "?",
        "!!!",
        "😀😀",
        "\x00\x00",
        "a" * 20_000,
        "retur " * 4_000,
        "?," * 5_000,
        "1 2 3",
        "返品できますか",
        "مرحبا",
    ],
)
def test_what_says_nothing_is_not_answered(question: str) -> None:
    found = answer(question, INDEX)
    assert found.refused or found.cites == ("retur",)
    assert len(gist(question)) <= 200


def test_without_articles_nothing_is_answered() -> None:
    assert answer("barang bisa dikembalikan?", Index.of([])).refused


def test_the_words_of_a_question_in_another_order_are_the_same_gap() -> None:
    assert gist("ada gudang di Medan ga kak?") == gist("kak, di medan ada gudang gak")
    assert gist("halo kak") == ""
