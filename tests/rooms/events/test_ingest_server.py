"""The same door behind the real server: what a sender sees on the wire."""

import http.client
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from django.conf import LazySettings

from sapa.events.ingest import Ingest
from tests.rooms.events.test_ingest import Door, Headers, door

__all__ = ["door"]
LIMIT = 100_000


class Running:
    def __init__(self) -> None:
        config = uvicorn.Config(Ingest(), host="127.0.0.1", port=0, log_level="error", lifespan="on")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def post(self, door: Door, body: bytes, headers: Headers) -> int:
        port = self._server.servers[0].sockets[0].getsockname()[1]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("POST", door.post().path, body, headers)
        status = connection.getresponse().status
        connection.close()
        return status

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()


@pytest.fixture
def server(door: Door, settings: LazySettings) -> Iterator[Running]:
    settings.SAPA = settings.SAPA.model_copy(update={"max_body": LIMIT})
    server = Running()
    yield server
    server.stop()


def test_a_sender_reads_the_answer_even_when_its_body_is_too_large(server: Running, door: Door) -> None:
    genuine = {"x-secret": door.secret}
    answers = [server.post(door, b"x" * size, genuine) for size in (LIMIT, LIMIT + 1, LIMIT * 3)]
    assert answers == [200, 413, 413]
    assert [len(row.body) for row in door.stored()] == [LIMIT]


def test_a_server_that_stops_writes_its_counts_first(server: Running, door: Door) -> None:
    assert [server.post(door, b"x", {}) for _ in range(3)] == [401] * 3
    server.stop()
    assert door.refused() == {"wrong_signature": 3}
