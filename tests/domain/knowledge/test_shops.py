"""Questions on shops of several kinds: most are answered from the right article, what no article holds is refused."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sapa.domain.knowledge.answering import answer
from sapa.domain.knowledge.index import Index
from sapa.domain.knowledge.types import Answer, Article

HERE = Path(__file__).parent
SHOPS = (
    "cats",
    "books",
    "cakes",
    "electronics",
    "batik",
    "skincare",
    "plants",
    "grooming",
    "toys",
    "gadgets",
    "catering",
    "snacks",
    "baking",
)
HARD = ("guesthouse", "furniture", "cashier", "camping", "scooters", "cosmetics")


@cache
def shop(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    return told


@cache
def index(name: str) -> Index:
    return Index.of(Article(row["id"], row["title"], row["text"]) for row in shop(name)["kb"])


def right(found: Answer, expected: Mapping[str, Sequence[str]]) -> bool:
    text = (found.text or "").lower()
    return set(expected["cites"]) <= set(found.cites) and all(
        word.lower() in text for word in expected["must_include"]
    )


@pytest.mark.parametrize("name", SHOPS)
def test_of_forty_questions_thirty_six_are_answered_right(name: str) -> None:
    asked = shop(name)["asked"]
    good = [one for one in asked if right(answer(one["question"], index(name)), one)]
    assert len(good) >= len(asked) * 0.9


@pytest.mark.parametrize("name", HARD)
def test_in_a_shop_that_is_asked_in_words_of_its_own_six_of_seven_are_answered_right(name: str) -> None:
    asked = shop(name)["asked"]
    good = [one for one in asked if right(answer(one["question"], index(name)), one)]
    assert len(good) >= len(asked) * 0.85


@pytest.mark.parametrize("name", SHOPS + HARD)
def test_what_no_article_holds_is_hardly_ever_answered(name: str) -> None:
    unknown = shop(name)["unknown"]
    refused = [one for one in unknown if answer(one, index(name)).refused]
    assert len(refused) >= len(unknown) * 0.85


@pytest.mark.parametrize("name", SHOPS + HARD)
def test_every_answer_stands_in_the_articles_it_cites_word_for_word(name: str) -> None:
    said = [answer(one["question"], index(name)) for one in shop(name)["asked"]]
    kept = {one.article.id: {told.text for told in one.sentences} for one in index(name).ready}
    for found in said:
        rest = found.text or ""
        for sentence in set().union(*(kept[cited] for cited in found.cites)):
            rest = rest.replace(sentence, "")
        assert rest.strip() == ""
