"""The whole web process in a thread of the test: real sockets, the test's own database."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from sapa.config.asgi import application

STOPS_WITHIN_SECONDS = 15


@contextmanager
def served() -> Iterator[str]:
    """Address of Sapa on a free loopback port."""
    door = socket.create_server(("127.0.0.1", 0))
    options = uvicorn.Config(
        application, log_level="critical", lifespan="on", timeout_graceful_shutdown=1, ws="none"
    )
    server = uvicorn.Server(options)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([door])), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(STOPS_WITHIN_SECONDS)
        door.close()
        assert not thread.is_alive()
