"""Shops of our own with what their articles tell, and questions that these answer or do not: what is learnt from."""

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from sapa.domain.knowledge.types import Article

SHOPS = Path(__file__).parent / "data" / "shops"


@dataclass(frozen=True, slots=True)
class Question:
    """`cites`: the articles that answer it, none where none does; `must_include`: any of it stands in an answer."""

    text: str
    cites: tuple[str, ...]
    must_include: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shop:
    """`weight`: less than 1 where the words of the tables were written for its questions."""

    name: str
    articles: tuple[Article, ...]
    questions: tuple[Question, ...]
    weight: float


@cache
def shops() -> tuple[Shop, ...]:
    return tuple(
        shop_of(path.stem, json.loads(path.read_text("utf-8"))) for path in sorted(SHOPS.glob("*.json"))
    )


def shop_of(name: str, told: dict[str, Any]) -> Shop:
    """ValueError or KeyError where the file is no shop's."""
    answered = [
        Question(one["question"], tuple(one["cites"]), tuple(one["must_include"])) for one in told["asked"]
    ]
    unknown = [Question(one, (), ()) for one in told["unknown"]]
    articles = tuple(Article(row["id"], row["title"], row["text"]) for row in told["kb"])
    return Shop(name, articles, (*answered, *unknown), told.get("weight", 1.0))


def origin() -> str:
    """Of the shops; the words of the tables may grow between two lessons."""
    named = sha256()
    for path in sorted(SHOPS.glob("*.json")):
        named.update(path.name.encode() + b"\0" + sha256(path.read_bytes()).digest())
    return named.hexdigest()
