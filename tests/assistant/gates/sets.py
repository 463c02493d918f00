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
DEVELOPMENT, BLIND, FRESH = "development", "blind", "fresh"
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
    """Any of the three files may be missing; `rarely`: its conversations are played by `make audit` alone."""

    name: str
    group: str
    folder: str
    told: bool = True
    rarely: bool = False

    def fixture(self) -> Row:
        found: Row = json.loads((HERE / self.folder / "fixture.json").read_text("utf-8"))
        return found

    def questions(self) -> list[Row]:
        return self._read("questions.jsonl")

    def conversations(self) -> list[Row]:
        return (
            []
            if self.rarely and not everything()
            else part("conversations", self._read("conversations.jsonl"))
        )

    def injections(self) -> list[Row]:
        return part("injections", self._read("injections.jsonl"))

    def _read(self, name: str) -> list[Row]:
        path = HERE / self.folder / name
        return read(path) if path.exists() else []

    def played_injections(self, rows: Sequence[Row]) -> list[Row]:
        return list(as_conversations(rows, now=self.fixture()["now"], customer=SENDER))


def part(kind: str, rows: list[Row]) -> list[Row]:
    if everything() or len(rows) <= PART[kind]:
        return rows
    chosen = sorted(random.Random(SEED).sample(range(len(rows)), PART[kind]))
    return [rows[place] for place in chosen]


MESSAGES = (
    Messages("Kopi Lereng + …", DEVELOPMENT, "sets/messages.jsonl"),
    Messages("…", DEVELOPMENT, "sets/messages_more.jsonl"),
    Messages("…", DEVELOPMENT, "sets/messages_late.jsonl"),
    Messages("Serambi Kulit, Roda Jaya", BLIND, "blind/messages.jsonl"),
    Messages("(held back)", BLIND, "blind/messages_held.jsonl", told=False),
    Messages("Omah Dolanan", BLIND, "blind/anak/messages.jsonl", told=False),
    Messages("…", FRESH, "fresh/messages.jsonl", told=False),
)
SHOPS = (
    Shop("Kopi Lereng", DEVELOPMENT, "sets"),
    Shop("Batik Larasati", DEVELOPMENT, "sets/batik", rarely=True),
    Shop("Gawai Kita", DEVELOPMENT, "sets/gawai", rarely=True),
    Shop("Susu Segar Lembang", DEVELOPMENT, "sets/susu", rarely=True),
    Shop("Dapur Sembilan", DEVELOPMENT, "sets/dapur", rarely=True),
    Shop("Taman Rimbun", DEVELOPMENT, "sets/taman", rarely=True),
    Shop("Serambi Kulit", BLIND, "blind/serambi"),
    Shop("Roda Jaya", BLIND, "blind/roda"),
    Shop("Omah Dolanan", BLIND, "blind/anak", told=False),
    Shop("Toko Pelangi Rumah", FRESH, "fresh/pelangi", told=False, rarely=True),
    Shop("Cetak Ceria", BLIND, "blind/cetak", told=False),
    Shop("Peluk Ibu", BLIND, "blind/bayi", told=False),
    Shop("Keramik", FRESH, "fresh/keramik", told=False),
    Shop("Camilan", FRESH, "fresh/camilan", told=False),
    Shop("Sepeda listrik", FRESH, "fresh/sepeda", told=False),
    Shop("Ulos", FRESH, "fresh/ulos", told=False),
    Shop("Tenun", FRESH, "fresh/tenun", told=False),
    Shop("Blender", FRESH, "fresh/blender", told=False),
    Shop("Mukena", FRESH, "fresh/mukena", told=False),
    Shop("Catur", FRESH, "fresh/catur", told=False),
)
