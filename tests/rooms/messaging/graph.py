"""A small Cloud API for files and marks: what is asked of it is kept, what it answers can be changed."""

import asyncio
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiohttp import web

from sapa.base.endpoint import Endpoint
from sapa.base.instance import instance

TOKEN = "Bearer token-of-sari"


@dataclass
class Graph:
    """`files` by media id; `lies` about digests by media id; `answers` overrides the next answers of /messages."""

    port: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    uploads: list[tuple[str, bytes]] = field(default_factory=list)
    said: list[dict[str, object]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/{version}/{number}/messages", self._message)
        app.router.add_post("/{version}/{number}/media", self._upload)
        app.router.add_get("/{version}/{media}", self._describe)
        app.router.add_get("/file/{media}", self._file)
        return app

    async def _message(self, request: web.Request) -> web.Response:
        self.said.append(await request.json())
        status = self.statuses.pop(0) if self.statuses else 200
        if status != 200:
            return web.json_response({"error": {"code": status, "message": "no"}}, status=400)
        return web.json_response({"success": True, "messages": [{"id": f"wamid.{len(self.said)}"}]})

    async def _upload(self, request: web.Request) -> web.Response:
        form = await request.post()
        file = form["file"]
        assert isinstance(file, web.FileField)
        self.uploads.append((str(form["type"]), file.file.read()))
        return web.json_response({"id": f"up-{len(self.uploads)}"})

    async def _describe(self, request: web.Request) -> web.Response:
        self.tokens.add(request.headers.get("Authorization", ""))
        media = request.match_info["media"]
        if media not in self.files:
            return web.json_response({"error": {"code": 100, "message": "no such"}}, status=400)
        digest = self.digests.get(media, hashlib.sha256(self.files[media]).hexdigest())
        url = self.addresses.get(media, f"http://127.0.0.1:{self.port}/file/{media}")
        return web.json_response({"url": url, "sha256": digest, "mime_type": "image/jpeg"})

    async def _file(self, request: web.Request) -> web.Response:
        self.tokens.add(request.headers.get("Authorization", ""))
        return web.Response(body=self.files[request.match_info["media"]])


@contextmanager
def serving(graph: Graph) -> Iterator[Graph]:
    """In a thread of its own; this installation's Graph API for as long."""
    loop, started = asyncio.new_event_loop(), threading.Event()
    stopping = asyncio.Event()

    async def serve() -> None:
        runner = web.AppRunner(graph.app(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        graph.port = int(runner.addresses[0][1])
        started.set()
        await stopping.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert started.wait(10)
    settings = instance()
    before = settings.graph_url, settings.egress_allow
    object.__setattr__(settings, "graph_url", f"http://127.0.0.1:{graph.port}")
    object.__setattr__(settings, "egress_allow", (Endpoint("127.0.0.1", graph.port),))
    try:
        yield graph
    finally:
        object.__setattr__(settings, "graph_url", before[0])
        object.__setattr__(settings, "egress_allow", before[1])
        loop.call_soon_threadsafe(stopping.set)
        thread.join()
        loop.close()
