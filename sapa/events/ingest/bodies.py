"""Reading what a caller sends, with a limit on size and on patience."""

import asyncio

from asgiref.typing import ASGIReceiveCallable, HTTPScope

DRAINED = 8


class TooLarge(Exception):
    """More than may be sent."""


class TooSlow(Exception):
    """The body did not end in time."""


class Gone(Exception):
    """The caller hung up."""


async def read_body(scope: HTTPScope, receive: ASGIReceiveCallable, *, limit: int, seconds: float) -> bytes:
    """Raises TooLarge, TooSlow or Gone."""
    if _declared(scope) > DRAINED * limit:
        raise TooLarge
    try:
        async with asyncio.timeout(seconds):
            return await _read(receive, limit)
    except TimeoutError:
        raise TooSlow from None


async def _read(receive: ASGIReceiveCallable, limit: int) -> bytes:
    """A body a little too large is read to its end and dropped: else the caller never sees the answer."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        size += len(message["body"])
        if size <= limit:
            parts.append(message["body"])
        if size > DRAINED * limit or (size > limit and not message["more_body"]):
            raise TooLarge
        if not message["more_body"]:
            return b"".join(parts)


def _declared(scope: HTTPScope) -> int:
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(length) if length.isdigit() else 0
