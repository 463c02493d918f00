"""The ceiling's server: what is posted is written at once to every open stream of the shop, by the same server
program, without check, database or worker.
"""

import asyncio
import json
from collections import defaultdict

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope

from sapa.lab.bench.ingest.bare import application as answered
from sapa.lab.bench.ingest.bare import live

STREAM = "/langsung/"
HEADERS = [(b"content-type", b"text/event-stream")]


class Ear:
    """One open stream and what it has not been told yet."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []
        self.wake = asyncio.Event()

    async def news(self) -> bytes:
        await self.wake.wait()
        self.wake.clear()
        told, self.waiting = b"".join(self.waiting), []
        return told


ears: defaultdict[str, set[Ear]] = defaultdict(set)


async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    if scope["type"] == "lifespan":
        return await live(receive, send)
    if scope["type"] == "http" and scope["path"] == STREAM:
        return await listened(scope["query_string"].decode(), receive, send)
    return await heard(scope, receive, send)


async def listened(shop: str, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    ear = Ear()
    ears[shop].add(ear)
    gone = asyncio.ensure_future(closed(ear, receive))
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS, "trailers": False})
    await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
    try:
        while not gone.done():
            await send({"type": "http.response.body", "body": await ear.news(), "more_body": True})
    finally:
        ears[shop].discard(ear)
        gone.cancel()


async def closed(ear: Ear, receive: ASGIReceiveCallable) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    ear.wake.set()


async def heard(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    message = await receive()
    value = json.loads(message["body"])["entry"][0]["changes"][0]["value"]  # type: ignore[typeddict-item]
    told = json.dumps({"id": value["messages"][0]["from"], "version": 1})
    for ear in ears[value["metadata"]["phone_number_id"]]:
        ear.waiting.append(b"event: conversation\ndata: %s\n\n" % told.encode())
        ear.wake.set()
    await answered(scope, receiver(message), send)


def receiver(message: object) -> ASGIReceiveCallable:
    """Hands on what has been read already."""

    async def receive() -> object:
        return message

    return receive  # type: ignore[return-value]
