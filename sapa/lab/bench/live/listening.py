"""The listeners' process: whole pages at conversations, and people who only have a stream open."""

import asyncio
import json
import os
import resource
import sys
from typing import Any

import uvloop

from sapa.lab.bench.live.ears import Ear, Stream, Texts, listen
from sapa.lab.bench.live.judging import Sent, heard, shown, within
from sapa.lab.bench.live.pages import Page, opened

AT_ONCE = 25


class Listeners:
    def __init__(self, port: int) -> None:
        self.port = port
        self.texts = Texts()
        self.pages: list[Page] = []
        self.ears: list[Ear] = []

    async def draw(self, pages: list[list[str]], shops: list[int]) -> list[Stream]:
        """Opens whole pages one after the other; returns the streams that they want."""
        streams = []
        for (path, cookie, conversation), shop in zip(pages, shops, strict=True):
            page = await opened(self.port, cookie, path, conversation)
            self.pages.append(page)
            streams.append(Stream(page.stream, cookie, shop))
        return streams

    async def listen(self, streams: list[Stream]) -> None:
        """The first ones are those of the pages."""
        hears = [page.hear for page in self.pages] + [None] * (len(streams) - len(self.pages))
        self.ears = [Ear(stream, self.texts, hear) for stream, hear in zip(streams, hears, strict=True)]
        for place in range(0, len(self.ears), AT_ONCE):
            await asyncio.gather(*(listen(self.port, ear) for ear in self.ears[place : place + AT_ONCE]))

    def told(self, sent: dict[int, Sent]) -> dict[str, Any]:
        told = heard(self.ears, self.texts.events, sent.values())
        seen = shown(self.pages, sent)
        return {
            "told_ms": within(told.seconds),
            "told_mean": sum(told.seconds) / max(len(told.seconds), 1),
            "visible_ms": within(seen.seconds),
            "visible_mean": sum(seen.seconds) / max(len(seen.seconds), 1),
            "seen": len(seen.seconds),
            "unseen": seen.missing,
            "missed": told.missed,
            "deaf": told.deaf,
            "wrong": told.wrong,
            "broken": sum(ear.closed for ear in self.ears),
            "requests": sum(page.browser.requests for page in self.pages),
            "refused": sum(page.browser.refused for page in self.pages),
        }


def cpu() -> float:
    used = os.times()
    return used.user + used.system


def many_files() -> None:
    """As many sockets as the system lets this process have."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


async def main() -> None:
    """First line: port, `streams` [path, cookie, shop], `pages` [path, cookie, conversation] and their `shops`. At
    the second line all connect, at the third the figures are told of the messages it names, by number.
    """
    many_files()
    given = await line()
    listeners = Listeners(given["port"])
    streams = await listeners.draw(given["pages"], given["shops"])
    print("ready", flush=True)
    await line()
    await listeners.listen([*streams, *(Stream(*one) for one in given["streams"])])
    print("ready", flush=True)
    used = cpu()
    sent = {int(number): Sent(*one) for number, one in (await line()).items()}
    used = cpu() - used
    print(json.dumps(listeners.told(sent) | {"cpu": used}), flush=True)


async def line() -> Any:
    return json.loads(await asyncio.to_thread(sys.stdin.readline))


if __name__ == "__main__":
    uvloop.run(main())
