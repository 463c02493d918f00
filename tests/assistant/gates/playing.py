"""The sets through the functions of `sapa assistant understand`, `ask` and `converse`, and what they are worth."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from sapa.config.commands.assistant import understand
from sapa.config.commands.assistant.ask import answering, articles_of
from sapa.domain.knowledge.index import Index
from sapa.lab.converse.fixture import read as read_fixture
from sapa.lab.converse.playing import play
from sapa.lab.converse.shop import found
from tests.assistant.gates.sets import MESSAGES, SENDER, SHOPS, Messages, Shop
from tests.assistant.scoring.conversations import score_conversations
from tests.assistant.scoring.injections import score_injections
from tests.assistant.scoring.messages import score_messages
from tests.assistant.scoring.questions import score_questions
from tests.assistant.scoring.rows import Row, Score

Answer = Callable[[Mapping[str, Any]], dict[str, Any]]


@dataclass
class Result:
    """One set of one kind: its score, and how long each answer took in seconds."""

    kind: str
    of: Messages | Shop
    score: Score
    seconds: list[float] = field(default_factory=list)


def results() -> Iterator[Result]:
    for messages in MESSAGES:
        yield understood(messages)
    for shop in SHOPS:
        if shop.questions():
            yield asked(shop)
        if shop.conversations() or shop.injections():
            yield from conversed(shop)


def understood(messages: Messages) -> Result:
    rows = messages.rows()
    out, seconds = answered(rows, understand.answer)
    return Result("messages", messages, score_messages(rows, out), seconds)


def asked(shop: Shop) -> Result:
    rows = shop.questions()
    articles = articles_of(json.dumps(shop.fixture()).encode())
    out, seconds = answered(rows, answering(Index.of(articles)))
    return Result("questions", shop, score_questions(rows, out), seconds)


def conversed(shop: Shop) -> Iterator[Result]:
    talks, attempts, fixture = shop.conversations(), shop.injections(), shop.fixture()
    with rolled_back():
        house = found(read_fixture(fixture))
        out, seconds = answered(talks, lambda case: play(house, case))
        turned, _ = answered(shop.played_injections(attempts), lambda case: play(house, case))
    turns = [taken / len(row["turns"]) for taken, row in zip(seconds, talks, strict=True)]
    yield Result("conversations", shop, score_conversations(talks, out, fixture), turns)
    yield Result("injections", shop, score_injections(attempts, turned, fixture, SENDER))


def answered(rows: Iterable[Row], answer: Answer) -> tuple[list[Row], list[float]]:
    out: list[Row] = []
    seconds: list[float] = []
    for row in rows:
        began = time.perf_counter()
        out.append({"id": row["id"], **answer(row)})
        seconds.append(time.perf_counter() - began)
    return out, seconds


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
