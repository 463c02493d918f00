"""The sets: which files there are, whose they are, how many of them a plain test run plays."""

import json
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.assistant.scoring.injections import as_conversations
from tests.assistant.scoring.rows import Row, read

HERE = Path(__file__).parents[1]
DEVELOPMENT, BLIND = "development", "blind"
SEED = 20261122
PART = {"conversations": 8, "injections": 4}
SENDER = "K10"


def everything() -> bool:
    """`make audit` plays all; a plain test run only a seeded part of what needs a database."""
    return os.environ.get("SAPA_GATES") == "all"


@dataclass(frozen=True)
class Messages:
    """`told`: whether kinds of failure may be told to whoever writes the rules."""

    name: str
    group: str
    file: str
    told: bool = True

    def rows(self) -> list[Row]:
        return read(HERE / self.file)


@dataclass(frozen=True)
class Shop:
    name: str
    group: str
    folder: str
    told: bool = True

    def fixture(self) -> Row:
        found: Row = json.loads((HERE / self.folder / "fixture.json").read_text("utf-8"))
        return found

    def questions(self) -> list[Row]:
        return read(HERE / self.folder / "questions.jsonl")

    def conversations(self) -> list[Row]:
        return part("conversations", read(HERE / self.folder / "conversations.jsonl"))

    def injections(self) -> list[Row]:
        return part("injections", read(HERE / self.folder / "injections.jsonl"))

    def played_injections(self, rows: Sequence[Row]) -> list[Row]:
        return list(as_conversations(rows, now=self.fixture()["now"], customer=SENDER))


def part(kind: str, rows: list[Row]) -> list[Row]:
    if everything() or len(rows) <= PART[kind]:
        return rows
    chosen = sorted(random.Random(SEED).sample(range(len(rows)), PART[kind]))
    return [rows[place] for place in chosen]


MESSAGES = (
    Messages("Kopi Lereng + …", DEVELOPMENT, "sets/messages.jsonl"),
    Messages("Serambi Kulit, Roda Jaya", BLIND, "blind/messages.jsonl"),
    Messages("(held back)", BLIND, "blind/messages_held.jsonl", told=False),
    Messages("Omah Dolanan", BLIND, "blind/anak/messages.jsonl", told=False),
)
SHOPS = (
    Shop("Kopi Lereng", DEVELOPMENT, "sets"),
    Shop("Serambi Kulit", BLIND, "blind/serambi"),
    Shop("Roda Jaya", BLIND, "blind/roda"),
    Shop("Omah Dolanan", BLIND, "blind/anak", told=False),
)
