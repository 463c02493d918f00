"""What stands around the house: the real web server and the simulated WhatsApp, each in a thread of its own."""

import asyncio
import http.client
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from http.client import HTTPMessage
from typing import Any, NamedTuple, TypeVar

import uvicorn
from aiohttp import web

from simulator.app import create_app
from simulator.config import Config, Delays
from simulator.simulator import SIMULATOR, Simulator

T = TypeVar("T")
AT_ONCE = Delays(sent=(0, 0), delivered=(0, 0), offline_rate=0, read_rate=0, skips_delivered_rate=0)
CONFIG = Config(token="token-of-sari", app_secret="secret-of-sari", delays=AT_ONCE)
PATIENCE_SECONDS = 30


class Answer(NamedTuple):
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(
    port: int, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> Answer:
    """One request as it goes over the wire."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request(method, path, body or None, dict(headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


class Web:
    """`config/asgi.py` behind uvicorn on a free port."""

    def __init__(self) -> None:
        from sapa.config.asgi import application

        config = uvicorn.Config(application, host="127.0.0.1", port=0, log_level="error", lifespan="on")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="web")
        self._thread.start()
        wait_for(lambda: self._server.started or not self._thread.is_alive())
        self.port = int(self._server.servers[0].sockets[0].getsockname()[1])

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()


class Phones:
    """The simulator on a free port; every status happens at once."""

    def __init__(self) -> None:
        self._app = create_app(CONFIG)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="phones")
        self._started = threading.Event()
        self.port = 0
        self._thread.start()
        assert self._started.wait(PATIENCE_SECONDS)

    @property
    def simulator(self) -> Simulator:
        return self._app[SIMULATOR]

    def inside(self, work: Callable[[Simulator], Awaitable[T]]) -> T:
        """In the simulator's own thread, so that nothing is seen half done."""

        async def asked() -> T:
            return await work(self.simulator)

        return asyncio.run_coroutine_threadsafe(asked(), self._loop).result(PATIENCE_SECONDS)

    def quiet(self) -> bool:
        """Nothing is on its way to the house."""

        async def look(simulator: Simulator) -> bool:
            due = simulator.network.next_at()
            return not simulator.courier.waiting and (due is None or due > simulator.now())

        return self.inside(look)

    def fault(self, kind: str, **how: Any) -> None:
        async def break_it(simulator: Simulator) -> None:
            simulator.faults.add({"kind": kind, **how})

        self.inside(break_it)

    def reset(self, webhook: str | None) -> None:
        async def forget(simulator: Simulator) -> None:
            simulator.reset()
            simulator.courier.url = webhook

        self.inside(forget)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._stopping = asyncio.Event()
        runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = int(runner.addresses[0][1])
        self._started.set()
        await self._stopping.wait()
        await runner.cleanup()


def wait_for(condition: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)
