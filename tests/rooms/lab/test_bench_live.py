"""`sapa bench live` for a moment: the real web process and worker, five people, a database of its own."""

import json
import os
import subprocess
import sys
from array import array
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sapa.lab.bench.live.bodies import Letter, body, text
from sapa.lab.bench.live.ears import Chunks, Event, Stream, events
from sapa.lab.bench.live.judging import Sent, heard, within
from sapa.lab.bench.live.shop import Shop, letters, shared
from sapa.messaging.channels.whatsapp.parse import parse

HOUSE = Path(__file__).parents[3]


@pytest.mark.slow
def test_every_message_is_told_to_all_of_its_shop_and_seen_in_its_page() -> None:
    command = [sys.executable, "-m", "tests.made", "bench", "live", "--json", "--anyway"]
    sizes = ["--clients", "5", "--pages", "1", "--rate", "20", "--seconds", "1"]
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    done = subprocess.run([*command, *sizes], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    figures: dict[str, Any] = json.loads(done.stdout)
    assert (figures["unique"], figures["duplicate"], figures["missing"], figures["wrong"]) == (20, 0, 0, 0)
    assert figures["seen"] > 0
    assert figures["deaf"] <= 1  # a small shop to which nobody happened to write


class Heard:
    """A client of shop 0 that heard these texts at these seconds."""

    def __init__(self, *said: tuple[float, int]) -> None:
        self.stream = Stream("/langsung/", "", 0)
        self.at = array("d", [at for at, _number in said])
        self.said = array("L", [number for _at, number in said])


def about(talk: str | None) -> list[Event]:
    return [("conversation", {"id": talk, "version": 2}), ("counts", {})]


TEXTS = [about("dewi"), about("made"), about(None)]
DEWI, MADE, ELSEWHERE = Sent(0, "dewi", 10.0, 10.2), Sent(0, "made", 11.0, 11.1), Sent(1, "rini", 10.0, 10.1)


def test_what_was_told_before_a_message_was_written_down_is_not_about_it() -> None:
    told = heard([Heard((10.1, 0), (10.5, 0))], TEXTS, [DEWI])  # type: ignore[list-item]
    assert (list(told.seconds), told.missed) == ([0.5], 0)


def test_a_client_that_is_told_that_any_may_have_changed_was_told() -> None:
    told = heard([Heard((12.0, 2))], TEXTS, [DEWI, MADE])  # type: ignore[list-item]
    assert (list(told.seconds), told.missed, told.deaf) == ([2.0, 1.0], 0, 0)


def test_a_message_that_a_client_never_heard_of_is_missed_and_a_silent_one_is_deaf() -> None:
    told = heard([Heard((10.5, 0)), Heard()], TEXTS, [DEWI, MADE])  # type: ignore[list-item]
    assert (told.missed, told.deaf) == (3, 1)


def test_a_conversation_of_another_shop_is_wrong() -> None:
    told = heard([Heard((10.5, 0))], [about("rini")], [DEWI, ELSEWHERE])  # type: ignore[list-item]
    assert told.wrong == 1


def test_frames_that_come_in_pieces_are_put_together() -> None:
    chunks = Chunks()
    assert [chunks.feed(part) for part in (b"5\r\nha", b"lo!\r\n3\r\nkak\r\n1", b"\r\n?\r\n")] == [
        [],
        [b"halo!", b"kak"],
        [b"?"],
    ]


def test_events_are_read_as_a_browser_reads_them() -> None:
    assert events('retry: 2000\nid: 1\n\nid: 2\nevent: counts\ndata: {"a": 1}\n\n') == [("counts", {"a": 1})]


def test_a_letter_is_a_message_as_whatsapp_tells_it() -> None:
    (message,) = parse(json.loads(body(Letter(0, 7, 42), "1", 1_790_000_000))).messages
    assert message.text == text(42)


def test_people_with_an_open_page_write_more_and_everybody_writes() -> None:
    sari = Shop(0, 1, "/hooks/whatsapp/x/", 10, 2, [])
    wrote = Counter(one.person for one in letters([sari], 28, 1))
    assert wrote == {person: 6 if person < 2 else 2 for person in range(10)}


@pytest.mark.parametrize("number", [5, 20, 500, 501])
def test_shares_of_the_shops_are_the_whole(number: int) -> None:
    assert (sum(shared(number)), shared(number)[0]) == (number, number - round(number * 0.2))


def test_shares_of_a_hundred_are_read_off_what_was_measured() -> None:
    assert within([place / 1000 for place in range(200)]) == [100, 190, 198]
